"""People are invited to sign in, by mail or on paper."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Person, User
from accounts.services import invite_by_mail_in_transaction, invite_in_transaction
from directory.enums import InvitationWay, MembershipRole
from directory.exceptions import InvitationRefused
from directory.models import Agency, Membership
from foundation.audit import chain
from foundation.transactions import assert_in_transaction

from .people import (
    add_person_in_transaction,
    partner_roles,
    running_membership_in_transaction,
    signs_in_as_staff,
)


@transaction.atomic(durable=True)
def invite_member(
    *, membership: Membership, way: InvitationWay, actor: User, now: datetime
) -> tuple[Invitation, str]:
    """Invite a person to sign in for their agencies; returns the invitation and, on paper, its code.

    An earlier invitation that nobody used is void from now on. Staff of the centre are refused here:
    accepting an invitation renews a sign-in, and theirs is for managers alone to renew.
    Raises InvitationRefused.
    """
    return _invite_in_transaction(membership, way, actor=actor, now=now)


@transaction.atomic(durable=True)
def add_and_invite(
    *, agency: Agency, person: Person, role: MembershipRole, way: InvitationWay, actor: User, now: datetime
) -> Membership:
    """Add a person to an agency and invite them, or neither: whoever is added already is not added again.

    Raises AlreadyAColleague, InvitationRefused.
    """
    membership = add_person_in_transaction(agency=agency, person=person, role=role, actor=actor, now=now)
    _invite_in_transaction(membership, way, actor=actor, now=now)
    chain.record("directory.person_added", actor=actor, subject=membership, now=now, fields=["role"])
    return membership


def _invite_in_transaction(
    membership: Membership, way: InvitationWay, *, actor: User, now: datetime
) -> tuple[Invitation, str]:
    assert_in_transaction("invite")
    membership = running_membership_in_transaction(membership, now=now)
    person = membership.person
    if membership.role == MembershipRole.COLLEAGUE:
        raise InvitationRefused("招待できるのは、ポータルを使う方だけです。先に役割を変えてください。")
    if not membership.agency.is_current(today=timezone.localdate(now)):
        raise InvitationRefused("閉じた機関の方は、招待できません。")
    if signs_in_as_staff(person):
        raise InvitationRefused("センターと県の職員は「設定」の「職員」から招待します。")
    roles = partner_roles(person, now=now)
    return invite_by_way_in_transaction(way, person=person, roles=roles, actor=actor, now=now)


def invite_by_way_in_transaction(
    way: InvitationWay, *, person: Person, roles: Collection[str], actor: User, now: datetime
) -> tuple[Invitation, str]:
    """Invite by mail, which gives no code, or on paper. Raises InvitationRefused without an address."""
    assert_in_transaction("invite_by_way")
    if way == InvitationWay.PAPER:
        return invite_in_transaction(person=person, roles=roles, actor=actor, now=now)
    if not person.contact_email:
        raise InvitationRefused("メールアドレスがありません。書き加えるか、紙で招待してください。")
    return invite_by_mail_in_transaction(person=person, roles=roles, actor=actor, now=now), ""
