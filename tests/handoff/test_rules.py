import datetime as dt

import pytest

from handoff.enums import EnrolmentState
from handoff.rules import (
    EnrolmentFacts,
    may_approve,
    may_end,
    may_invite_again,
    role_fits_agency,
    state_of,
)

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
INVITER, APPROVER = 11, 12
PERSON, OTHER_PERSON = 21, 22


def facts(**changes):
    plain = {
        "person_id": PERSON,
        "invited_by_id": INVITER,
        "is_approved": True,
        "is_ended": False,
        "valid_from": TODAY - DAY,
        "valid_until": TODAY + DAY,
        "agency_closed_on": None,
    }
    return EnrolmentFacts(**(plain | changes))


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, EnrolmentState.CURRENT),
        ({"valid_from": TODAY}, EnrolmentState.CURRENT),
        ({"valid_until": TODAY}, EnrolmentState.CURRENT),
        ({"agency_closed_on": TODAY + DAY}, EnrolmentState.CURRENT),
        ({"valid_from": TODAY + DAY}, EnrolmentState.COMING),
        ({"valid_until": TODAY - DAY}, EnrolmentState.OVER),
        ({"is_approved": False}, EnrolmentState.WAITING),
        ({"is_approved": False, "valid_from": TODAY + DAY}, EnrolmentState.WAITING),
        ({"is_approved": False, "valid_until": TODAY - DAY}, EnrolmentState.OVER),
        ({"agency_closed_on": TODAY}, EnrolmentState.AGENCY_CLOSED),
        ({"is_ended": True}, EnrolmentState.ENDED),
    ],
)
def test_an_enrolment_is_what_its_facts_say_today(changes, state):
    assert state_of(facts(**changes), today=TODAY) == state


@pytest.mark.parametrize(
    ("changes", "actor", "person", "reason"),
    [
        ({}, APPROVER, OTHER_PERSON, ""),
        ({"invited_by_id": None}, APPROVER, OTHER_PERSON, ""),
        ({}, INVITER, OTHER_PERSON, "招待した人とは別の人が承認します。"),
        ({}, APPROVER, PERSON, "ご自分の登録は、承認できません。"),
        ({"is_approved": True}, APPROVER, OTHER_PERSON, "この登録は、もう承認を待っていません。"),
        ({"is_ended": True}, APPROVER, OTHER_PERSON, "この登録は、もう承認を待っていません。"),
        ({"valid_until": TODAY - DAY}, APPROVER, OTHER_PERSON, "この登録は、もう承認を待っていません。"),
    ],
)
def test_another_person_approves_and_nobody_themselves(changes, actor, person, reason):
    waiting = facts(**({"is_approved": False} | changes))
    decision = may_approve(waiting, actor_id=actor, actor_person_id=person, today=TODAY)
    assert (decision.allowed, decision.reason) == (not reason, reason)


@pytest.mark.parametrize(
    ("changes", "has_account", "allowed"),
    [
        ({}, False, True),
        ({"valid_from": TODAY + DAY}, False, True),
        ({}, True, False),
        ({"is_approved": False}, False, False),
        ({"is_ended": True}, False, False),
        ({"valid_until": TODAY - DAY}, False, False),
    ],
)
def test_an_invitation_is_repeated_only_until_it_was_accepted(changes, has_account, allowed):
    decision = may_invite_again(facts(**changes), has_account=has_account, today=TODAY)
    assert decision.allowed == allowed


def test_an_enrolment_is_ended_once_and_by_another():
    assert may_end(facts(), actor_person_id=OTHER_PERSON).allowed
    assert not may_end(facts(is_ended=True), actor_person_id=OTHER_PERSON).allowed
    assert may_end(facts(), actor_person_id=PERSON).reason.startswith("ご自分の登録は")


@pytest.mark.parametrize(
    ("role", "with_agency", "without"),
    [("agency_worker", True, False), ("lead", False, True), ("observer", True, True)],
)
def test_roles_belong_to_an_agency_to_the_centre_or_to_either(role, with_agency, without):
    assert role_fits_agency(role, has_agency=True).allowed == with_agency
    assert role_fits_agency(role, has_agency=False).allowed == without
