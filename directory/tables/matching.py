"""Which agency a line of a table speaks of: surely, perhaps, or none that is known. Pure functions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Known:
    """An agency as far as lines are compared with it; of a merged one, `key` is where it went."""

    key: int
    public_id: str
    name: str
    address: str
    corporate_number: str
    municipality: int | None
    is_closed: bool


@dataclass(frozen=True)
class Sought:
    """A line as far as it says of which agency it speaks; name and address are folded."""

    public_id: str
    name: str
    address: str
    corporate_number: str
    municipality: int | None


@dataclass(frozen=True)
class Match:
    """The agency that it surely is, or those that it may be, each with reasons in words."""

    sure: int | None = None
    perhaps: dict[int, list[str]] = field(default_factory=dict)


class Agencies:
    """What is known, to be asked by number, name and address."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_number: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_address: dict[str, list[Known]] = defaultdict(list)
        for each in known:
            self.by_number[each.public_id] = each
            self.by_name[each.name].append(each)
            if each.address:
                self.by_address[each.address].append(each)

    def match(self, sought: Sought) -> Match:
        """Return whom a line means.

        Surely: its number; else name and address; else 法人番号 and address, unless the names are strange to
        each other, for a corporation has several agencies in one house. What fits several, or a closed
        agency, or only in part, is for a person to decide.
        """
        if sought.public_id:
            found = self.by_number.get(sought.public_id)
            return Match(sure=found.key) if found else Match()
        named = self.by_name.get(sought.name, []) if sought.name else []
        there = self.by_address.get(sought.address, []) if sought.address else []
        same = [each for each in there if sought.name and each.name == sought.name]
        housed = [each for each in there if _same_body(each, sought) and _alike(each.name, sought.name)]
        for group in (same, housed):
            keys = {each.key for each in group}
            if len(keys) == 1 and not any(each.is_closed for each in group):
                return Match(sure=keys.pop())
        return Match(perhaps=_perhaps([*named, *there], sought))


def _perhaps(candidates: Iterable[Known], sought: Sought) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in candidates:
        reasons = _reasons(each, sought)
        if reasons and len(reasons) > len(found.get(each.key, [])):
            found[each.key] = reasons
    return found


def _reasons(each: Known, sought: Sought) -> list[str]:
    is_named, is_there = each.name == sought.name != "", each.address == sought.address != ""
    elsewhere = None not in (each.municipality, sought.municipality) and (
        each.municipality != sought.municipality
    )
    # The same name in another town is another agency; two corporations share many a building.
    if is_named and not is_there and elsewhere and not _same_body(each, sought):
        return []
    if not is_named and _other_body(each, sought):
        return []
    told = {
        "名前が同じ": is_named,
        "住所が同じ": is_there,
        "法人番号が同じ": _same_body(each, sought),
        "市町村が同じ": each.municipality is not None and each.municipality == sought.municipality,
        "閉じた機関です": each.is_closed,
    }
    return [word for word, holds in told.items() if holds]


def _same_body(each: Known, sought: Sought) -> bool:
    return each.corporate_number == sought.corporate_number != ""


def _other_body(each: Known, sought: Sought) -> bool:
    return "" not in (each.corporate_number, sought.corporate_number) and not _same_body(each, sought)


def _alike(one: str, other: str) -> bool:
    """Return whether one name is the other with something before or behind it."""
    return one in other or other in one
