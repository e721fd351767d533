"""Cases that have ended and are kept for too long, as tests of retention need them."""

from datetime import timedelta

from handoff.cases.models import Case
from handoff.cases.services.cases import close_case
from handoff.machine.enums import Deed
from handoff.retention.enums import RecordClass, Unit
from handoff.retention.rules import Period
from handoff.retention.services.destroying import confirm, propose
from handoff.retention.services.listing import list_what_is_due
from handoff.retention.services.periods import set_period
from tests.factories.cases import NOW, acting, do, fresh, make_case, make_draft, rows

# Cases are kept for five years here; then they stand in the list for thirty days.
YEARS = 5
LISTED = NOW + timedelta(days=5 * 366)
LATER = LISTED + timedelta(days=31)


def settle(staff, kind=RecordClass.CASE, amount=YEARS, unit=Unit.YEARS):
    """Let the lead decide how long a class is kept."""
    period = Period(amount=amount, unit=unit)
    return set_period(kind=kind, period=period, source="委託契約", actor=acting(staff["lead"]), now=NOW)


def make_closed_case(staff, **fields):
    """Make a case that ended on the day it began."""
    case = make_case(staff, **fields)
    close_case(case=case, actor=acting(staff["lead"]), now=NOW)
    return rows(Case.objects.filter(pk=case.pk).select_related("person"))[0]


def make_ended_case(staff, city, receivers):
    """Make a closed case whose request was read by a city, which then could not take it."""
    case = make_case(staff)
    handoff = make_draft(case, city, staff)
    do(handoff, Deed.SUBMIT, staff["worker"])
    do(handoff, Deed.APPROVE, staff["lead"])
    do(handoff, Deed.ACKNOWLEDGE, receivers["coordinator"])
    do(handoff, Deed.DECLINE, receivers["coordinator"], code="no_room")
    close_case(case=case, actor=acting(staff["lead"]), now=NOW)
    return fresh(case), fresh(handoff)


def wait_until_due(*, now=LISTED):
    """Let the night pass in which what is due comes into the list."""
    return list_what_is_due(now=now)


def destroy(record, staff, *, now=LATER, kind="lead", second="officer"):
    """Propose and confirm the destruction of a case, of papers of a hand-off, or of a record by its key."""
    records = [getattr(record, "pk", record)]
    (proposed,) = propose(records=records, actor=acting(staff[kind], now=now), now=now)
    return confirm(destruction_id=proposed.pk, actor=acting(staff[second], now=now), now=now)
