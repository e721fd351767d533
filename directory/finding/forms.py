"""What the address of a search asks: read, checked against what there is, and written again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from content.search.rules import MOST_CHARACTERS
from directory.enums import AcceptanceState, HousingState, Level, Target
from directory.models import AgencyKind, ServiceKind

from .asking import Wanted
from .enums import ExportForm, ExportReason
from .profile import Word
from .queries import Area
from .rules import Lifetimes, span
from .search import HITS_A_PAGE, MOST_PAGES
from .vocabulary import without_free_words

ALL = "all"
# As many as a list for printing holds.
MOST_AT_ONCE = 500
MOST_VALUES = 60
# The code of no municipality: an area without any today holds nobody.
NOWHERE = "000000"
FRESH_ONLY, NOT_OLD = "fresh", "year"
FRESHNESS = (FRESH_ONLY, NOT_OLD)
MUNICIPALITY_DIGITS = 6
PUBLIC_ID_LENGTH = 8


@dataclass(frozen=True)
class Choices:
    """What may be chosen."""

    kinds: Mapping[str, ServiceKind]
    agency_kinds: Sequence[AgencyKind]
    areas: Sequence[Area]
    conditions: Mapping[str, Word]
    reader: Level
    lifetimes: Lifetimes
    # Whether this reader sees free places of anybody.
    sees_free: bool

    @property
    def freshness(self) -> dict[str, str]:
        """Return how fresh an agency's data may be asked to be, in words."""
        fresh, ageing = span(self.lifetimes.fresh), span(self.lifetimes.ageing)
        return {FRESH_ONLY: f"新しい情報だけ（{fresh}以内）", NOT_OLD: f"古い情報をのぞく（{ageing}以内）"}


