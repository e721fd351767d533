"""What was sent and has not left yet is held back or reworded: its reader says stop, its event changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from events import on_paper
from events.enums import EventState
from events.models import Application, Event
from events.notices import letters, links, queries, rules
from events.notices.enums import NoticeState, NoticeWay, Outcome
from events.notices.models import CAUSE, Notice, Recipient
from events.notices.paper import SOURCE
from events.queries import state_of
from events.registries import WaitingLetters, letters_reworded, letters_taken_off
from events.series import load_parts, parts_of
from foundation.centre.queries import current_centre
from foundation.mail.models import OutgoingMail
from foundation.mail.services import drop_in_transaction, reword_in_transaction
from foundation.transactions import assert_in_transaction


def lock_addresses_in_transaction() -> None:
    """Let whoever says stop and whoever is being told wait for each other.

    The rows of two agencies do not meet where they share a mailbox.
    """
    assert_in_transaction("lock_addresses")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["events.notices.addresses"])


def hold_back_in_transaction(agency: Agency, *, now: datetime) -> None:
    """Let nothing leave for an agency that refuses, nor for others of the same mailbox or FAX."""
    assert_in_transaction("hold_back")
    admins = queries.admin_addresses([agency.pk], today=timezone.localdate(now))
    theirs = Q()
    for email in {agency.email, *admins.values()} - {""}:
        theirs |= Q(to__iexact=email)
    recipients = Recipient.objects.filter(agency=agency)
    causes = Q(cause__in=[each.cause for each in recipients])
    mails = OutgoingMail.objects.filter(causes | theirs, cause__startswith=CAUSE)
    papers = Recipient.objects.filter(agency__in=[agency.pk, *queries.of_the_same_fax(agency)])
    _leave_in_transaction(recipients, mails, papers, now=now)


def follow_event_in_transaction(event: Event, actor: User | None, now: datetime) -> None:  # noqa: ARG001 -- as all followers
    """Let what has not left yet say what an event is now; to what nobody can come to, nothing leaves."""
    assert_in_transaction("follow_event")
    _take_reminders_off_in_transaction(event, now=now)
    sent = list(Notice.objects.filter(event=event, state=NoticeState.SENT).select_related("event", "rule"))
    if not sent:
        return
    recipients = Recipient.objects.filter(notice__in=sent)
    mails = OutgoingMail.objects.filter(cause__in=[each.cause for each in recipients])
    if not rules.may_invite(queries.invites(event, now=now)).allowed:
        _leave_in_transaction(recipients, mails, recipients, now=now)
        return
    for notice in sent:
        notice.event = event
        _reword_in_transaction(notice, mails)


def _take_reminders_off_in_transaction(event: Event, *, now: datetime) -> None:
    """Let no reminder of what is off leave on paper; by mail they have gone."""
    assert_in_transaction("take_reminders_off")
    sessions = list(event.sessions.all())
    load_parts(sessions)
    for session in sessions:
        session.event = event
        is_off = state_of(session) != EventState.PUBLISHED
        off = [part for part in parts_of(session) if not part.takes_place]
        for about in [r":reminder-"] if is_off else [rf":reminder-.*-part-{part.pk}$" for part in off]:
            concerned = Application.objects.filter(session=session).values_list("pk", flat=True)
            on_paper.take_off_in_transaction(list(concerned), about=about, now=now)


def _reword_in_transaction(notice: Notice, mails: QuerySet[OutgoingMail]) -> None:
    assert_in_transaction("reword_notice")
    facts, centre = letters.facts_of(notice), current_centre()

    def written(to: str, stop: str) -> str:
        return letters.notice(notice, facts, to=to, why=notice.why, stop=stop, centre=centre).text

    own = mails.filter(cause__startswith=f"{CAUSE}{notice.pk}:")
    # The first lines greet; whom, does not change.
    reword_in_transaction(own, lambda mail: written(mail.text.partition("\n\n")[0], mail.stop_url))
    told = notice.recipients.filter(outcome=Outcome.TOLD).exclude(way=NoticeWay.POST).select_related("agency")
    texts = {each.pk: written(str(each.agency), links.address(each.agency)) for each in told}
    for reword in letters_reworded:
        reword(SOURCE, texts)


def _leave_in_transaction(
    recipients: QuerySet[Recipient],
    mails: QuerySet[OutgoingMail],
    papers: Iterable[Recipient],
    *,
    now: datetime,
) -> None:
    """Drop these mails and letters, and say of all whom nothing has reached that nothing was sent."""
    assert_in_transaction("leave")
    recipients.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LEFT)
    for cause in drop_in_transaction(mails):
        notice, agency = map(int, cause.removeprefix(CAUSE).split(":"))
        Recipient.objects.filter(notice=notice, agency=agency).update(outcome=Outcome.LEFT)
    keys = [each.pk for each in papers]
    for take_off in letters_taken_off:
        gone = take_off(WaitingLetters(SOURCE, keys), now)
        Recipient.objects.filter(pk__in=gone).update(outcome=Outcome.LEFT)
