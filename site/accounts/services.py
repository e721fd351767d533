"""Verbs of accounts: invite, accept, close."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from foundation.audit import chain
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction

from .codes import CODE_ALPHABET, CODE_LENGTH, grouped, hash_code
from .models import Invitation, Person, User

INVITATION_LIFE = timedelta(hours=72)


class InvitationNotUsable(Exception):
    """The invitation is unknown, used or too old; the three are told apart for nobody."""


class LoginIsTaken(Exception):
    """Another account signs in with this; `field` is `email` or `login_id`."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def invite_in_transaction(
    *, person: Person, roles: Collection[str], actor: User | None, now: datetime
) -> tuple[Invitation, str]:
    """Make a new invitation in place of an unused one; returns it with its code, which is stored nowhere."""
    assert_in_transaction("invite")
    invitation, code = _new_invitation(person=person, roles=roles, actor=actor, now=now)
    chain.record("accounts.person_invited", actor=actor, subject=person, now=now, fields=["roles"])
    return invitation, code


def invite_by_mail_in_transaction(
    *, person: Person, roles: Collection[str], actor: User | None, now: datetime
) -> Invitation:
    """Invite one person at their contact address; the mail names nobody, because others may read it."""
    assert_in_transaction("invite_by_mail")
    invitation, code = _new_invitation(person=person, roles=roles, actor=actor, now=now)
    context = {"link": invitation_link(code), "expires_at": invitation.expires_at, "door": settings.DOOR}
    queue_mail_in_transaction(
        to=person.contact_email,
        subject=render_to_string("accounts/mail/invitation_subject.txt", context).strip(),
        text=render_to_string("accounts/mail/invitation.txt", context),
        cause=f"accounts.invitation:{invitation.pk}",
        now=now,
    )
    chain.record("accounts.person_invited", actor=actor, subject=person, now=now, fields=["roles"])
    return invitation


def _new_invitation(
    *, person: Person, roles: Collection[str], actor: User | None, now: datetime
) -> tuple[Invitation, str]:
    withdraw_invitation_in_transaction(person=person)
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    invitation = Invitation.objects.create(
        person=person,
        roles=sorted(roles),
        code_hash=hash_code(code),
        invited_by=actor,
        created_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    return invitation, grouped(code)


def invitation_link(code: str) -> str:
    """Return the address that opens an invitation, for mail and QR code."""
    return settings.OWN_URL + reverse("accounts:open_invitation", args=[code])


def usable_invitation(code: str, *, now: datetime, for_update: bool = False) -> Invitation:
    """Return the invitation that this code opens. Raises InvitationNotUsable."""
    invitations = Invitation.objects.select_related("person__user")
    if for_update:
        invitations = invitations.select_for_update(of=("self",))
    found = invitations.filter(code_hash=hash_code(code), used_at__isnull=True, expires_at__gt=now).first()
    if found is None:
        raise InvitationNotUsable
    return found


@transaction.atomic(durable=True)
def accept_invitation(*, code: str, email: str, login_id: str, password: str, now: datetime) -> User:
    """Use an invitation: create the account, or renew the sign-in of the one that the person has.

    A renewed account keeps its roles, gains the invitation's, and loses its second factors and sessions, so
    that a lost phone is no way in. Raises InvitationNotUsable and LoginIsTaken.
    """
    invitation = usable_invitation(code, now=now, for_update=True)
    user = User.objects.filter(person=invitation.person).first() or User(person=invitation.person)
    old_address = user.email if user.pk else None
    user.set_logins(email=email, login_id=login_id, password=password)
    user.is_active = True
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise LoginIsTaken("login_id" if "(login_id)=" in str(error) else "email") from error
    Authenticator.objects.filter(user=user).delete()
    end_sessions_in_transaction(user=user)
    user.groups.add(*Group.objects.filter(name__in=invitation.roles))
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    if old_address:
        _tell_of_renewal(old_address, invitation, now=now)
    chain.record("accounts.invitation_accepted", actor=user, subject=invitation.person, now=now)
    return user


def _tell_of_renewal(address: str, invitation: Invitation, *, now: datetime) -> None:
    """Warn the owner at the address of before: if it was somebody else, this is how they learn of it."""
    queue_mail_in_transaction(
        to=address,
        subject="【つなぐ】ログインのしかたが変わりました",
        text=render_to_string("accounts/mail/renewed.txt", {"at": now}),
        cause=f"accounts.renewed:{invitation.pk}",
        now=now,
    )


def close_account_in_transaction(*, user: User, actor: User | None, now: datetime) -> None:
    """Close an account at once: no sign-in, no session, no role. A new invitation can open it again."""
    assert_in_transaction("close_account")
    withdraw_invitation_in_transaction(person=user.person)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.groups.clear()
    end_sessions_in_transaction(user=user)
    chain.record("accounts.account_closed", actor=actor, subject=user, now=now)


def withdraw_invitation_in_transaction(*, person: Person) -> None:
    """Make an invitation that was not used yet worthless."""
    assert_in_transaction("withdraw_invitation")
    person.invitations.filter(used_at__isnull=True).delete()


def end_sessions_in_transaction(*, user: User) -> None:
    """End every session of this account."""
    assert_in_transaction("end_sessions")
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
