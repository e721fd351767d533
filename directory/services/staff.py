"""Colleagues of the centre and the prefecture get their sign-in, their roles, and lose both at once."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Invitation, Person, User
from accounts.services import close_account_in_transaction
from directory.enums import STAFF_ROLES, InvitationWay
from directory.exceptions import StaffRefused
from foundation.audit import chain

from .invitations import invite_by_way_in_transaction


@transaction.atomic(durable=True)
def invite_staff(
    *, person: Person, roles: Collection[str], way: InvitationWay, actor: User, now: datetime
) -> tuple[Invitation, str]:
    """Invite a colleague, new or known with another address; returns the invitation and, on paper, its code.

    Raises StaffRefused for oneself and for roles that are not of the centre or the prefecture,
    InvitationRefused without an address.
    """
    _refuse_own(person, actor)
    _refuse_foreign_roles(roles)
    person.save()
    return invite_by_way_in_transaction(way, person=person, roles=roles, actor=actor, now=now)


@transaction.atomic(durable=True)
def change_staff_roles(*, person: Person, roles: Collection[str], actor: User, now: datetime) -> None:
    """Give a colleague exactly these roles of the centre and the prefecture, from the next click on.

    Raises StaffRefused for oneself and for somebody without an open account.
    """
    _refuse_foreign_roles(roles)
    _refuse_own(person, actor)
    user = User.objects.select_for_update().filter(person=person, is_active=True).first()
    if user is None:
        raise StaffRefused("ログインできない方です。もう一度招待してください。")
    user.groups.remove(*Group.objects.filter(name__in=STAFF_ROLES - set(roles)))
    user.groups.add(*Group.objects.filter(name__in=roles))
    chain.record("directory.staff_roles_changed", actor=actor, subject=user, now=now, fields=["roles"])


@transaction.atomic(durable=True)
def close_staff_account(*, person: Person, actor: User, now: datetime) -> None:
    """Shut a colleague out at once: sessions end, the account closes, an open invitation is void.

    Raises StaffRefused for one's own account.
    """
    _refuse_own(person, actor)
    person.invitations.filter(used_at__isnull=True).delete()
    user = User.objects.filter(person=person, is_active=True).first()
    if user is None:
        chain.record("directory.invitation_withdrawn", actor=actor, subject=person, now=now)
    else:
        close_account_in_transaction(user=user, actor=actor, now=now)


def _refuse_own(person: Person, actor: User) -> None:
    if person.pk == actor.person_id:
        raise StaffRefused("ご自分のアカウントは、ほかの人に頼んで変えてもらってください。")


def _refuse_foreign_roles(roles: Collection[str]) -> None:
    if not roles or not set(roles) <= STAFF_ROLES:
        raise StaffRefused("役割を、1つ以上選んでください。")
