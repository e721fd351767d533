from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Agency, AgencyKind, Membership
from foundation.japanese.text import fold
from tests.factories.accounts import make_user


def make_agency(*, name="グループホームみなも", kind="group_home", **fields):
    kind = AgencyKind.objects.get(code=kind)
    fields.setdefault("sector", kind.sector)
    return Agency.objects.create(name=name, kind=kind, folded_name=fold(name), **fields)


def join(person, agency, *, role=MembershipRole.PARTNER, since=None):
    return Membership.objects.create(
        person=person, agency=agency, role=role, valid_from=since or timezone.localdate().replace(day=1)
    )


def make_partner(*, agency, name="事業所職員C", email=None):
    """Make a person who signs in for this agency."""
    user = make_user(name=name, email=email, roles=[PublicRole.PARTNER])
    join(user.person, agency)
    return user
