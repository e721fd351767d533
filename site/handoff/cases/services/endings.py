"""Telling those who work on a case that a consent, or another ground, ends soon."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Person
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import CaseWorker, EndingNotice, LegalBasis
from handoff.cases.queries import bases_ending, told_of
from handoff.cases.rules import TOLD_BEFORE
from handoff.endings import step_reached
from handoff.models import Enrolment
from handoff.waiting_mail import reachable, tell_in_transaction


def tell_of_endings(*, now: datetime) -> int:
    """Tell the workers of each case what ends soon, each basis once a step; one mail a person, however many.

    A step that was missed is told as what it is today. Returns of how many somebody was told.
    """
    today = timezone.localdate(now)
    with opened(CLOCK, now=now):
        endings = bases_ending(today=today)
        told = told_of(endings)
        steps = [(each, step_reached((each.until - today).days, TOLD_BEFORE)) for each in endings]
        due = [(each, step) for each, step in steps if step and (each.pk, step) not in told]
        causes: dict[Person, str] = {}
        for basis, step in due:
            notice = EndingNotice(basis=basis, days_before=step, told_at=now)
            notice.save(force_insert=True)
            for person in _workers(basis, now=now):
                causes.setdefault(person, f"cases.ending:{notice.pk}")
        for person, cause in causes.items():
            tell_in_transaction(person, cause=cause, now=now)
    return len(due)


def _workers(basis: LegalBasis, *, now: datetime) -> list[Person]:
    """Return who works on the case of a basis, is enrolled there today and has an address."""
    there = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=basis.case.agency_id)
    named = CaseWorker.objects.filter(case=basis.case_id, ended_on=None, person__enrolments__in=there)
    return reachable(named.values_list("person_id", flat=True), now=now)
