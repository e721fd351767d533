"""A sitting that was called does not take place, or on another day: papers close at once, cases wait."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.exceptions import Refused
from handoff.sittings.access import papers_for
from handoff.sittings.enums import ItemState, OffReason, SittingDeed, SittingState
from handoff.sittings.models import CaseItem, Material, NumberedCopy, Sitting
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, TODAY, acting, fresh, make_case, rows, staff_of_centre
from tests.factories.sittings import brief, hold, make_committee, make_sitting, put, send, step

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def world():
    centre = staff_of_centre()
    committee = make_committee(centre)
    sitting = make_sitting(centre)
    case = make_case(centre)
    item = put(case, sitting, centre)
    send(sitting, centre)
    return centre, committee, sitting, case, item


def reads(user):
    """Return how many papers somebody reads, with our filter and by the database alone."""
    with opened(acting(user), now=NOW):
        return papers_for(acting(user), today=TODAY).count(), Material.objects.count()


def call_off(sitting, user, reason=OffReason.TOO_FEW):
    step(sitting, SittingDeed.CALL_OFF, user, off_reason=reason)


def mails(cause):
    return {mail.to: mail for mail in OutgoingMail.objects.filter(cause__startswith=cause)}


def test_papers_close_at_once_and_who_was_invited_is_told_nothing_of_it(world):
    centre, committee, sitting, case, item = world
    assert reads(committee["member"]) == (1, 1)
    call_off(sitting, centre["lead"])
    assert (reads(committee["member"]), reads(committee["chair"])) == ((0, 0), (0, 0))
    told = mails("sittings.called_off:")
    assert set(told) == {each.email for each in committee.values()}
    for mail in told.values():
        assert not any(word in mail.subject + mail.text for word in (case.reference, "中止", "委員会"))
    left = fresh(sitting)
    assert (left.state, left.off_reason, left.off_by) == (
        SittingState.CALLED_OFF,
        OffReason.TOO_FEW,
        centre["lead"],
    )
    assert fresh(item).state == ItemState.WAITING


def test_its_cases_go_to_another_sitting_with_their_papers(world):
    centre, committee, sitting, case, item = world
    call_off(sitting, centre["lead"])
    other = make_sitting(centre, held_on=NEXT_WEEK)
    again = put(case, other, centre, is_written=False)
    assert (again.pk, fresh(item).sitting_id) == (item.pk, other.pk)
    assert len(rows(CaseItem.objects.all())) == 1
    send(other, centre)
    assert reads(committee["member"]) == (1, 1)


def test_a_reason_is_needed_and_the_database_says_so_too(world):
    centre, _, sitting, *_ = world
    with pytest.raises(Refused, match="わけ"):
        call_off(sitting, centre["lead"], reason=None)
    with pytest.raises(IntegrityError, match="called_off_says_why"), opened(CLOCK, now=NOW):
        Sitting.objects.filter(pk=sitting.pk).update(state=SittingState.CALLED_OFF)


def test_one_that_was_held_is_not_called_off_and_nobody_else_does_it(world):
    centre, committee, sitting, *_ = world
    for user in (centre["worker"], committee["chair"]):
        with pytest.raises(Http404):
            call_off(sitting, user)
    hold(sitting, centre)
    with pytest.raises(Refused, match="開催済み"):
        call_off(sitting, centre["lead"])


def test_one_that_is_still_planned_is_called_off_as_well(world):
    centre, *_ = world
    other = make_sitting(centre, held_on=NEXT_WEEK)
    call_off(other, centre["lead"], reason=OffReason.NO_CASE)
    assert fresh(other).state == SittingState.CALLED_OFF
    with pytest.raises(Refused, match="中止"):
        brief(other, centre)


def test_on_another_day_the_papers_go_out_anew_under_the_same_numbers(world):
    centre, committee, sitting, _, item = world
    before = {each.person_id: each.number for each in rows(NumberedCopy.objects.all())}
    step(sitting, SittingDeed.POSTPONE, centre["lead"], on=NEXT_WEEK)
    assert (reads(committee["member"]), fresh(sitting).held_on) == ((0, 0), NEXT_WEEK)
    assert set(mails("sittings.postponed:")) == {each.email for each in committee.values()}
    step(sitting, SittingDeed.SEND, centre["lead"])
    assert reads(committee["member"]) == (1, 1)
    assert {each.person_id: each.number for each in rows(NumberedCopy.objects.all())} == before
    assert len(mails(f"sittings.sent:{sitting.pk}:{NEXT_WEEK}")) == len(committee)
    assert fresh(item).state == ItemState.WAITING


def test_it_is_done_on_the_screen(world):
    centre, committee, sitting, *_ = world
    lead, member = (sign_in(Client(), user) for user in (centre["lead"], committee["member"]))
    page = reverse("handoff:sitting", args=[sitting.pk])
    address = reverse("handoff:sitting_step", args=[sitting.pk, "call_off"])
    assert address in lead.get(page).content.decode()
    assert address not in member.get(page).content.decode()
    assert lead.post(address, {"seen": "sent"}).status_code == 422
    assert lead.post(address, {"seen": "sent", "off_reason": "weather"}).status_code == 302
    assert "この会は、中止しました" in member.get(page).content.decode()
    assert lead.get(reverse("handoff:sitting_step", args=[sitting.pk, "hold"])).status_code == 404
