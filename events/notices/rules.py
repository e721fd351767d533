"""When reminders leave, who gets a notice, who may send it: pure functions, times local."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.enums import EventState
from foundation.decision import YES, Decision

from .enums import MOST_BY_STAFF, LeftOut, NoticeState, NoticeWay

# A reminder of a day leaves in the morning, when somebody reads it.
REMINDER_HOUR = 9
MOST_DAYS, MOST_HOURS = 30, 23

# (moment, the latest that is of use) -> when a mail of this moment leaves, as the quiet hours say
type LeavesAt = Callable[[datetime, datetime], datetime]
# Where a letter ends up: a mailbox, a FAX number, or an agency by its id
type Destination = tuple[NoticeWay | None, str]


@dataclass(frozen=True)
class Reminder:
    """One reminder of a date: `key` names its offset, `needed_by` is when it is of no use any more."""

    key: str
    moment: datetime
    needed_by: datetime


def reminders(
    starts_at: datetime, *, days: Collection[int], hours: int | None, leaves_at: LeavesAt
) -> list[Reminder]:
    """Return the reminders of a date in the order in which they leave; of two on one day the nearer stays."""
    found = list(_planned(starts_at, sorted(days, reverse=True), hours, leaves_at))
    return [
        each
        for number, each in enumerate(found)
        if all(each.moment.date() < later.moment.date() for later in found[number + 1 :])
    ]


def _planned(
    starts_at: datetime, days: Sequence[int], hours: int | None, leaves_at: LeavesAt
) -> Iterator[Reminder]:
    day = starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    for each in days:
        moment = day - timedelta(days=each) + timedelta(hours=REMINDER_HOUR)
        yield Reminder(str(each), leaves_at(moment, day), day)
    if hours is not None:
        yield Reminder(f"{hours}h", leaves_at(starts_at - timedelta(hours=hours), starts_at), starts_at)


def due(planned: Collection[Reminder], now: datetime, *, leaves_at: LeavesAt) -> Reminder | None:
    """Return the reminder that leaves now: on the day of its moment, never in quiet hours without need."""
    for each in planned:
        is_its_time = each.moment <= now < each.needed_by and each.moment.date() == now.date()
        if is_its_time and leaves_at(now, each.needed_by) == now:
            return each
    return None


@dataclass(frozen=True)
class Reach:
    """What is known of one agency that a list finds."""

    key: int
    is_open: bool
    has_refused: bool
    has_applied: bool
    is_invited: bool
    email: str
    fax: str
    address: str

    @property
    def way(self) -> NoticeWay | None:
        """The first way that there is."""
        if self.email:
            return NoticeWay.MAIL
        if self.fax:
            return NoticeWay.FAX
        return NoticeWay.POST if self.address else None

    @property
    def destination(self) -> Destination:
        """Where its letter ends up; two agencies in one house are still two for the postman."""
        if self.way == NoticeWay.FAX:
            return self.way, fax_number(self.fax)
        return self.way, self.email.casefold() if self.way == NoticeWay.MAIL else str(self.key)


def fax_number(fax: str) -> str:
    """Return the digits that are dialled."""
    return "".join(sign for sign in fax if sign.isdigit())


def sorted_out(found: Collection[Reach]) -> dict[int, LeftOut | None]:
    """Return, by key, why an agency gets no letter; None is that it gets one. The first keeps an address."""
    taken: set[Destination] = set()
    said: dict[int, LeftOut | None] = {}
    for each in found:
        reason = _reason(each)
        if reason is None and each.destination in taken:
            reason = LeftOut.SAME_ADDRESS
        if reason is None:
            taken.add(each.destination)
        said[each.key] = reason
    return said


def _reason(each: Reach) -> LeftOut | None:
    reasons = (
        (not each.is_open, LeftOut.CLOSED),
        (each.has_refused, LeftOut.REFUSED),
        (each.has_applied, LeftOut.APPLIED),
        (each.is_invited, LeftOut.INVITED),
        (each.way is None, LeftOut.NO_ADDRESS),
    )
    return next((reason for holds, reason in reasons if holds), None)


@dataclass(frozen=True)
class Invites:
    """To what a notice invites: how its event stands, and whether a date of it is still to come."""

    event_state: str
    has_coming_date: bool


def may_invite(invites: Invites | None) -> Decision:
    """Return whether anybody can still come to what a notice invites to; a free letter invites to nothing."""
    if invites is None:
        return YES
    if invites.event_state == EventState.DRAFT:
        return Decision(False, "この研修・行事は、まだ下書きです。公開してから、案内を送ってください。")
    if invites.event_state == EventState.CANCELLED:
        return Decision(
            False,
            "この研修・行事は中止になっているので、案内は送れません。開くときは、先に中止を取り消してください。",
        )
    if not invites.has_coming_date:
        return Decision(
            False, "これから開く日がないので、案内は送れません。開催日を加えてから、送ってください。"
        )
    return YES


def may_send(state: str, *, invites: Invites | None, recipients: int, is_manager: bool) -> Decision:
    """Return whether a notice may go out now."""
    if state != NoticeState.DRAFT:
        return Decision(False, "この案内は、もう送りました。同じものは2度送りません。")
    decision = may_invite(invites)
    if not decision.allowed:
        return decision
    if not recipients:
        return Decision(False, "送る相手がいません。名簿の条件か、除いたわけを確かめてください。")
    if recipients > MOST_BY_STAFF and not is_manager:
        return Decision(
            False,
            f"{MOST_BY_STAFF}件をこえる案内は、所長だけが送れます。下書きのまま、所長に頼んでください。",
        )
    return YES


def may_change(state: str) -> Decision:
    """Return whether a notice may still be changed or thrown away."""
    if state == NoticeState.DRAFT:
        return YES
    return Decision(False, "送った案内は、変えられません。")
