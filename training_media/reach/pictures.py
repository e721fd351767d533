"""How many are left at each moment of a part, as a picture."""

from django.utils.safestring import SafeString, mark_safe

from foundation.ui.charts import Cut, step_chart
from training_media.times import as_clock

from .queries import PartWatched

# Below so much of the width no number has room.
LEAST_ROOM = 0.045


def curve(found: PartWatched) -> SafeString:
    """Return the curve of a part with its words for those who do not see it; nothing where nobody watched."""
    if not found.people:
        return SafeString("")
    cuts, last = [], -LEAST_ROOM
    for number, each in enumerate(found.chapters, start=1):
        place = each.start / found.duration
        has_room = place - last >= LEAST_ROOM
        cuts.append(Cut(place, str(number) if has_room else ""))
        last = place if has_room else last
    first, final = found.steps[0], found.steps[-1]
    svg = step_chart(
        [people / found.people for _, people, _ in found.steps],
        cuts=cuts,
        ends=(as_clock(0), as_clock(found.duration)),
        name=f"curve-{found.part.number}",
        title=f"{found.part.title}の、どこを何人が見たか",
        says=f"見始めた人は{found.people}人。はじめ（{as_clock(first[0])}）を見た人は{first[1]}人、"
        f"終わり（{as_clock(final[0])}）を見た人は{final[1]}人。同じ数が、下の表にあります。",
    )
    return mark_safe(svg)  # noqa: S308 -- made element by element, so each word in it is escaped
