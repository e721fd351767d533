"""Two phones at one door: who presses second waits, and sees what the first has written."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.attendance.enums import FactKind, Means
from events.attendance.limits import TIMES_KEPT
from events.attendance.models import DoorFact, KeptMinutes
from events.attendance.services.forgetting import forget_old_times
from events.models import Participant
from events.services.attendance import lock_seated_in_transaction, write_marks_in_transaction
from foundation.limits.queries import limit
from tests.beside import Beside
from tests.events.attendance.the_day import ENDS, at, came, make_day, person_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_is_not_written_down_twice_by_two_phones(staff):
    session = make_day()
    person = person_of(session, "参加 1")
    with transaction.atomic():
        lock_seated_in_transaction(session, [person.pk])
        DoorFact.objects.create(
            participant=person,
            kind=FactKind.ARRIVED,
            at=at(13, 20),
            means=Means.CODE,
            noted_at=at(13, 20),
            noted_by=staff,
        )
        second = Beside(lambda: came(session, "参加 1", actor=staff, now=at(13, 21)))
        assert second.waits_for_a_lock()
    second.join()
    assert second.error is None
    assert DoorFact.objects.count() == 1


def test_a_line_written_while_the_night_forgets_counts_in_what_remains(staff):
    session = make_day()
    came(session, "参加 1", actor=staff, now=at(13, 20))
    person = person_of(session, "参加 1")
    long_after = ENDS + timedelta(days=limit(TIMES_KEPT, on=ENDS.date()))
    with transaction.atomic():
        lock_seated_in_transaction(session, [person.pk])
        DoorFact.objects.create(
            participant=person, kind=FactKind.LEFT, at=at(15), means=Means.PAPER, noted_at=long_after
        )
        night = Beside(lambda: forget_old_times(now=long_after))
        assert night.waits_for_a_lock()
    night.join()
    assert (night.error, DoorFact.objects.exists()) == (None, False)
    assert KeptMinutes.objects.get().minutes == 90


def test_whoever_is_marked_absent_meanwhile_is_present_once_they_stand_there(staff):
    session = make_day()
    person = person_of(session, "参加 1")
    with transaction.atomic():
        people = lock_seated_in_transaction(session, [person.pk])
        write_marks_in_transaction(people, {person.pk: "absent"}, now=at(13, 20))
        second = Beside(lambda: came(session, "参加 1", actor=staff, now=at(13, 21)))
        assert second.waits_for_a_lock()
    second.join()
    assert Participant.objects.get(pk=person.pk).attendance == "attended"
    assert DoorFact.objects.count() == 1
