"""An issue is made once a period and goes to each reader once, whatever breaks in between."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from foundation.audit import chain
from foundation.centre.queries import Centre, current_centre
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction
from portal.digest import letters, links, queries, rules, sealing
from portal.digest.enums import Cadence
from portal.digest.exceptions import DigestIsClosed
from portal.digest.models import DigestIssue, Subscription

from .reading import causes_of

logger = logging.getLogger(__name__)
# So many readers are written to in one transaction.
BATCH = 50


def send_due_digests(*, now: datetime) -> int:
    """Make what is due and write the mails that are not written yet; returns how many were written.

    Raises DigestIsClosed when the key is gone: the next run goes on.
    """
    for cadence in Cadence:
        if rules.is_due(cadence, timezone.localtime(now)):
            make_issue(cadence=cadence, now=now)
    written = 0
    # Also what a broken run of the period before has left, the older first.
    for issue in DigestIssue.objects.filter(finished_at__isnull=True).order_by("made_at", "pk"):
        while issue.finished_at is None:
            issue, more = send_batch(issue_id=issue.pk, now=now)  # noqa: PLW2901 -- the same issue, as it stands now
            written += more
    return written


@transaction.atomic(durable=True)
def make_issue(*, cadence: str, now: datetime) -> DigestIssue:
    """Return this period's issue, made with what is new now if nobody has made it yet."""
    day = rules.period_of(cadence, timezone.localdate(now))
    known = DigestIssue.objects.filter(cadence=cadence, day=day).first()
    if known is not None:
        return known
    news, events = rules.fair_share(
        queries.new_news(cadence, day, now=now), queries.new_events(cadence, day, now=now)
    )
    issue, is_new = DigestIssue.objects.get_or_create(
        cadence=cadence, day=day, defaults={"made_at": now, "news_ids": news, "event_ids": events}
    )
    if is_new:
        chain.record("digest.issue_made", actor=None, subject=issue, now=now)
    return issue


@transaction.atomic(durable=True)
def send_batch(*, issue_id: int, now: datetime) -> tuple[DigestIssue, int]:
    """Write an issue to the next readers; returns it and how many mails were written.

    The mails, their jobs and the note that these readers were looked at stand or fall together, so a killed
    worker leaves a whole number of batches. The issue's row makes workers wait for each other. Raises
    DigestIsClosed.
    """
    issue = DigestIssue.objects.select_for_update().get(pk=issue_id)
    if not sealing.is_ready():
        raise DigestIsClosed
    waiting = queries.waiting_readers(issue).select_for_update(of=("self",)).order_by("pk")
    readers = list(waiting[:BATCH]) if issue.finished_at is None else []
    written = _write_in_transaction(issue, readers, now=now) if readers else 0
    Subscription.objects.filter(pk__in=[reader.pk for reader in readers]).update(last_issue=issue)
    issue.mail_count = F("mail_count") + written
    if not readers:
        issue.finished_at = issue.finished_at or now
    issue.save(update_fields=["mail_count", "finished_at"])
    issue.refresh_from_db()
    return issue, written


def _write_in_transaction(issue: DigestIssue, readers: list[Subscription], *, now: datetime) -> int:
    assert_in_transaction("write digests")
    entries, centre = queries.entries_of(issue, now=now), current_centre()
    return sum(_write_one(issue, reader, entries, centre, now) for reader in readers)


def _write_one(
    issue: DigestIssue, reader: Subscription, entries: queries.Entries, centre: Centre, now: datetime
) -> bool:
    stop = links.stop_address(reader)
    letter = letters.digest(issue, reader, entries=entries, stop=stop, centre=centre, now=now)
    if letter is None:
        return False
    try:
        address = sealing.open_sealed(bytes(reader.sealed_address))
    except sealing.CannotOpen:
        # One damaged row may not keep the mails from all the others.
        logger.error("digest: the address of reader %s cannot be opened", reader.pk)  # noqa: TRY400 -- no values in logs
        return False
    queue_mail_in_transaction(
        to=address,
        subject=letter.subject,
        text=letter.text,
        cause=f"{causes_of(reader)}issue-{issue.pk}",
        now=now,
        stop_url=stop,
        hides_recipient=True,
    )
    return True
