"""Which rows of 合同支援会議 the database shows without a filter of ours, and which it never takes."""

import pytest
from django.db.utils import IntegrityError
from django.http import Http404

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.enums import Side
from handoff.meetings.enums import MeetingState
from handoff.meetings.models import Decision, SupportMeeting
from tests.factories.cases import NOW, TODAY, acting
from tests.factories.records import make_world
from tests.handoff.meetings.test_meetings import called, read, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def test_the_database_shows_the_same_rows_without_a_filter(world):
    meeting = written(world, world.worker)
    expected = {world.worker: ({meeting.pk}, 2), world.lead: ({meeting.pk}, 2), world.hand: ({meeting.pk}, 2)}
    expected |= dict.fromkeys(world.strangers, (set(), 0))
    for user, counts in expected.items():
        with opened(acting(user), now=NOW):
            known = set(SupportMeeting.objects.values_list("pk", flat=True))
            assert (known, Decision.objects.count()) == counts, user
    for user in world.strangers:
        with pytest.raises(Http404):
            read(meeting, user)
        with pytest.raises(Http404):
            called(world, user)
    actor = acting(world.hand)
    world.hand.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert (SupportMeeting.objects.count(), Decision.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"state": MeetingState.CALLED}, "a_call_says_who_and_where"),
        ({"state": MeetingState.CONFIRMED}, "each_state_has_its_moment"),
        ({"called_at": NOW}, "a_call_says_who_and_where"),
        ({"lasts": 7}, "lasts_as_long_as_offered"),
        ({"kind": "party"}, "kind_is_known"),
        ({"held": None}, "each_state_has_its_moment"),
        ({"minuted_side": "somebody"}, "minuted_side_is_known"),
        ({"state": MeetingState.SENT_BACK}, "is_sent_back_with_a_word"),
        ({"off_side": Side.GIVER}, "is_called_off_by_somebody"),
    ],
)
def test_the_database_refuses_a_meeting_that_cannot_be(world, change, match):
    meeting = written(world, world.worker)
    with pytest.raises(IntegrityError, match=match), opened(CLOCK, now=NOW):
        SupportMeeting.objects.filter(pk=meeting.pk).update(**change)


@pytest.mark.parametrize("who", ["writer", "side"])
def test_the_database_refuses_minutes_that_their_own_side_confirms(world, who):
    meeting = written(world, world.worker)
    by = world.worker if who == "writer" else world.hand
    side = Side.RECEIVER if who == "writer" else Side.GIVER
    change = {
        "state": MeetingState.CONFIRMED,
        "confirmed_at": NOW,
        "confirmed_by": by,
        "confirmed_side": side,
    }
    with pytest.raises(IntegrityError, match="is_confirmed_by_the_other_side"), opened(CLOCK, now=NOW):
        SupportMeeting.objects.filter(pk=meeting.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"position": 2}, "one_at_a_place"),
        ({"position": 6}, "stands_within_its_number"),
        ({"done_on": TODAY}, "done_by_somebody"),
        ({"side": "somebody"}, "side_is_known"),
    ],
)
def test_the_database_refuses_a_decision_that_cannot_be(world, change, match):
    written(world, world.worker)
    with pytest.raises(IntegrityError, match=match), opened(CLOCK, now=NOW):
        Decision.objects.filter(position=1).update(**change)
