"""What may be chosen beside a list, each with how many it would find, and what is chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from directory.enums import AcceptanceState, Answer, HousingState, Level, Target

from .asking import Wanted
from .forms import Choices, Wish
from .search import Found

# As many values of a group stand open; the rest folds away.
SHOWN_VALUES = 8
# Facets of which any one of several values is right, and what asks for them.
_ANY_OF = {
    "m": "municipalities",
    "s": "services",
    "t": "targets",
    "k": "kinds",
    "w": "served",
    "a": "acceptance",
    "h": "housing",
}
CONDITIONS_NOTE = "数は、「はい」か「相談してください」と答えた所です。"

type Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Value:
    """One value that may be chosen, with how many agencies it would find."""

    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Values of one filter; `key` is its name in the address."""

    key: str
    title: str
    values: Sequence[Value]
    rest: Sequence[Value] = ()
    # What has to be known about the counts.
    note: str = ""

    @property
    def rest_is_open(self) -> bool:
        return any(each.is_chosen for each in self.rest)


@dataclass(frozen=True)
class Chosen:
    """A condition that is on, and the address without it."""

    words: str
    query: str


def counts_of(wanted: Wanted, found: Found, ask: Callable[..., Found], now: Mapping[str, str]) -> Counts:
    """Return the counts of each group, as if nothing of it were chosen yet: to choose more of it.

    `now` says in which municipality of today one lies that has ended.
    """
    counts: dict[str, Mapping[str, int]] = {sign: found.facets.get(sign, {}) for sign in (*_ANY_OF, "v")}
    for sign, name in _ANY_OF.items():
        if getattr(wanted, name):
            counts[sign] = ask(replace(wanted, **{name: ()}), size=0).facets.get(sign, {})
    counts |= {sign: in_places_of_today(counts[sign], now) for sign in "mw"}
    return counts | {"c": _kind_answers(found.facets.get("c", {}))}


def in_places_of_today(counts: Mapping[str, int], now: Mapping[str, str]) -> Mapping[str, int]:
    """Return counts of municipalities with those of the ended ones where they lie today."""
    summed: Counter[str] = Counter()
    for code, count in counts.items():
        summed[now.get(code, code)] += count
    return summed


def _kind_answers(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return for each condition how many say yes, or to ask them."""
    summed: Counter[str] = Counter()
    for value, count in counts.items():
        code, _, answer = value.rpartition(":")
        if answer != Answer.NO:
            summed[code] += count
    return summed


def groups(wish: Wish, choices: Choices, counts: Counts, names: Mapping[str, str]) -> Iterator[Group]:
    """Return the groups of boxes in their order; a value that finds nothing is left out unless it is on."""
    kinds = choices.kinds
    services = [code for code in kinds if counts["s"].get(code) or code in wish.services]
    services.sort(key=lambda code: (-counts["s"].get(code, 0), kinds[code].position))
    values = [_value(code, kinds[code].short_name, counts["s"], wish.services) for code in services]
    yield Group("s", "サービスの種類", values[:SHOWN_VALUES], values[SHOWN_VALUES:])
    areas = [
        Value(
            str(area.key),
            area.name,
            sum(counts["m"].get(code, 0) for code in area.codes),
            str(area.key) in wish.areas,
        )
        for area in choices.areas
    ]
    yield Group("area", "圏域", _useful(areas))
    yield Group("m", "市町村", (), _places(wish.municipalities, counts["m"], names))
    yield Group("served", "使える人の市町村", (), _places(wish.served, counts["w"], names))
    yield Group("t", "だれのため", _labelled(Target, counts["t"], wish.targets))
    if choices.reader == Level.STAFF:
        acceptance = _labelled(AcceptanceState, counts["a"], wish.acceptance)
        yield Group("acc", "受け入れの意向（センターの職員だけ）", acceptance)
        housing = _labelled(HousingState, counts["h"], wish.housing)
        yield Group("house", "住まいの登録（センターの職員だけ）", housing)
    conditions = [
        _value(code, word.name, counts["c"], wish.conditions) for code, word in choices.conditions.items()
    ]
    yield Group("c", "受け入れの条件", (), _useful(conditions), CONDITIONS_NOTE)


def kind_values(wish: Wish, choices: Choices, counts: Counts) -> list[Value]:
    """Return the kinds of agency with their counts, of which one may be chosen."""
    chosen_kind = (wish.kind,) if wish.kind else ()
    return _useful(_value(each.code, each.name, counts["k"], chosen_kind) for each in choices.agency_kinds)


def _places(chosen_codes: Sequence[str], counts: Mapping[str, int], names: Mapping[str, str]) -> list[Value]:
    codes = sorted({*counts, *chosen_codes} & set(names))
    return [_value(code, names[code], counts, chosen_codes) for code in codes]


def _labelled(
    words: type[TextChoices], counts: Mapping[str, int], chosen_values: Sequence[str]
) -> list[Value]:
    return _useful(_value(each.value, str(each.label), counts, chosen_values) for each in words)


def _useful(values: Iterable[Value]) -> list[Value]:
    return [each for each in values if each.count or each.is_chosen]


def _value(code: str, name: str, counts: Mapping[str, int], chosen_values: Sequence[str]) -> Value:
    return Value(code, str(name), counts.get(code, 0), code in chosen_values)


def chosen(wish: Wish, choices: Choices, names: Mapping[str, str]) -> Iterator[Chosen]:
    """Return what is on, each with the address without it."""
    areas = {str(each.key): each.name for each in choices.areas}
    words: Sequence[tuple[str, Callable[[str], str]]] = (
        ("areas", areas.__getitem__),
        ("municipalities", lambda code: names.get(code, code)),
        ("services", lambda code: choices.kinds[code].short_name),
        ("targets", lambda code: str(Target(code).label)),
        ("conditions", lambda code: choices.conditions[code].name),
        ("served", lambda code: f"{names.get(code, code)}の人が使える"),
        ("acceptance", lambda code: f"受け入れ：{AcceptanceState(code).label}"),
        ("housing", lambda code: f"住まいの登録：{HousingState(code).label}"),
    )
    for name, word in words:
        values = getattr(wish, name)
        for value in values:
            yield Chosen(word(value), wish.query(**{name: tuple(each for each in values if each != value)}))
    if wish.kind:
        kind = next(each for each in choices.agency_kinds if each.code == wish.kind)
        yield Chosen(kind.name, wish.query(kind=""))
    if wish.is_free:
        yield Chosen("いま空きがある", wish.query(is_free=False))
    if wish.freshness:
        yield Chosen(choices.freshness[wish.freshness], wish.query(freshness=""))
    if wish.ids:
        yield Chosen(f"選んだ{len(wish.ids)}か所", wish.query(ids=()))
