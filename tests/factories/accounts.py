"""People with a sign-in, and the fixed cast: 相談員A, 所長B, 事業所職員C, 部外者D. Works at both doors.

A test folder takes the cast by importing the fixtures into its own conftest.
"""

import time
from itertools import count

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.db import transaction

from accounts import services
from accounts.enums import PublicRole
from accounts.models import Person, User

PASSWORD = "ひかりの道をゆっくりと歩く"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def make_person(*, name="見本 一郎", **fields):
    return Person.objects.create(name=name, **fields)


def make_user(*, roles=(), person=None, name="見本 一郎", email=None, login_id="", password=PASSWORD):
    """Make an account with these roles of the door under test; `email=""` makes one with a login id only."""
    if email is None:
        email = f"person-{next(_numbers)}@example.jp"
    user = User.objects.create_user(
        person=person or make_person(name=name), email=email, login_id=login_id, password=password
    )
    wanted = {str(role) for role in roles}
    groups = Group.objects.filter(name__in=wanted)
    assert {group.name for group in groups} == wanted
    user.groups.set(groups)
    return user


def give_totp(user, *, secret=TOTP_SECRET):
    """Register an authenticator app with a known secret; returns the recovery codes that come with it."""
    TOTP.activate(user, secret)
    return RecoveryCodes.activate(user).get_unused_codes()


def totp_code(*, secret=TOTP_SECRET, steps=0):
    """Return the code of now, or of `steps` half minutes later: a code works only once."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def invite(*, person, roles, actor, now):
    """Invite somebody on paper, as an app's verb would; returns the invitation and its code."""
    with transaction.atomic():
        return services.invite_in_transaction(person=person, roles=roles, actor=actor, now=now)


def invite_by_mail(*, person, roles, actor, now):
    with transaction.atomic():
        return services.invite_by_mail_in_transaction(person=person, roles=roles, actor=actor, now=now)


def close_account(*, user, actor, now):
    with transaction.atomic():
        services.close_account_in_transaction(user=user, actor=actor, now=now)


def sign_in(client, user, *, with_factor=True):
    """Open a session as this person, as if a password and, `with_factor`, a second factor had been shown."""
    client.force_login(user)
    if with_factor:
        if not Authenticator.objects.filter(user=user).exists():
            give_totp(user)
        remember_factor(client, user)
    return client


def remember_factor(client, user):
    """Write into the session what allauth writes after a real second factor."""
    factor = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).get(user=user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type},
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


@pytest.fixture
def staff(db):
    """相談員A: works in the centre."""
    return make_user(name="相談員A", email="staff-a@example.jp", roles=[PublicRole.STAFF])


@pytest.fixture
def manager(db):
    """所長B: leads the centre."""
    return make_user(name="所長B", email="manager-b@example.jp", roles=[PublicRole.MANAGER])


@pytest.fixture
def partner(db):
    """事業所職員C: works for an agency; the membership is made where the directory is tested."""
    return make_user(name="事業所職員C", email="partner-c@example.jp", roles=[PublicRole.PARTNER])


@pytest.fixture
def outsider(db):
    """部外者D: a partner of another agency, who gets 404."""
    return make_user(name="部外者D", email="outsider-d@example.jp", roles=[PublicRole.PARTNER])
