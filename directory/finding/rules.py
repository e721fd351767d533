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


NOBODY_CONFIRMED = "事業所が確かめた日は、わかりません"
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
        "事業所が書いた所は事業所が確かめた日から、そのほかは国の公表データの時期から数えます。"
        f"{fresh}までが「{Grade.FRESH}」、"
        f"{ageing}までが「{Grade.AGEING}」です。そのあとと、日がわからないものは「{Grade.OLD}」と出ます。"
        "使う前に、電話で確かめてください。"
    )


def grade(known_on: date | None, *, today: date, lifetimes: Lifetimes) -> Grade:
    """Return how fresh it is; what nobody ever confirmed is old."""
    if known_on is None or known_on < today - timedelta(days=lifetimes.ageing):
        return Grade.OLD
    return Grade.FRESH if known_on >= today - timedelta(days=lifetimes.fresh) else Grade.AGEING


@dataclass(frozen=True)
class Sources:
    """From whom and from when an agency is known.

    `published_until` is the last period of the official data that had it, where the newest one lacks it.
    """

    is_declared: bool = False
    confirmed_on: date | None = None
    published_on: date | None = None
    published_until: date | None = None

    @property
    def known_on(self) -> date | None:
        """Return the day that its grade goes by: what the agency wrote is as old as its own word of it."""
        return self.confirmed_on if self.is_declared else self.published_on


def since_when(sources: Sources) -> str:
    """Return the sentence that tells from when and from whom it is known, all of whom say something."""
    published, until = sources.published_on, sources.published_until
    if not sources.is_declared:
        if published:
            return f"国の公表データだけです（{wareki(published)}のもの）"
        return f"国の公表データにあったのは、{wareki(until)}のものまでです" if until else NOBODY_CONFIRMED
    confirmed = (
        f"事業所が確かめた日　{wareki(sources.confirmed_on)}" if sources.confirmed_on else NOBODY_CONFIRMED
    )
    if published:
        return f"{confirmed}　国の公表データ　{wareki(published)}"
    return f"{confirmed}　国の公表データ　{wareki(until)}のものまで" if until else confirmed


@dataclass(frozen=True)
class Vacancy:
    """What is said of free places: `kind` is the look of a state."""

    kind: str
    words: str


def vacancy(places: int, as_of: date, *, today: date, lifetimes: Lifetimes) -> Vacancy:
    """Return what is said of free places; an old word of them is worth nothing."""
    if as_of < today - timedelta(days=lifetimes.vacancy):
        return Vacancy("ended", "空き：わかりません")
    if places:
        return Vacancy("open", f"空き：{places}人（{wareki(as_of)}）")
    return Vacancy("full", f"空き：ありません（{wareki(as_of)}）")
