"""People enrolled at the private door, and the fixed cast as they stand there."""

from datetime import UTC, date, datetime
from itertools import count

import pytest

from accounts.enums import PrivateRole
from foundation.mail.models import OutgoingMail
from handoff.models import AgencyCopy, Enrolment
from tests.factories.accounts import make_person, make_user

LONG_AGO = datetime(2020, 1, 1, 9, tzinfo=UTC)
ALWAYS = {"valid_from": date(2020, 1, 1), "valid_until": date(2099, 12, 31)}
_numbers = count(1)


def invitations_mailed():
    """Return the invitations that were mailed; those who may approve get mails of another kind."""
    return OutgoingMail.objects.filter(cause__startswith="accounts.invitation:")


def make_agency(*, name="グループホームみなも", **fields):
    public_id = f"A{next(_numbers):05d}"
    return AgencyCopy.objects.create(public_id=public_id, name=name, copied_at=LONG_AGO, **fields)


def make_enrolment(*, person=None, role=PrivateRole.CASE_WORKER, agency=None, is_approved=True, **fields):
    """Enrol somebody from 2020 to 2099; `is_approved=False` leaves it waiting for a second person."""
    if agency is None and role in (PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER):
        agency = make_agency()
    if is_approved and "approved_by" not in fields:
        fields |= {"approved_by": make_user(name="承認した人"), "approved_at": LONG_AGO}
    facts = ALWAYS | {"invited_at": LONG_AGO} | fields
    return Enrolment.objects.create(person=person or make_person(), role=role, agency=agency, **facts)


def make_enrolled_user(*, role=PrivateRole.CASE_WORKER, agency=None, name="見本 一郎", **account):
    """Make an account that this door opens to."""
    user = make_user(name=name, roles=[role], **account)
    make_enrolment(person=user.person, role=role, agency=agency)
    return user


@pytest.fixture
def case_worker(db):
    """相談員A: works in the centre."""
    return make_enrolled_user(name="相談員A", email="staff-a@example.jp", role=PrivateRole.CASE_WORKER)


@pytest.fixture
def lead(db):
    """所長B: leads the centre; invites and approves."""
    return make_enrolled_user(name="所長B", email="manager-b@example.jp", role=PrivateRole.LEAD)


@pytest.fixture
def privacy_officer(db):
    """個人情報の責任者E: the second person of the centre who invites and approves."""
    return make_enrolled_user(name="責任者E", email="officer-e@example.jp", role=PrivateRole.PRIVACY_OFFICER)


@pytest.fixture
def agency_worker(db):
    """事業所職員C: works for an agency that receives people."""
    agency = make_agency(name="グループホームみなも")
    return make_enrolled_user(
        name="事業所職員C", email="partner-c@example.jp", role=PrivateRole.AGENCY_WORKER, agency=agency
    )


@pytest.fixture
def outsider(db):
    """部外者D: works for another agency, and gets 404."""
    agency = make_agency(name="しおかぜ荘")
    return make_enrolled_user(
        name="部外者D", email="outsider-d@example.jp", role=PrivateRole.AGENCY_WORKER, agency=agency
    )
