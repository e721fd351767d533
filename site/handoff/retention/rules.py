"""How long what is kept, when it may be destroyed and by whom: pure functions and data."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.decision import YES, Decision, no

from .enums import RecordClass, Unit

# Nothing is destroyed that did not stand in the list for so many days.
NOTICE_DAYS = 30
# What may be proposed by the form, never what counts by itself: until somebody has decided, nothing is due.
# With its source; the periods of what is the centre's own affair are for the centre to decide.
SUGGESTED: Mapping[RecordClass, tuple[str, str]] = {
    RecordClass.DRAFT: ("90日", "センターの決まり"),
    RecordClass.PACKAGE: ("30日", "センターの決まり"),
    RecordClass.CASE: ("委託契約で決まった年数", "県との委託契約"),
    RecordClass.AGENCY_CASE: (
        "機関の記録を残す年数",
        "機関の決まり（障害福祉サービスの基準では5年）",
    ),
    RecordClass.PROVISION: ("3年（ケースを消した日から）", "個人情報保護法29条・30条、施行規則21条・25条"),
    RecordClass.AUDIT: ("5年", "センターの決まり"),
}
# 個人情報保護法29条・30条, 施行規則21条・25条: the usual record is kept for three years.
LEAST_YEARS: Mapping[RecordClass, int] = {RecordClass.PROVISION: 3}
MOST_YEARS = 30
DAYS_OF_YEAR = 365
AGE_BAND = re.compile(r"(?<!\d)([1-9]0)代")
UNKNOWN = "わからない"


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a class is kept."""

    amount: int
    unit: Unit

    @property
    def words(self) -> str:
        return f"{self.amount}{self.unit.label}"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One thing that may be destroyed, as the rules see it. `noticed_on` is its first day in the list."""

    due_on: date | None
    noticed_on: date | None
    is_held: bool
    is_running: bool
    is_proposed: bool


def may_set_period(kind: RecordClass, period: Period) -> Decision:
    """Return whether a class may be kept for so long."""
    years = period.amount if period.unit == Unit.YEARS else period.amount / DAYS_OF_YEAR
    least = LEAST_YEARS.get(kind, 0)
    if years < least:
        return no(f"法律で、{least}年よりみじかくできません。")
    return YES if years <= MOST_YEARS else no(f"{MOST_YEARS}年までで書いてください。")


def due_on(began_on: date, period: Period | None) -> date | None:
    """Return the first day on which something is kept too long; None where nobody has decided."""
    if period is None:
        return None
    if period.unit == Unit.DAYS:
        return began_on + timedelta(days=period.amount)
    try:
        return began_on.replace(year=began_on.year + period.amount)
    except ValueError:
        # 29 February: the longer one of the two.
        return date(began_on.year + period.amount, 3, 1)


def is_soon(due: date | None, *, today: date) -> bool:
    """Return whether something belongs on the list: due, or within the days of notice."""
    return due is not None and due <= today + timedelta(days=NOTICE_DAYS)


def first_day(due: date, noticed_on: date | None, *, today: date) -> date:
    """Return the first day on which it may be destroyed: due, and listed for long enough."""
    return max(due, (noticed_on or today) + timedelta(days=NOTICE_DAYS))


def may_propose(standing: Standing, *, today: date) -> Decision:
    """Return whether somebody may propose to destroy it."""
    if standing.is_proposed:
        return no("もう、提案されています。")
    return may_be_destroyed(standing, today=today)


def may_be_destroyed(standing: Standing, *, today: date) -> Decision:
    """Return whether it may be destroyed on this day, whoever asks."""
    if standing.due_on is None:
        return no("残しておく期間を、まだ決めていません。")
    if standing.is_held:
        return no("消去を止めているか、終わっていない事故があります。止めた人たちに、確かめてください。")
    if standing.is_running:
        return no("まだ続いている引継ぎがあります。")
    if standing.noticed_on is None:
        return no("まだ、消す予定の一覧に出ていません。あすの朝に出ます。")
    first = first_day(standing.due_on, standing.noticed_on, today=today)
    if today < first:
        return no(f"消せるのは、{first.month}月{first.day}日からです。")
    return YES


def may_confirm(
    standing: Standing, *, proposer_id: int, actor_id: int, is_fresh: bool, today: date
) -> Decision:
    """Return whether this person may let it be destroyed: never whoever proposed it."""
    if proposer_id == actor_id:
        return no("提案した人とは別の人が、確かめて消します。")
    if not is_fresh:
        return no("パスワードを、もう一度入れてください。")
    return may_be_destroyed(standing, today=today)


def may_release(*, asked_by_id: int | None, actor_id: int) -> Decision:
    """Return whether this person is the second of the two who let a hold go."""
    if asked_by_id is None:
        return no("先に、1人目が解くことを決めます。")
    if asked_by_id == actor_id:
        return no("1人目とは別の人が、解きます。")
    return YES


def age_band(words: str) -> str:
    """Return the age band that may be counted; whatever else somebody wrote there is left out."""
    found = AGE_BAND.search(words)
    return f"{found[1]}代" if found else UNKNOWN


def is_last(shredded: Collection[bool]) -> bool:
    """Return whether a person's key goes: all other cases of hers are gone already."""
    return all(shredded)
