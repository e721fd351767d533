"""Kits for offices that receive somebody for the first time: written, given, read, talked over, reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from directory.access import memberships_to_choose
from directory.models import Agency
from events.letters import signature
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction, take_back_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.models import HostKit, HostQuestion, HostSending, HostStory, KitItem
from outreach.outside_meetings.rules import may_send, may_step, may_take_back

from .meetings import insist

SUBJECT = "はじめて受け入れる事業所のみなさまへ（受け入れセットをお届けします）"
NOT_YOURS = "この受け入れセットは、あなたの機関に届いたものではありません。"
GONE = "この質問は、もうありません。"
ANSWERED = "質問に、センターが答えました"
TAKEN_BACK = "この受け入れセットは、渡したことが取り消されています。"


@transaction.atomic(durable=True)
def make_kit(*, details: Mapping[str, Any], actor: User, now: datetime) -> HostKit:
    """Make a kit, to be filled."""
    made = HostKit.objects.create(**details, changed_at=now)
    chain.record("host_kits.made", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_kit(*, kit: HostKit, details: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Change a kit; offices that got it read what it says now."""
    HostKit.objects.filter(pk=kit.pk).update(**details, changed_at=now)
    chain.record("host_kits.changed", actor=actor, subject=kit, now=now, fields=details)