@dataclass(frozen=True)
class Wish:
    """A search as its address says it. `unknown` are values that do not exist: told and left out."""

    typed: str = ""
    areas: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kind: str = ""
    is_free: bool = False
    conditions: tuple[str, ...] = ()
    also_unknown: bool = False
    freshness: str = ""
    # Of which municipalities people may use it.
    served: tuple[str, ...] = ()
    # Asked by staff alone.
    acceptance: tuple[str, ...] = ()
    housing: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    is_whole: bool = False
    page: int = 1
    unknown: tuple[str, ...] = field(default=(), compare=False)
    is_cut: bool = field(default=False, compare=False)

    @property
    def size(self) -> int:
        return MOST_AT_ONCE if self.is_whole else HITS_A_PAGE

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the words is asked."""
        return replace(self, typed="", page=1, is_whole=False) != Wish()

    def wanted(self, choices: Choices, *, today: date) -> Wanted:
        """Return the same wish as the index takes it; any of the chosen places is right."""
        places = list(self.municipalities)
        for area in choices.areas:
            if str(area.key) in self.areas:
                places += area.codes or (NOWHERE,)
        lives = choices.lifetimes
        holds = {FRESH_ONLY: lives.fresh, NOT_OLD: lives.ageing}.get(self.freshness)
        return Wanted(
            typed=self.typed,
            municipalities=tuple(dict.fromkeys(places)),
            services=self.services,
            kinds=(self.kind,) if self.kind else (),
            targets=self.targets,
            conditions=self.conditions,
            also_unknown=self.also_unknown and bool(self.conditions),
            is_free=self.is_free,
            served=self.served,
            acceptance=self.acceptance,
            housing=self.housing,
            confirmed_since=today - timedelta(days=holds) if holds else None,
            public_ids=self.ids,
        )

    def query(self, **changes: object) -> str:
        """Return the wish as the query of an address, changed; of a changed wish the first page."""
        wish = replace(self, **({"page": 1} | changes)) if changes else self  # type: ignore[arg-type]  # -- fields by name
        pairs = [
            *((("q", wish.typed),) if wish.typed else ()),
            *(("area", each) for each in wish.areas),
            *(("m", each) for each in wish.municipalities),
            *(("s", each) for each in wish.services),
            *(("t", each) for each in wish.targets),
            *((("k", wish.kind),) if wish.kind else ()),
            *((("free", "1"),) if wish.is_free else ()),
            *(("c", each) for each in wish.conditions),
            *((("unknown", "1"),) if wish.also_unknown else ()),
            *((("fresh", wish.freshness),) if wish.freshness else ()),
            *(("served", each) for each in wish.served),
            *(("acc", each) for each in wish.acceptance),
            *(("house", each) for each in wish.housing),
            *((("ids", ",".join(wish.ids)),) if wish.ids else ()),
            *((("size", ALL),) if wish.is_whole else ()),
            *((("page", wish.page),) if wish.page > 1 else ()),
        ]
        return urlencode(pairs)


def read_wish(data: QueryDict, choices: Choices) -> Wish:
    """Return what an address asks; whatever it says is answered: what is not known is left out and told."""
    unknown: list[str] = []
    typed = " ".join(data.get("q", "").replace("\0", "").split())

    def known(key: str, there: Collection[str]) -> tuple[str, ...]:
        values = [value for value in dict.fromkeys(data.getlist(key)[:MOST_VALUES]) if value]
        unknown.extend(value for value in values if value not in there)
        return tuple(value for value in values if value in there)

    kinds = known("k", {each.code for each in choices.agency_kinds})
    freshness = known("fresh", FRESHNESS)

    def places(key: str) -> tuple[str, ...]:
        values = [value for value in dict.fromkeys(data.getlist(key)[:MOST_VALUES]) if value]
        unknown.extend(value for value in values if not _is_code(value))
        return tuple(value for value in values if _is_code(value))

    is_staff = choices.reader == Level.STAFF
    words, says_free = without_free_words(typed) if choices.sees_free else (typed, False)
    conditions = known("c", choices.conditions)
    return Wish(
        typed=words[:MOST_CHARACTERS],
        areas=known("area", {str(each.key) for each in choices.areas}),
        municipalities=places("m"),
        services=known("s", choices.kinds),
        targets=known("t", Target.values),
        kind=kinds[0] if kinds else "",
        is_free=says_free or data.get("free") == "1",
        conditions=conditions,
        also_unknown=bool(conditions) and data.get("unknown") == "1",
        freshness=freshness[0] if freshness else "",
        served=places("served"),
        acceptance=known("acc", AcceptanceState.values if is_staff else ()),
        housing=known("house", HousingState.values if is_staff else ()),
        ids=_ids(data.getlist("ids")),
        is_whole=data.get("size") == ALL,
        page=_page(data.get("page", "")),
        unknown=tuple(value[:20] for value in unknown if value.isprintable())[:5],
        is_cut=len(typed) > MOST_CHARACTERS,
    )


def _is_code(value: str) -> bool:
    return len(value) == MUNICIPALITY_DIGITS and value.isascii() and value.isdecimal()


def _ids(values: Sequence[str]) -> tuple[str, ...]:
    """Return public numbers, each once; a selection holds no more than a list for printing."""
    numbers = (each.strip().upper() for value in values for each in value.split(","))
    right = (each for each in numbers if len(each) == PUBLIC_ID_LENGTH and each.isascii() and each.isalnum())
    return tuple(dict.fromkeys(right))[:MOST_AT_ONCE]


def _page(value: str) -> int:
    is_number = value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_PAGES))
    return min(max(int(value), 1), MOST_PAGES) if is_number else 1


class TakeAwayForm(forms.Form):
    """In which form staff take a list away, and why."""

    form = forms.ChoiceField(
        label="ファイルの種類", choices=ExportForm, widget=forms.RadioSelect, initial=ExportForm.WORKBOOK
    )
    reason = forms.ChoiceField(
        label="何に使いますか",
        choices=ExportReason,
        widget=forms.RadioSelect,
        error_messages={"required": "何に使うかを選んでください。"},
    )
