"""Without any filter of ours the database shows of both rooms what `access` shows, and nobody else a row."""

import pytest
from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.oversight.models import MonthlyReview, PersonRequest, ReceiverTold
from handoff.oversight.services.requesting import enter_request
from handoff.retention.models import (
    ClosingCount,
    Destruction,
    DueNotice,
    Hold,
    PartnerReply,
    RetentionPeriod,
)
from handoff.retention.services.holds import set_hold
from handoff.retention.services.replies import record_reply
from tests.factories.cases import TODAY, acting, make_case, staff_of_agency, staff_of_centre
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.retention import (
    LATER,
    destroy,
    make_closed_case,
    make_ended_case,
    settle,
    wait_until_due,
)

pytestmark = pytest.mark.django_db
TABLES = (
    ClosingCount,
    Destruction,
    DueNotice,
    Hold,
    MonthlyReview,
    PartnerReply,
    PersonRequest,
    ReceiverTold,
    RetentionPeriod,
)


@pytest.fixture
def world(centre, city, receivers):
    """One case that is gone and was told to a city, one that is held and asked about, one that is due."""
    settle(centre)
    case, _ = make_ended_case(centre, city, receivers)
    make_closed_case(centre)
    wait_until_due()
    done = destroy(case, centre)
    officer = acting(centre["officer"], now=LATER)
    record_reply(
        destruction_id=done.pk,
        agency_id=city.pk,
        told_on=timezone.localdate(LATER),
        way="phone",
        actor=officer,
        now=LATER,
    )
    other = make_case(centre, now=LATER)
    set_hold(case_id=other.pk, kind="claim", reason="請求", actor=officer, now=LATER)
    enter_request(
        reference=other.reference,
        kind="disclosure",
        asked_on=TODAY,
        asked_by="本人",
        what="",
        actor=officer,
        now=LATER,
    )
    return centre


def seen_by(user):
    with opened(acting(user, now=LATER), now=LATER):
        return {model.__name__: model.objects.count() for model in TABLES if model.objects.exists()}


def test_those_who_decide_see_it_and_whoever_audits_what_is_gone(world):
    # The notice of the case that is gone stays until the night takes it away.
    everything = {
        "ClosingCount": 4,
        "Destruction": 1,
        "DueNotice": 2,
        "Hold": 1,
        "PartnerReply": 1,
        "PersonRequest": 1,
        "RetentionPeriod": 1,
    }
    for key in ("lead", "deputy", "officer"):
        assert seen_by(world[key]) == everything, key
    auditor = make_enrolled_user(role=PrivateRole.AUDITOR)
    assert set(seen_by(auditor)) == {"ClosingCount", "Destruction", "PartnerReply", "RetentionPeriod"}


def test_who_works_on_a_case_sees_that_it_is_held_or_gone(world):
    assert set(seen_by(world["worker"])) == {"Destruction", "Hold", "RetentionPeriod"}
    assert set(seen_by(staff_of_centre()["worker"])) == {"RetentionPeriod"}


def test_the_other_side_sees_that_what_it_received_is_gone_and_strangers_nothing(world, receivers):
    assert seen_by(receivers["coordinator"]) == {"Destruction": 1, "RetentionPeriod": 1}
    assert seen_by(staff_of_agency(make_agency(name="西の市"))["coordinator"]) == {"RetentionPeriod": 1}
    assert seen_by(make_enrolled_user(role=PrivateRole.COMMITTEE_MEMBER)) == {}


def test_a_role_that_ended_opens_nothing(world):
    actor = acting(world["lead"], now=LATER)
    world["lead"].person.enrolments.update(ended_at=LATER)
    with opened(actor, now=LATER):
        assert not any(model.objects.exists() for model in TABLES)
