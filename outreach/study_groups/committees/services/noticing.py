"""The desk is told that terms end: early and late, each once, however often or seldom the job runs."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction
from outreach.study_groups.committees import letters, queries, rules
from outreach.study_groups.committees.enums import NoticeStage
from outreach.study_groups.committees.limits import EARLY_NOTICE, LATE_NOTICE
from outreach.study_groups.committees.models import Appointment, TermNotice
from outreach.study_groups.member_queries import mail_of


@transaction.atomic(durable=True)
def tell_of_ending_terms(*, now: datetime) -> int:
    """Tell the desk of terms for which a notice is due; returns how many. None is given twice.

    After days without a run a notice is given late; never both at once. The mail counts seats by committee
    and names nobody.
    """
    today = timezone.localdate(now)
    due = _due(today)
    TermNotice.objects.bulk_create(
        TermNotice(appointment=term, stage=stage, told_on=today) for term, stage in due
    )
    if due:
        _mail(due, today, now)
    return len(due)


def _due(today: date) -> list[tuple[Appointment, NoticeStage]]:
    early, late = limit(EARLY_NOTICE, on=today), limit(LATE_NOTICE, on=today)
    # Two runs at once wait for each other here, and the second finds what the first has told.
    terms = list(queries.ending_terms(today=today, within=early).select_for_update(of=("self",)))
    told: dict[int, set[str]] = {each.pk: set() for each in terms}
    for term, stage in TermNotice.objects.filter(appointment__in=terms).values_list("appointment", "stage"):
        told[term].add(stage)
    found = [
        (each, rules.notice_due((each.last_day - today).days, told[each.pk], early=early, late=late))
        for each in terms
    ]
    return [(term, stage) for term, stage in found if stage is not None]


def _mail(due: list[tuple[Appointment, NoticeStage]], today: date, now: datetime) -> None:
    letter = letters.terms_end([term for term, _ in due], current_centre())
    for person in queries.to_tell():
        address = mail_of(person)
        if address:
            queue_mail_in_transaction(
                to=address,
                subject=letter.subject,
                text=letter.text,
                cause=f"group_committees.terms_end:{today}:{due[0][0].pk}:{person.pk}",
                now=now,
            )