@transaction.atomic(durable=True)
def add_item(*, kit: HostKit, details: Mapping[str, Any], actor: User, now: datetime) -> KitItem:
    """Lay something into a kit, behind what lies there."""
    held = HostKit.objects.select_for_update().get(pk=kit.pk)
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    made = KitItem.objects.create(kit=held, position=last + 1, **details)
    chain.record("host_kits.item_added", actor=actor, subject=held, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def remove_item(*, item: KitItem, actor: User, now: datetime) -> None:
    """Take something out of a kit."""
    KitItem.objects.filter(pk=item.pk).delete()
    chain.record("host_kits.item_removed", actor=actor, subject=item.kit, now=now)


@transaction.atomic(durable=True)
def add_story(*, kit: HostKit, details: Mapping[str, str], actor: User, now: datetime) -> HostStory:
    """Lay a story into a kit, in which nobody can be recognised."""
    made = HostStory.objects.create(kit=kit, **details)
    chain.record("host_kits.story_added", actor=actor, subject=kit, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def remove_story(*, story: HostStory, actor: User, now: datetime) -> None:
    """Take a story out of a kit."""
    HostStory.objects.filter(pk=story.pk).delete()
    chain.record("host_kits.story_removed", actor=actor, subject=story.kit, now=now)


@dataclass(frozen=True)
class Buddy:
    """An office with experience that agreed, on a day, to be asked."""

    agency: Agency
    agreed_on: date


@transaction.atomic(durable=True)
def send_kit(
    *, kit: HostKit, agency: Agency, on: date, buddy: Buddy | None, actor: User, now: datetime
) -> HostSending:
    """Give a kit to an office, which reads it when it signs in; its shared address hears that it is there.

    Raises OutsideRefused.
    """
    held = HostKit.objects.select_for_update().get(pk=kit.pk)
    known = set(held.sendings.filter(agency=agency).values_list("agency", flat=True))
    decision = may_send(
        kit_is_open=held.is_open,
        items=held.items.count(),
        agency=agency.pk,
        buddy=buddy.agency.pk if buddy else None,
        known=known,
    )
    insist(decision)
    made = HostSending.objects.create(
        kit=held,
        agency=agency,
        buddy=buddy.agency if buddy else None,
        buddy_agreed_on=buddy.agreed_on if buddy else None,
        sent_on=on,
        sent_by=actor,
    )
    if agency.email:
        queue_mail_in_transaction(
            to=agency.email, subject=SUBJECT, text=_letter(made), cause=_cause(made), now=now
        )
    chain.record("host_kits.sent", actor=actor, subject=made, now=now, fields=["agency", "sent_on"])
    return made


def _cause(sending: HostSending) -> str:
    return f"host_kits.sent:{sending.pk}:office"


@transaction.atomic(durable=True)
def take_back(*, sending: HostSending, actor: User, now: datetime) -> None:
    """Take back a kit that was given by mistake, with its mail while that waits. Raises OutsideRefused."""
    found = _held_in_transaction(sending)
    insist(may_take_back(found.steps, questions=found.questions.count()))
    take_back_in_transaction(_cause(found), now=now)
    chain.record("host_kits.taken_back", actor=actor, subject=found, now=now, fields=["agency", "sent_on"])
    HostSending.objects.filter(pk=found.pk).delete()


def _address(sending: HostSending) -> str:
    return f"{settings.OWN_URL}{reverse('hosts:kit', args=[sending.pk])}"


def _letter(sending: HostSending) -> str:
    return (
        "はじめて受け入れる事業所のための、受け入れセットをお届けしました。ログインして、次のページで読めます。\n\n"
        f"　{_address(sending)}\n\n"
        "聞きたいことは、同じページから、またはお電話で、お知らせください。\n\n"
        "このメールは、事業所の共有のアドレスにお送りしています。\n\n"
        f"{signature(current_centre())}"
    )


@transaction.atomic(durable=True)
def name_buddy(*, sending: HostSending, buddy: Buddy | None, actor: User, now: datetime) -> None:
    """Say which office can be asked, or that none can. Raises OutsideRefused for the office itself."""
    if buddy is not None and buddy.agency.pk == sending.agency_id:
        raise OutsideRefused("相談できる機関には、ほかの機関を選んでください。")
    _held_in_transaction(sending)
    HostSending.objects.filter(pk=sending.pk).update(
        buddy=buddy.agency if buddy else None, buddy_agreed_on=buddy.agreed_on if buddy else None
    )
    chain.record("host_kits.buddy_named", actor=actor, subject=sending, now=now, fields=["buddy"])


@transaction.atomic(durable=True)
def date_step(*, sending: HostSending, step: str, on: date, actor: User, now: datetime) -> None:
    """Date a step of a kit: read, talked over, first time reviewed. Raises OutsideRefused."""
    found = _held_in_transaction(sending)
    insist(may_step(found.steps, step, on=on, today=timezone.localdate(now)))
    HostSending.objects.filter(pk=found.pk).update(**{f"{step}_on": on})
    chain.record("host_kits.step_dated", actor=actor, subject=found, now=now, fields=[f"{step}_on"])


@transaction.atomic(durable=True)
def say_read(*, sending: HostSending, actor: User, now: datetime) -> None:
    """Let an office say that it has read its kit; the first day stays. Raises OutsideRefused for others."""
    today = timezone.localdate(now)
    found = _own_in_transaction(sending, actor, today)
    if found.read_on is None:
        HostSending.objects.filter(pk=found.pk).update(read_on=max(today, found.sent_on))
    chain.record("host_kits.read", actor=actor, subject=found, now=now, fields=["read_on"])


@transaction.atomic(durable=True)
def ask(*, sending: HostSending, text: str, actor: User, now: datetime) -> HostQuestion:
    """Let an office ask about its kit. Raises OutsideRefused for others."""
    found = _own_in_transaction(sending, actor, timezone.localdate(now))
    made = HostQuestion.objects.create(sending=found, text=text, asked_at=now)
    chain.record("host_kits.asked", actor=actor, subject=found, now=now)
    return made


@transaction.atomic(durable=True)
def answer(*, question: HostQuestion, text: str, actor: User, now: datetime) -> None:
    """Answer a question, or mend the answer; the first time the office's shared address hears of it.

    Raises OutsideRefused once the question was deleted.
    """
    found = HostQuestion.objects.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if found is None:
        raise OutsideRefused(GONE)
    agency = question.sending.agency
    if found.answered_at is None and agency.email:
        cause = f"host_kits.answered:{found.pk}"
        queue_mail_in_transaction(
            to=agency.email, subject=ANSWERED, text=_answered(question.sending), cause=cause, now=now
        )
    HostQuestion.objects.filter(pk=found.pk).update(answer=text, answered_at=now)
    chain.record("host_kits.answered", actor=actor, subject=question.sending, now=now)


def _answered(sending: HostSending) -> str:
    return (
        "受け入れセットのページでいただいた質問に、センターが答えました。ログインして、次のページで読めます。\n\n"
        f"　{_address(sending)}\n\n"
        "このメールは、事業所の共有のアドレスにお送りしています。\n\n"
        f"{signature(current_centre())}"
    )


def _held_in_transaction(sending: HostSending) -> HostSending:
    """Return a kit that was given, held until the commit. Raises OutsideRefused once it was taken back."""
    assert_in_transaction("hold_host_sending")
    found = HostSending.objects.select_for_update(of=("self",)).filter(pk=sending.pk).first()
    if found is None:
        raise OutsideRefused(TAKEN_BACK)
    return found


def _own_in_transaction(sending: HostSending, actor: User, today: date) -> HostSending:
    """Return a kit that this person's agency got, held until the commit. Raises OutsideRefused."""
    assert_in_transaction("hold_own_host_sending")
    found = _held_in_transaction(sending)
    if found.agency_id not in {each.agency_id for each in memberships_to_choose(actor, today=today)}:
        raise OutsideRefused(NOT_YOURS)
    return found
