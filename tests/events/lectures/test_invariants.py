"""What the database itself refuses, whichever way a row is written."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from events.lectures.enums import RequestState
from events.lectures.exceptions import SlotIsTaken
from events.lectures.models import (
    LectureRequest,
    LecturerSlot,
    LectureTheme,
    Proposal,
    ResourceSlot,
    WishedDate,
)
from events.lectures.services import slots
from tests.factories.events import NOW
from tests.factories.lectures import (
    WISH,
    a_slot,
    agree,
    ask,
    make_lecturer,
    make_resource,
    make_theme,
    propose,
)

pytestmark = pytest.mark.django_db


def breaks(name, write):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return refused.value.__cause__.diag.constraint_name == name


def test_a_lecturer_is_in_one_place_at_a_time_travel_included():
    lecturer = make_lecturer()
    pair = [a_slot(lecturer, travel=60), a_slot(lecturer, WISH + timedelta(hours=2))]
    assert breaks("lectures_lecturerslot_in_one_place", lambda: LecturerSlot.objects.bulk_create(pair))
    LecturerSlot.objects.bulk_create(
        [a_slot(lecturer, travel=60), a_slot(lecturer, WISH + timedelta(hours=2.5))]
    )


def test_a_slot_that_was_given_back_stands_in_nobodys_way():
    lecturer = make_lecturer()
    given_back = a_slot(lecturer)
    given_back.released_at = NOW
    LecturerSlot.objects.bulk_create([given_back, a_slot(lecturer)])
    assert LecturerSlot.objects.taken().count() == 1
    assert breaks("lectures_lecturerslot_in_one_place", lambda: LecturerSlot.objects.update(released_at=None))


def test_the_refusal_is_japanese():
    lecturer = make_lecturer()
    a_slot(lecturer).save()
    with pytest.raises(ValidationError, match="ほかの予定があります"):
        a_slot(lecturer).validate_constraints()


def test_a_thing_is_used_once_at_a_time():
    thing, request = make_resource(), ask()
    moments = dict.fromkeys(("starts_at", "busy_from"), WISH)
    moments |= {name: WISH + timedelta(hours=1) for name in ("ends_at", "busy_until")}
    pair = [ResourceSlot(resource=thing, request=request, **moments) for _ in range(2)]
    assert breaks("lectures_resourceslot_used_once", lambda: ResourceSlot.objects.bulk_create(pair))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lectures_request_received_before_typed", {"typed_at": NOW - timedelta(days=1)}),
        ("lectures_request_says_what", {"theme_text": ""}),
        ("lectures_request_for_somebody", {"people": 0}),
        ("lectures_request_venue_is_named", {"place": ""}),
        ("lectures_request_agreed_is_an_event", {"state": RequestState.AGREED}),
        ("lectures_request_declined_for_a_reason", {"state": RequestState.DECLINED}),
        ("lectures_request_can_be_answered", {"phone": ""}),
        ("lectures_request_erased_is_empty", {"erased_at": NOW}),
        ("lectures_request_state_is_known", {"state": "elsewhere"}),
        ("lectures_request_way_is_known", {"way": "?"}),
        ("lectures_request_parking_is_known", {"parking": "?"}),
        ("lectures_request_reply_way_is_known", {"reply_way": "?"}),
        ("lectures_request_channel_is_known", {"channel": "?"}),
    ],
)
def test_a_request_holds_together(name, values):
    ask()
    assert breaks(name, lambda: LectureRequest.objects.update(**values))


def test_what_was_held_counts_people(staff):
    agree(ask(), make_lecturer(), actor=staff)
    held = {"state": RequestState.HELD}
    assert breaks("lectures_request_held_counts_people", lambda: LectureRequest.objects.update(**held))


def test_wishes_are_three_and_each_once():
    request = ask()
    same = WishedDate(request=request, rank=1, starts_at=WISH + timedelta(days=30))
    assert breaks("lectures_wish_rank_once", lambda: WishedDate.objects.bulk_create([same]))
    fourth = WishedDate(request=request, rank=4, starts_at=WISH + timedelta(days=30))
    assert breaks("lectures_wish_one_of_three", lambda: WishedDate.objects.bulk_create([fourth]))
    assert breaks("lectures_wish_date_once", lambda: WishedDate.objects.update(starts_at=WISH))


def test_one_date_waits_for_an_answer(staff):
    request, lead = ask(), make_lecturer()
    propose(request, lead, actor=staff)
    propose(request, lead, actor=staff)
    assert breaks("lectures_proposal_answered_says_when", lambda: Proposal.objects.update(state="open"))
    reopened = {"state": "open", "answered_at": None}
    assert breaks("lectures_proposal_one_is_open", lambda: Proposal.objects.update(**reopened))
    unknown = {"state": "x", "answered_at": NOW}
    assert breaks("lectures_proposal_state_is_known", lambda: Proposal.objects.update(**unknown))
    assert breaks("lectures_proposal_ends_after_it_starts", lambda: Proposal.objects.update(ends_at=WISH))


def test_slots_say_what_they_are(staff):
    request, lead = ask(), make_lecturer()
    propose(request, lead, actor=staff)
    rows = LecturerSlot.objects
    assert breaks("lectures_lecturerslot_lecture_has_a_request", lambda: rows.update(part=""))
    assert breaks("lectures_lecturerslot_standing_is_known", lambda: rows.update(standing="x"))
    assert breaks("lectures_lecturerslot_kind_is_known", lambda: rows.update(kind="x", request=None, part=""))
    assert breaks(
        "lectures_lecturerslot_travel_is_around", lambda: rows.update(busy_from=WISH + timedelta(1))
    )
    second = a_slot(make_lecturer(name="見本 別人"), request=request)
    assert breaks("lectures_lecturerslot_one_lead", lambda: rows.bulk_create([second]))
    thing = make_resource()
    propose(request, lead, actor=staff, resources=[thing])
    late = {"busy_from": WISH + timedelta(1)}
    assert breaks("lectures_resourceslot_travel_is_around", lambda: ResourceSlot.objects.update(**late))


def test_registers_hold_together():
    make_theme()
    lecturer = make_lecturer()
    rows = type(lecturer).objects
    assert breaks(
        "lectures_lecturetheme_minutes_are_a_lecture", lambda: LectureTheme.objects.update(minutes=5)
    )
    assert breaks("lectures_lecturetheme_level_is_known", lambda: LectureTheme.objects.update(level="x"))
    assert breaks("lectures_lecturer_weekdays_are_days", lambda: rows.update(weekdays=[7]))
    assert breaks("lectures_lecturer_closes_after_it_opens", lambda: rows.update(closes=lecturer.opens))
    thing = make_resource()
    assert breaks("lectures_resource_kind_is_known", lambda: type(thing).objects.update(kind="x"))


def race(requests, lead, staff):
    """Let staff offer the same lecturer for each of these requests at once; return what became of each."""
    barrier, outcomes = threading.Barrier(len(requests)), []

    def go(request):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            propose(request, lead, actor=staff)
            outcomes.append("held")
        except Exception as error:  # noqa: BLE001 -- every outcome is counted
            outcomes.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_one_lecturer_at_once_one_is_told_why_not(staff):
    lead, requests = make_lecturer(), [ask(), ask()]
    outcomes = race(requests, lead, staff)
    assert outcomes[0] == "held"
    assert "講座（R8-D0" in outcomes[1]
    assert LecturerSlot.objects.taken().count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_rule_the_database_still_refuses_the_second_in_words(staff, monkeypatch):
    lead, requests = make_lecturer(), [ask(), ask()]
    monkeypatch.setattr(slots, "lock_lecturers_in_transaction", lambda pks: [lead])
    monkeypatch.setattr(slots, "refuse_taken_in_transaction", lambda *_: None)
    # One after the other: at the same moment PostgreSQL may end one of two such writers as a deadlock.
    outcomes = [outcome for request in requests for outcome in race([request], lead, staff)]
    assert outcomes == ["held", slots.TAKEN_LECTURER]
    assert LecturerSlot.objects.taken().count() == 1
    assert issubclass(SlotIsTaken, Exception)
