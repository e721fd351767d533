"""How old what is known of an agency is, and what is said of its free places: pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from foundation.japanese.dates import wareki


class Grade(StrEnum):
    """The three grades of freshness; the value is what readers see."""

    FRESH = "新しい情報"
    AGEING = "そろそろ確かめる情報"
    OLD = "古い情報・確かめていません"


@dataclass(frozen=True)
class Lifetimes:
    """For how many days something holds, as the limits say."""

    fresh: int
    ageing: int
    vacancy: int


HALF_A_YEAR, YEAR = range(182, 185), range(365, 367)


def span(days: int) -> str:
    """Return a time as people say it: half a year and a year where it is one, else days."""
    if days in HALF_A_YEAR:
        return "半年"
    return "1年" if days in YEAR else f"{days}日"


def freshness_legend(lifetimes: Lifetimes) -> str:
    """Return what the three grades mean, as the limits stand."""
    fresh, ageing = span(lifetimes.fresh), span(lifetimes.ageing)
    return (
        f"事業所が確かめた日か、国の公表データの時期（新しいほう）から{fresh}までが「{Grade.FRESH}」、"
        f"{ageing}までが「{Grade.AGEING}」です。そのあとと、日がわからないものは「{Grade.OLD}」と出ます。"
        "使う前に、電話で確かめてください。"
    )


def grade(known_on: date | None, *, today: date, lifetimes: Lifetimes) -> Grade:
    """Return how fresh it is; what nobody ever confirmed is old."""
    if known_on is None or known_on < today - timedelta(days=lifetimes.ageing):
        return Grade.OLD
    return Grade.FRESH if known_on >= today - timedelta(days=lifetimes.fresh) else Grade.AGEING


def since_when(*, confirmed_on: date | None, published_on: date | None) -> str:
    """Return the sentence that tells from when and from whom it is known; the later of the two counts."""
    if confirmed_on and (published_on is None or confirmed_on >= published_on):
        return f"事業所が確かめた日　{wareki(confirmed_on)}"
    if published_on:
        return f"国の公表データだけです（{wareki(published_on)}のもの）"
    return "確かめた日は、わかりません"


@dataclass(frozen=True)
class Vacancy:
    """What is said of free places: `kind` is the look of a state."""

    kind: str
    words: str


def vacancy(places: int, as_of: date, *, today: date, lifetimes: Lifetimes) -> Vacancy:
    """Return what is said of free places; an old word of them is worth nothing."""
    if as_of < today - timedelta(days=lifetimes.vacancy):
        return Vacancy("done", "空き：わかりません")
    if places:
        return Vacancy("open", f"空き：{places}人（{wareki(as_of)}）")
    return Vacancy("full", f"空き：ありません（{wareki(as_of)}）")
