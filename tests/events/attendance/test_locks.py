"""Two phones at one door: who presses second waits, and sees what the first has written."""

import pytest
from django.db import transaction

from events.attendance.enums import FactKind, Means
from events.attendance.models import DoorFact
from events.models import Participant
from events.services.attendance import lock_seated_in_transaction, write_marks_in_transaction
from tests.beside import Beside
from tests.events.attendance.the_day import at, came, make_day, person_of

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
