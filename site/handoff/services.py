"""Verbs of enrolments: one invites, another approves, anyone of the two roles ends."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import PrivateRole
from accounts.models import Invitation, Person, User
from accounts.services import (
    close_account_in_transaction,
    end_sessions_in_transaction,
    invite_by_mail_in_transaction,
    invite_in_transaction,
    withdraw_invitation_in_transaction,
)
from foundation.audit import chain
from foundation.decision import Decision
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction, lock_name_in_transaction

from . import queries, rules
from .models import AgencyCopy, Enrolment


class NotAllowed(Exception):
    """A rule forbids it; the message is the sentence that the user reads."""


class DoorIsOpenAlready(Exception):
    """There are enrolments: people are invited by people from now on."""


@transaction.atomic(durable=True)
def invite_for_enrolment(
    *,
    person: Person,
    agency: AgencyCopy | None,
    role: PrivateRole,
    valid_from: date,
    valid_until: date,
    actor: User,
    now: datetime,
) -> Enrolment:
    """Propose an enrolment, of a new person if `person` is unsaved. Nothing is sent before another approves.

    Raises NotAllowed for a role that does not fit, and when the person has it at that time already.
    """
    obey(rules.role_fits_agency(role, has_agency=agency is not None))
    if person.pk is None:
        person.save()
    lock_person_in_transaction(person.pk)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person,
                agency=agency,
                role=role,
                valid_from=valid_from,
                valid_until=valid_until,
                invited_by=actor,
                invited_at=now,
            )
    except IntegrityError as error:
        if "handoff_enrolment_once_at_a_time" not in str(error):
            raise
        raise NotAllowed("この方には、同じ機関・同じ役割の登録が、同じ期間にもうあります。") from error
    for approver in queries.possible_approvers(enrolment, today=timezone.localdate(now)):
        if approver.person.user.email:
            queue_mail_in_transaction(
                to=approver.person.user.email,
                subject="【つなぐ】承認を待っているものがあります",
                text=f"引継ぎの部屋に、承認を待っているものがあります。\n{settings.OWN_URL}/\n",
                cause=f"handoff.enrolment_proposed:{enrolment.pk}:{approver.person_id}",
                now=now,
            )
    chain.record("handoff.enrolment_proposed", actor=actor, subject=enrolment, now=now)
    return enrolment


@transaction.atomic(durable=True)
def approve_enrolment(*, enrolment: Enrolment, actor: User, now: datetime) -> Enrolment:
    """Approve what another proposed. Whoever has no account yet is invited by mail, if there is an address.

    Raises NotAllowed.
    """
    enrolment = locked(enrolment)
    today = timezone.localdate(now)
    obey(rules.may_approve(enrolment.facts, actor_id=actor.pk, actor_person_id=actor.person_id, today=today))
    enrolment.approved_by, enrolment.approved_at = actor, now
    enrolment.save(update_fields=["approved_by", "approved_at"])
    user = account_of(enrolment.person)
    if user:
        align_roles_in_transaction(user)
    elif enrolment.person.contact_email:
        person, roles = enrolment.person, standing_roles(enrolment.person)
        invite_by_mail_in_transaction(person=person, roles=roles, actor=actor, now=now)
    chain.record("handoff.enrolment_approved", actor=actor, subject=enrolment, now=now)
    return enrolment


@transaction.atomic(durable=True)
def invite_again_by_mail(*, enrolment: Enrolment, actor: User, now: datetime) -> Invitation:
    """Mail the invitation of an approved enrolment once more; the one before is void. Raises NotAllowed."""
    person = invitable_person(enrolment, now=now)
    if not person.contact_email:
        raise NotAllowed("メールアドレスがありません。招待状を印刷して、手わたしてください。")
    return invite_by_mail_in_transaction(person=person, roles=standing_roles(person), actor=actor, now=now)


@transaction.atomic(durable=True)
def invite_again_on_paper(*, enrolment: Enrolment, actor: User, now: datetime) -> tuple[Invitation, str]:
    """Make the invitation of an approved enrolment for paper; the one before is void. Raises NotAllowed."""
    enrolment = locked(enrolment)
    person = enrolment.person
    obey(
        rules.may_print_invitation(
            enrolment.facts,
            has_account=account_of(person) is not None,
            has_address=bool(person.contact_email),
            actor_id=actor.pk,
            today=timezone.localdate(now),
        )
    )
    return invite_in_transaction(person=person, roles=standing_roles(person), actor=actor, now=now)


@transaction.atomic(durable=True)
def end_enrolment(*, enrolment: Enrolment, actor: User, now: datetime) -> None:
    """End an enrolment: sessions close now, and with the last enrolment the account. Raises NotAllowed."""
    enrolment = locked(enrolment)
    obey(rules.may_end(enrolment.facts, actor_person_id=actor.person_id))
    enrolment.ended_at = now
    enrolment.save(update_fields=["ended_at"])
    user, has_others = account_of(enrolment.person), bool(standing_roles(enrolment.person))
    if not has_others:
        withdraw_invitation_in_transaction(person=enrolment.person)
    if user and has_others:
        end_sessions_in_transaction(user=user)
        align_roles_in_transaction(user)
    elif user:
        close_account_in_transaction(user=user, actor=actor, now=now)
    chain.record("handoff.enrolment_ended", actor=actor, subject=enrolment, now=now)


@transaction.atomic(durable=True)
def open_door(
    *, lead: Person, privacy_officer: Person, valid_until: date, now: datetime
) -> tuple[Enrolment, Enrolment]:
    """Enrol the first two people of an empty door, each approved by the other, and invite both by mail.

    Both persons are unsaved and have a contact address. Raises DoorIsOpenAlready.
    """
    if Enrolment.objects.exists():
        raise DoorIsOpenAlready
    founders = {PrivateRole.LEAD: lead, PrivateRole.PRIVACY_OFFICER: privacy_officer}
    users = {}
    for role, person in founders.items():
        person.save()
        users[role] = User.objects.create_user(person=person, email=person.contact_email, is_active=False)
    other = {PrivateRole.LEAD: PrivateRole.PRIVACY_OFFICER, PrivateRole.PRIVACY_OFFICER: PrivateRole.LEAD}
    today = timezone.localdate(now)
    enrolments = [
        Enrolment.objects.create(
            person=person,
            role=role,
            valid_from=today,
            valid_until=valid_until,
            invited_at=now,
            approved_by=users[other[role]],
            approved_at=now,
        )
        for role, person in founders.items()
    ]
    for enrolment in enrolments:
        invite_by_mail_in_transaction(person=enrolment.person, roles=[enrolment.role], actor=None, now=now)
        chain.record("handoff.door_opened", actor=None, subject=enrolment, now=now)
    return enrolments[0], enrolments[1]


def obey(decision: Decision) -> None:
    if not decision.allowed:
        raise NotAllowed(decision.reason)


def locked(enrolment: Enrolment) -> Enrolment:
    """Return the enrolment as it is now, locked until the transaction ends, and its person.

    What becomes of an account depends on all enrolments of a person: two of them never end at once.
    """
    lock_person_in_transaction(enrolment.person_id)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "agency")
    return rows.get(pk=enrolment.pk)


def lock_person_in_transaction(person_id: int) -> None:
    """Let whoever else changes enrolments of somebody wait until the transaction ends."""
    assert_in_transaction("lock_person")
    lock_name_in_transaction(f"handoff.enrolments:{person_id}")


def account_of(person: Person) -> User | None:
    """Return the person's account if it is open."""
    return User.objects.filter(person=person, is_active=True).first()


def invitable_person(enrolment: Enrolment, *, now: datetime) -> Person:
    enrolment = locked(enrolment)
    has_account = account_of(enrolment.person) is not None
    today = timezone.localdate(now)
    obey(rules.may_invite_again(enrolment.facts, has_account=has_account, today=today))
    return enrolment.person


def standing_roles(person: Person) -> list[str]:
    return list(person.enrolments.standing().values_list("role", flat=True).distinct())


def align_roles_in_transaction(user: User) -> None:
    """Give the account the groups of its standing enrolments, no more and no fewer."""
    assert_in_transaction("align_roles")
    user.groups.set(Group.objects.filter(name__in=standing_roles(user.person)))
