from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Agency, AgencyKind, Membership, Municipality
from tests.factories.accounts import make_person, make_user

# The day on which most tests take place: a Tuesday in office hours.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
# People of the tests have been where they are for long.
SINCE = date(2024, 4, 1)


def make_agency(*, name="グループホームみなも", kind="group_home", **fields):
    kind = AgencyKind.objects.get(code=kind)
    fields.setdefault("sector", kind.sector)
    return Agency.objects.create(name=name, kind=kind, **fields)


def make_municipality(*, name="金沢市", code="172014", **fields):
    fields = {"prefecture": "石川県", "name_kana": "カナザワシ"} | fields
    return Municipality.objects.create(code=code, name=name, **fields)


def join(person, agency, *, role=MembershipRole.PARTNER, since=SINCE, until=None):
    return Membership.objects.create(
        person=person, agency=agency, role=role, valid_from=since, valid_to=until
    )


def make_member(
    agency, *, name="佐久間 礼子", name_kana="サクマ レイコ", role=MembershipRole.COLLEAGUE, **fields
):
    """Make a person without a sign-in who works at this agency; returns the membership."""
    return join(make_person(name=name, name_kana=name_kana, **fields), agency, role=role)


def make_partner(*, agency, name="事業所職員C", email=None, role=MembershipRole.PARTNER):
    """Make a person who signs in for this agency."""
    user = make_user(name=name, email=email, roles={PublicRole.PARTNER, PublicRole(role)})
    join(user.person, agency, role=role)
    return user
