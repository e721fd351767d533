"""Contents of sheets of any size, and changes to them, from a seed."""

from random import Random

from outreach.role_sheets.building import done_to
from outreach.role_sheets.content import LISTS, field_of, ids_of, whole
from outreach.role_sheets.demo_sheets import LEAD, written
from outreach.role_sheets.enums import Level, Part

LETTERS = "会って計画を作る窓口になり支援の会議を開く申請を受け住む所と通う所を整える髙﨑濵𠮷"


def words(dice: Random, length: int) -> str:
    return "".join(dice.choice(LETTERS) for _ in range(length))


def content_of(seed: int, *, stages: int, bodies: int, length: int, lines: int = 0) -> dict[str, str]:
    """Return a sheet of so many columns and rows, with so many characters in each cell."""
    dice = Random(seed)
    columns = [(f"時期{at}", words(dice, 6)) for at in range(stages)]
    parts = [LEAD, *(str(part) for part in Part if part not in (Part.LEAD, Part.NOTHING))]
    rows = [
        (
            dice.choice(Level.values),
            f"機関{at}",
            words(dice, 10),
            "",
            [(parts[0] if at == 0 else dice.choice(parts), words(dice, length)) for _ in range(stages)],
        )
        for at in range(bodies)
    ]
    return written(words(dice, 30), columns, rows, notes=[words(dice, 60) for _ in range(lines)])


def changed(content: dict[str, str], dice: Random, times: int) -> dict[str, str]:
    """Return a content after so many changes: texts, new and removed items, places."""
    for _ in range(times):
        deed = dice.choice(["text", "text", "text", "add", "remove", "up"])
        if deed == "text":
            keys = [key for key in content if field_of(key) in ("text", "name", "when", "until", "contact")]
            content = content | {dice.choice(sorted(keys)): words(dice, 5)}
            continue
        kind = dice.choice(["body", "stage", *LISTS])
        if deed == "add":
            content = done_to(content, f"add.{kind}")
        elif ids_of(content, kind):
            content = done_to(content, f"{deed}.{kind}.{dice.choice(ids_of(content, kind))}")
    return whole(content)


def without_places(content: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in content.items() if field_of(key) != "place"}
