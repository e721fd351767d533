"""The parts of a date in one form, and what becomes of one part."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from content.desk_forms import DeskForm
from events import letters
from events.desk_forms.fields import ClockField, DayField, local_moment, tell_today
from events.enums import ChangeKind
from events.models import Part, Session
from events.part_rules import MOST_PARTS
from events.services.parts import PartPlan
from foundation.ui.forms import CleanCharField

EMPTY_ROWS = 3
NAMES = ("day", "starts", "ends", "title", "venue", "venue_address")
KINDS = (
    (ChangeKind.CANCELLED, "この回だけ、中止する"),
    (ChangeKind.POSTPONED, "この回だけ、延期する（新しい日時を書く。空けておくと「日は未定」）"),
    (ChangeKind.RESTORED, "中止・延期を取り消して、もとの日時に行う"),
)


class PartsForm(DeskForm):
    """A row for each part, and empty ones for more; a row that is emptied takes its part off."""

    def __init__(
        self, *args: Any, session: Session, parts: Sequence[Part], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.parts, shown = parts, [_initial(part) for part in parts] or [_initial(session)]
        self.count = min(len(shown) + EMPTY_ROWS, MOST_PARTS)
        for number in range(1, self.count + 1):
            which = f"{number}行目の"
            self.fields |= {
                f"day_{number}": DayField(label=f"{which}日付", required=False),
                f"starts_{number}": ClockField(label=f"{which}始まり", required=False),
                f"ends_{number}": ClockField(label=f"{which}終わり", required=False),
                f"title_{number}": CleanCharField(label=f"{which}題", max_length=100, required=False),
                f"venue_{number}": CleanCharField(label=f"{which}会場", max_length=100, required=False),
                f"venue_address_{number}": CleanCharField(
                    label=f"{which}会場の住所", max_length=200, required=False
                ),
            }
        for number, values in enumerate(shown, start=1):
            self.initial |= {f"{name}_{number}": value for name, value in values.items()}
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """Say at its box what a row lacks; a row without day and times is none."""
        given = super().clean() or {}
        for number in range(1, self.count + 1):
            day, starts, ends = (given.get(f"{name}_{number}") for name in NAMES[:3])
            typed = {name: bool(given.get(f"{name}_{number}")) for name in NAMES}
            wrong = any(f"{name}_{number}" in self.errors for name in NAMES)
            if wrong or not any(typed.values()):
                continue
            for name, words in (("day", "日付"), ("starts", "始まりの時刻"), ("ends", "終わりの時刻")):
                if not typed[name]:
                    self.add_error(f"{name}_{number}", f"{words}を書いてください。")
            if day and starts and ends and ends <= starts:
                self.add_error(f"ends_{number}", "終わりの時刻は、始まりの時刻よりあとにしてください。")
        return given

    @property
    def rows(self) -> list[tuple[int, Part | None, list[BoundField]]]:
        """Each row with its number, the part that stands there already, and its boxes."""
        return [
            (
                number,
                self.parts[number - 1] if number <= len(self.parts) else None,
                [self[f"{name}_{number}"] for name in NAMES],
            )
            for number in range(1, self.count + 1)
        ]

    @property
    def plans(self) -> list[PartPlan]:
        """The parts as the service takes them."""
        plans = []
        for number in range(1, self.count + 1):
            given = {name: self.cleaned_data[f"{name}_{number}"] for name in NAMES}
            if given["day"]:
                plans.append(
                    PartPlan(
                        starts_at=local_moment(given["day"], given["starts"]),
                        ends_at=local_moment(given["day"], given["ends"]),
                        title=given["title"],
                        venue=given["venue"],
                        venue_address=given["venue_address"],
                        part_id=self.parts[number - 1].pk if number <= len(self.parts) else None,
                    )
                )
        return plans


def _initial(held: Part | Session) -> dict[str, Any]:
    starts, ends = timezone.localtime(held.starts_at), timezone.localtime(held.ends_at)
    found: dict[str, Any] = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
    if isinstance(held, Part):
        found |= {name: getattr(held, name) for name in ("title", "venue", "venue_address")}
    return found


class PartForm(DeskForm):
    """What becomes of one part, and why."""

    kind = forms.ChoiceField(
        label="どうするか",
        choices=[(kind.value, words) for kind, words in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "どうするかを選んでください。"},
    )
    reason = CleanCharField(
        label="理由",
        max_length=200,
        help_text="申し込んだ方への知らせと、公開のページに、このまま出ます。例：大雪のため",
    )
    day = DayField(label="新しい日付", required=False)
    starts = ClockField(label="始まり", required=False)
    ends = ClockField(label="終わり", required=False)
    deadline_day = DayField(label="新しい締切の日", required=False)
    deadline_time = ClockField(label="締切の時刻", required=False)

    def __init__(self, *args: Any, part: Part, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part = part
        self.fields["deadline_day"].help_text = (
            f"いまの締切は{letters.deadline(part.session.event)}です。最初の回が締切より前になるときは、"
            "ここで早めます。空けておくと、変わりません。"
        )
        tell_today(self, today)

    def clean(self) -> dict[str, Any]:
        """A new day belongs to a part that is put off."""
        given = super().clean() or {}
        if given.get("day") and given.get("kind") and given["kind"] != ChangeKind.POSTPONED:
            self.add_error("day", "新しい日付は、延期のときだけ書きます。")
        if given.get("deadline_time") and not given.get("deadline_day") and "deadline_day" not in self.errors:
            self.add_error("deadline_day", "時刻を書いたときは、日も書いてください。")
        return given

    @property
    def kind_given(self) -> ChangeKind:
        return ChangeKind(self.cleaned_data["kind"])

    @property
    def deadline_at(self) -> datetime | None:
        """Until when people may apply from now on; None leaves it."""
        day, clock = (self.cleaned_data[f"deadline_{name}"] for name in ("day", "time"))
        usual = timezone.localtime(self.part.session.event.deadline_at).time()
        return local_moment(day, clock or usual) if day else None

    @property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When the part takes place instead; neither while its day is not known."""
        given = self.cleaned_data
        if not given["day"]:
            return None, None
        starts, ends = (timezone.localtime(each) for each in (self.part.starts_at, self.part.ends_at))
        begins = local_moment(given["day"], given["starts"] or starts.time())
        length = self.part.ends_at - self.part.starts_at
        if given["ends"]:
            return begins, local_moment(given["day"], given["ends"])
        return begins, begins + length if given["starts"] else local_moment(given["day"], ends.time())
