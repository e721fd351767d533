"""A notice is written, sent once to the agencies of its list, and told to each by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.access import has_role
from accounts.models import User
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from events import quiet
from events.models import Event
from events.notices import letters, links, queries, rules
from events.notices.enums import SENDS_TO_MANY, AddressedTo, NoticeState, NoticeWay, Outcome
from events.notices.exceptions import NoticeRefused
from events.notices.models import ListRule, Notice, Recipient
from events.notices.paper import SOURCE
from events.registries import PaperLetter, letters_on_paper
from foundation.audit import chain
from foundation.centre.queries import Centre, current_centre
from foundation.decision import Decision
from foundation.jobs import defer
from foundation.mail.services import queue_mail_in_transaction
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction

from .holding_back import lock_addresses_in_transaction

BATCH = 50
WORDS = ["rule", "subject", "text"]


@dataclass(frozen=True)
class NoticeDraft:
    """What a notice says, and to whom."""

    rule: ListRule
    subject: str
    text: str


@transaction.atomic(durable=True)
def write_notice(*, event: Event | None, draft: NoticeDraft, actor: User, now: datetime) -> Notice:
    """Keep a draft; nothing is sent."""
    notice = Notice.objects.create(
        number=next_number_in_transaction("events.notice", now=now, letter="A"),
        event=event,
        rule=draft.rule,
        subject=draft.subject,
        text=draft.text,
        made_at=now,
        made_by=actor,
    )
    chain.record("notices.written", actor=actor, subject=notice, now=now)
    return notice


@transaction.atomic(durable=True)
def change_notice(*, notice: Notice, draft: NoticeDraft, actor: User, now: datetime) -> None:
    """Change a draft. Raises NoticeRefused once it was sent."""
    notice = _locked_in_transaction(notice)
    _insist(rules.may_change(notice.state))
    notice.rule, notice.subject, notice.text = draft.rule, draft.subject, draft.text
    notice.save(update_fields=WORDS)
    chain.record("notices.changed", actor=actor, subject=notice, now=now, fields=WORDS)


@transaction.atomic(durable=True)
def throw_away(*, notice: Notice, actor: User, now: datetime) -> None:
    """Throw a draft away. Raises NoticeRefused once it was sent."""
    notice = _locked_in_transaction(notice)
    _insist(rules.may_change(notice.state))
    # By its key: the object keeps it for the last step.
    Notice.objects.filter(pk=notice.pk).delete()
    chain.record("notices.thrown_away", actor=actor, subject=notice, now=now)


@transaction.atomic(durable=True)
def send_notice(*, notice: Notice, actor: User, now: datetime) -> int:
    """Fix whom a notice goes to, and let a job tell each; returns how many. Raises NoticeRefused."""
    notice = _locked_in_transaction(notice)
    if notice.event is not None:
        # Two notices of one event wait for each other, so that no agency is invited by both.
        notice.event = Event.objects.select_for_update(no_key=True).get(pk=notice.event.pk)
    found = queries.audience(notice.rule, notice.event, today=timezone.localdate(now))
    is_manager = has_role(actor, SENDS_TO_MANY)
    invites = queries.invites(notice.event, now=now)
    _insist(rules.may_send(notice.state, invites=invites, recipients=len(found.to), is_manager=is_manager))
    Recipient.objects.bulk_create(
        Recipient(notice=notice, agency=agency, way=way, outcome=outcome)
        for outcome, those in ((Outcome.WAITING, found.to), (Outcome.SAME, found.stands_by))
        for agency, way in those
    )
    notice.state, notice.sent_at, notice.sent_by = NoticeState.SENT, now, actor
    notice.why = letters.why_of(notice.rule)
    notice.save(update_fields=["state", "sent_at", "sent_by", "why"])
    fields = [f"{way.value}:{count}" for way, count in found.by_way.items()]
    chain.record("notices.sent", actor=actor, subject=notice, now=now, fields=fields)
    defer("events.tell_notice", notice_id=notice.pk)
    return len(found.to)


def tell_everybody(*, notice_id: int, now: datetime) -> int:
    """Tell all agencies that have not been told, some at a time; returns how many letters were written.

    A killed job leaves whole batches behind; running it again tells nobody twice.
    """
    total = 0
    while (count := _tell_some(notice_id, now=now)) is not None:
        total += count
    return total


@transaction.atomic(durable=True)
def _tell_some(notice_id: int, *, now: datetime) -> int | None:
    # The notice's row makes two workers wait for each other.
    notice = Notice.objects.select_for_update(of=("self",)).select_related("event", "rule").get(pk=notice_id)
    waiting = notice.recipients.filter(outcome=Outcome.WAITING).exclude(way=NoticeWay.POST)
    found = list(waiting.select_related("agency").order_by("pk")[:BATCH])
    if not found and not (found := _who_stands_in(notice, now=now)):
        return None
    recipients = _locked_recipients_in_transaction(notice, found)
    may_invite = rules.may_invite(queries.invites(notice.event, now=now)).allowed
    reaches = _reaches(notice, recipients, now=now)
    told = queries.told_destinations(notice.event.invitations.all() if notice.event else [notice])
    ground = _Ground(notice, letters.facts_of(notice), current_centre(), now, quiet.leaves_at(now))
    for recipient in recipients:
        reach = reaches[recipient.agency_id]
        if not may_invite or not _may_be_told(reach):
            recipient.outcome = Outcome.LEFT
        elif reach.destination in told:
            recipient.outcome = Outcome.SAME
        else:
            _tell(ground, recipient, reach)
            recipient.outcome = Outcome.TOLD
            told.add(reach.destination)
    Recipient.objects.bulk_update(recipients, ["outcome"])
    return sum(each.outcome == Outcome.TOLD for each in recipients)


def _who_stands_in(notice: Notice, *, now: datetime) -> list[Recipient]:
    """Return those whose address was left to another agency that was not told in the end."""
    others = notice.recipients.filter(outcome=Outcome.SAME).select_related("agency").order_by("pk")
    recipients = list(others)
    reaches = _reaches(notice, recipients, now=now)
    told = queries.told_destinations(notice.event.invitations.all() if notice.event else [notice])
    return [each for each in recipients if reaches[each.agency_id].destination not in told][:BATCH]


def _locked_recipients_in_transaction(notice: Notice, found: Sequence[Recipient]) -> list[Recipient]:
    """Let whoever changes the event, its dates or an agency, or refuses, wait for these letters."""
    assert_in_transaction("locked_recipients")
    if notice.event is not None:
        notice.event = Event.objects.select_for_update(no_key=True).get(pk=notice.event.pk)
    lock_addresses_in_transaction()
    lock_agencies_in_transaction(*(each.agency for each in found))
    if notice.event is not None:
        list(notice.event.sessions.select_for_update(no_key=True).order_by("id"))
    fresh = Recipient.objects.filter(pk__in=[each.pk for each in found])
    return list(fresh.select_related("agency").order_by("pk"))


def _reaches(notice: Notice, recipients: Sequence[Recipient], *, now: datetime) -> dict[int, rules.Reach]:
    agencies, today = [each.agency for each in recipients], timezone.localdate(now)
    return queries.reaches(agencies, notice.event, addressed_to=notice.rule.addressed_to, today=today)


def _may_be_told(reach: rules.Reach) -> bool:
    return reach.is_open and not reach.has_refused and not reach.has_applied


@dataclass(frozen=True)
class _Ground:
    """What the letters of one step share."""

    notice: Notice
    facts: str
    centre: Centre
    now: datetime
    leaves_at: datetime | None


def _tell(ground: _Ground, recipient: Recipient, reach: rules.Reach) -> None:
    notice, now, stop = ground.notice, ground.now, links.address(recipient.agency)
    is_to_admin = notice.rule.addressed_to == AddressedTo.ADMINS and reach.email != recipient.agency.email
    letter = letters.notice(
        notice,
        ground.facts,
        to=_greeted(recipient.agency, is_to_admin=is_to_admin),
        why=notice.why,
        stop=stop,
        centre=ground.centre,
    )
    cause = recipient.cause
    if recipient.way == NoticeWay.MAIL and reach.email:
        queue_mail_in_transaction(
            to=reach.email,
            subject=letter.subject,
            text=letter.text,
            cause=cause,
            now=now,
            stop_url=stop,
            leaves_at=ground.leaves_at,
        )
        return
    owed = PaperLetter(SOURCE, recipient.pk, notice.number, cause, letter.subject, letter.text)
    for owe in letters_on_paper:
        owe(owed, now)


def _greeted(agency: Agency, *, is_to_admin: bool) -> str:
    return f"{agency.name}　{'ポータルの管理者様' if is_to_admin else 'ご担当者様'}"


@transaction.atomic(durable=True)
def mark_posted(*, notice: Notice, actor: User, now: datetime) -> int:
    """Say that the letters of a notice are in the post; returns how many that were."""
    notice = _locked_in_transaction(notice)
    waiting = queries.posted(notice).filter(outcome=Outcome.WAITING).order_by()
    count = Recipient.objects.filter(pk__in=waiting.values("pk")).update(outcome=Outcome.TOLD)
    if count:
        fields = [f"post:{count}"]
        chain.record("notices.posted", actor=actor, subject=notice, now=now, fields=fields)
    return count


@transaction.atomic(durable=True)
def record_labels_printed(*, notice: Notice, actor: User, now: datetime) -> None:
    """Write down that a list of addresses left the portal on paper."""
    chain.record("notices.labels_printed", actor=actor, subject=notice, now=now)


def _locked_in_transaction(notice: Notice) -> Notice:
    assert_in_transaction("locked_notice")
    found = Notice.objects.select_for_update(of=("self",)).select_related("event", "rule")
    locked = found.filter(pk=notice.pk).first()
    if locked is None:
        raise NoticeRefused("この案内は、もうありません。")
    return locked


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise NoticeRefused(decision.reason)
