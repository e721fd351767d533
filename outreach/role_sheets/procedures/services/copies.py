"""A municipality begins its copy of the start-up guide, ticks it, and after years it is forgotten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.coverage.access import is_a_municipality
from directory.models import Agency
from directory.queries import acts_for
from foundation.audit import chain
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from foundation.limits.queries import limit
from outreach.role_sheets.procedures.enums import TickState
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.limits import COPIES_KEPT
from outreach.role_sheets.procedures.models import StartUpCopy, StartUpStep, StartUpTick

NOT_YOURS = "準備の手引きに印をつけられるのは、その市町村の方だけです。"
ONLY_NEAR_YEARS = "準備を始められるのは、今年度と来年度だけです。"
GONE = "このことは、手引きからなくなりました。"


@transaction.atomic(durable=True)
def begin_copy(*, agency: Agency, year: int, actor: User, now: datetime) -> StartUpCopy:
    """Give a municipality its own copy for this fiscal year or the next; the one it has already is kept."""
    _insist_on_own(agency, actor, now)
    today = timezone.localdate(now)
    if year not in (fiscal_year(today), fiscal_year(today) + 1):
        raise ProceduresRefused(ONLY_NEAR_YEARS)
    copy, is_new = StartUpCopy.objects.get_or_create(agency=agency, year=year, defaults={"begun_on": today})
    if is_new:
        chain.record("procedures.copy_begun", actor=actor, subject=copy, now=now)
    return copy


@transaction.atomic(durable=True)
def tick_step(*, copy: StartUpCopy, step: int, state: str, actor: User, now: datetime) -> None:
    """Say of a step that it is done or not needed, or with an empty state take that back."""
    _insist_on_own(copy.agency, actor, now)
    found = StartUpStep.objects.filter(pk=step).first()
    if found is None:
        raise ProceduresRefused(GONE)
    if state not in ("", *TickState.values):
        raise ProceduresRefused("ようすを、出ているものから選んでください。")
    ticks = StartUpTick.objects.filter(copy=copy, step=found)
    if not state:
        ticks.delete()
    else:
        day: date = timezone.localdate(now)
        StartUpTick.objects.update_or_create(copy=copy, step=found, defaults={"state": state, "on": day})
    verb = "procedures.ticked" if state else "procedures.unticked"
    chain.record(verb, actor=actor, subject=copy, now=now, fields=[f"step:{found.pk}"])


@transaction.atomic(durable=True)
def forget_copies(*, now: datetime) -> int:
    """Delete copies whose fiscal year ended long ago, with their ticks; returns how many."""
    today = timezone.localdate(now)
    last_end = now - timedelta(days=limit(COPIES_KEPT, on=today))
    old = [copy for copy in StartUpCopy.objects.order_by("pk") if fiscal_year_span(copy.year)[1] <= last_end]
    if old:
        fields = [f"copies:{len(old)}"]
        chain.record("procedures.copies_forgotten", actor=None, subject=old[0], now=now, fields=fields)
        StartUpCopy.objects.filter(pk__in=[copy.pk for copy in old]).delete()
    return len(old)


def _insist_on_own(agency: Agency, actor: User, now: datetime) -> None:
    if not (is_a_municipality(agency) and acts_for(actor, agency, now=now)):
        raise ProceduresRefused(NOT_YOURS)
