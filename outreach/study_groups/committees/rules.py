"""Terms and their numbers, when a notice is due, what a request may become, what money sums up to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.decision import YES, Decision

from .enums import AdviceState, NoticeStage, RecommendationState, Role

MONTHS = 12
# Terms lie between these days and are no longer: whatever is typed, the term after it can be told.
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
MOST_YEARS = 10


def last_day(until: date, ended_on: date | None) -> date:
    """Return the last day on which somebody is in office: the end of the term, or the day they left."""
    return until if ended_on is None else ended_on


def term_number(begins: Iterable[date], since: date) -> int:
    """Return which term of somebody in one committee this is: the first is 1, each earlier one counts."""
    return 1 + sum(each < since for each in begins)


def next_term(since: date, until: date) -> tuple[date, date]:
    """Return first and last day of the term that follows: from the next day, as many months as this one had.

    A term of 2 years to 31 March is followed by one of 2 years to 31 March. One that began late in its
    period (somebody came in between) gets whole years at least.
    """
    begins = until + timedelta(days=1)
    months = (begins.year - since.year) * MONTHS + begins.month - since.month
    years = min(max(1, round(months / MONTHS)), MOST_YEARS)
    return begins, _same_day(until, years)


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=day.day - 1)


def usual_term(today: date, years: int) -> tuple[date, date]:
    """Return the term that a form offers: from today, to the end of the fiscal year so many years on."""
    first = today.year if today.month > 3 else today.year - 1  # noqa: PLR2004 -- March
    return today, date(first + years, 3, 31)


def notice_due(days_left: int, told: Collection[str], *, early: int, late: int) -> NoticeStage | None:
    """Return which notice is due so many days before the last day; None when none is, or it was given.

    Whoever was found only when the late one was due gets that alone, so never both.
    """
    if days_left < 0 or NoticeStage.LATE in told or days_left > early:
        return None
    if days_left <= late:
        return NoticeStage.LATE
    return None if NoticeStage.EARLY in told else NoticeStage.EARLY


def may_appoint(*, holder_until: date | None, since: date, until: date, is_abolished: bool) -> Decision:
    """Decide whether a seat may be given from a day; `holder_until` is the last day of who holds it then."""
    if until < since:
        return Decision(False, "任期の終わりは、始まりの日より前にできません。")
    if since < EARLIEST or until > LATEST:
        return Decision(False, f"任期は、{EARLIEST.year}年から{LATEST.year}年までの日にしてください。")
    if until > _same_day(since, MOST_YEARS):
        return Decision(False, f"任期は、{MOST_YEARS}年までにしてください。")
    if is_abolished:
        return Decision(False, "この席は、もうありません。")
    if holder_until is not None:
        return Decision(False, "この席には、その時期に、もう委員がいます。")
    return YES


def may_end(*, on: date, since: date, until: date, ended_on: date | None) -> Decision:
    """Decide whether somebody may leave on a day as their last one."""
    if ended_on is not None:
        return Decision(False, "もう、途中で終わっています。")
    if not since <= on <= until:
        return Decision(False, "さいごの日は、任期の中の日にしてください。")
    return YES


def may_cancel(*, since: date, signed_on: date | None, cancelled_on: date | None, today: date) -> Decision:
    """Decide whether an appointment may be cancelled: while it has opened nothing."""
    if cancelled_on is not None:
        return Decision(False, "この委嘱は、もう取り消してあります。")
    if signed_on is not None and today >= since:
        return Decision(False, "任期が始まって署名のある委嘱は、取り消せません。任期を途中で終えてください。")
    return YES


def may_sign(*, signed_on: date | None, on: date, today: date, last: date) -> Decision:
    """Decide whether the promise of secrecy may be signed on a day."""
    if signed_on is not None:
        return Decision(False, "もう、約束の署名をいただいています。")
    if on > today:
        return Decision(False, "署名の日は、今日までの日にしてください。")
    if today > last:
        return Decision(False, "この任期は、終わりました。")
    return YES


_AFTER = {
    # The body may write of another one, until that one was appointed.
    RecommendationState.RECOMMENDED: {RecommendationState.REQUESTED, RecommendationState.RECOMMENDED},
    RecommendationState.DECLINED: {RecommendationState.REQUESTED, RecommendationState.RECOMMENDED},
    RecommendationState.APPOINTED: {RecommendationState.RECOMMENDED},
}


def may_become(state: str, target: RecommendationState) -> Decision:
    """Decide whether a request may go on to a state."""
    if state in _AFTER.get(target, set()):
        return YES
    return Decision(False, "この推薦は、いまそのようにできません。画面を開き直してください。")


def advice_state(
    *,
    asked_at: datetime,
    is_urgent: bool,
    answered_on: date | None,
    closed_on: date | None,
    now: datetime,
    within: timedelta,
) -> AdviceState:
    """Return how far a question has come; an urgent one is late once it has no answer `within` this time."""
    if closed_on is not None:
        return AdviceState.CLOSED
    if answered_on is not None:
        return AdviceState.ANSWERED
    return AdviceState.LATE if is_urgent and now > asked_at + within else AdviceState.ASKED


def may_move(to: AdviceState, *, answered_on: date | None, closed_on: date | None) -> Decision:
    """Decide whether a question may be written down as answered, or else as over: each once, in order."""
    if to == AdviceState.ANSWERED and answered_on is not None:
        return Decision(False, "返事の日は、もう記録してあります。")
    if to == AdviceState.CLOSED and answered_on is None:
        return Decision(False, "先に、返事があったことを記録してください。")
    if to == AdviceState.CLOSED and closed_on is not None:
        return Decision(False, "この相談は、もう終わりにしてあります。")
    return (
        YES if to in (AdviceState.ANSWERED, AdviceState.CLOSED) else Decision(False, "そのようにできません。")
    )


@dataclass(frozen=True)
class Sums:
    """Money of a list, in yen: fees, travel, both, and what of both is not paid yet."""

    fee: int
    travel: int
    unpaid: int

    @property
    def total(self) -> int:
        return self.fee + self.travel


def sums_of(rows: Sequence[tuple[int, int, bool]]) -> Sums:
    """Add up rows of fee, travel and whether they were paid, in yen."""
    return Sums(
        fee=sum(fee for fee, _, _ in rows),
        travel=sum(travel for _, travel, _ in rows),
        unpaid=sum(fee + travel for fee, travel, is_paid in rows if not is_paid),
    )


def words_of_role(role: str) -> str:
    """Return as what somebody is asked to serve, as a letter of appointment says it."""
    return {Role.CHAIR: "委員（委員長）", Role.MEMBER: "委員", Role.OBSERVER: "オブザーバー"}[Role(role)]
