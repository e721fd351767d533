"""Builds the demo world of one door: the centre, the cast, then every app's own seed. Twice is as once."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.models import Person, User
from accounts.services import accept_invitation, invite_in_transaction
from foundation.centre.models import CentreProfile
from foundation.demo import Member, World
from foundation.demo_places import AGENCIES
from foundation.registry import demo_seeds

from .people import cast_of

CENTRE = {
    "name": "見本地域生活定着支援センター",
    "name_kana": "ミホンチイキセイカツテイチャクシエンセンター",
    "operator": "社会福祉法人 見本会",
    "director": "馬場 文子",
    "prefecture": "石川県",
    "opened_on": date(2012, 4, 1),
    "postal_code": "920-0000",
    "address": "石川県金沢市見本町1丁目2番3号 見本会館2階",
    "route": "見本町のバス停から歩いて3分",
    "phone": "000-000-0110",
    "fax": "000-000-0111",
    "email": "soudan@example.jp",
    "closed_weekdays": [5, 6],
}


def build(*, door: str, now: datetime) -> World:
    """Make what is missing of this door's demo world and return it. What people changed since stays."""
    names = {sample.key: sample.name for sample in AGENCIES}
    world = World(door=door, now=now, cast=cast_of(door), agency_names=names)
    CentreProfile.objects.get_or_create(pk=1, defaults=CENTRE)
    for member in world.cast:
        world.people[member.key] = _settle(member, now)
    # Apps are installed from the uppermost down, and their seeds register in that order.
    for name, seed in reversed(list(demo_seeds.items())):
        world.begin(name)
        seed(world)
    return world


def _settle(member: Member, now: datetime) -> Person:
    """Give a member of the cast a sign-in with a known second factor, by the usual invitation."""
    user = User.objects.filter(email=member.email).select_related("person").first() or _invite(member, now)
    with transaction.atomic():
        EmailAddress.objects.get_or_create(
            user=user, email=member.email, defaults={"verified": True, "primary": True}
        )
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, member.totp_secret)
            RecoveryCodes.activate(user)
    return user.person


def _invite(member: Member, now: datetime) -> User:
    with transaction.atomic():
        person = Person.objects.create(
            name=member.name, name_kana=member.name_kana, job=member.job, contact_email=member.email
        )
        _, code = invite_in_transaction(person=person, roles=member.roles, actor=None, now=now)
    return accept_invitation(code=code, email=member.email, login_id="", password=member.password, now=now)
