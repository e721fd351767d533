"""What the database itself refuses of the contact desk, whichever way a change comes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.contact_desk.models import Consultation, ContactMessage, ContactReader
from tests.factories.contact_desk import answered_message, make_reader, send_message
from tests.factories.events import NOW


@pytest.fixture
def reader(staff, manager, centre):
    make_reader(staff, by=manager)
    return staff


def refused(change):
    """Return the name of the constraint that refuses this change."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return error.value.__cause__.diag.constraint_name


def update(message, **values):
    return lambda: ContactMessage.objects.filter(pk=message.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"ciphertext": b""},
        {"wrapped_key": b""},
        {"key_id": ""},
        {"erased_at": NOW},
        {"state": "erased"},
        {"state": "erased", "erased_at": NOW, "ciphertext": b"", "key_id": ""},
    ],
)
def test_a_message_is_erased_exactly_when_its_contents_are_gone(reader, values):
    message = answered_message(reader=reader)
    assert refused(update(message, **values)) == "contact_desk_contactmessage_erased_is_empty"


def test_an_assigned_message_has_somebody_and_a_new_one_nobody(reader):
    message = send_message()
    name = "contact_desk_contactmessage_new_has_nobody"
    assert refused(update(message, state="assigned")) == name
    assert refused(update(message, assigned_to=reader)) == name


def test_an_answer_has_its_dates_and_only_an_answer(reader):
    message = answered_message(reader=reader)
    name = "contact_desk_contactmessage_answer_has_dates"
    assert refused(update(message, erase_due=None)) == name
    assert refused(update(message, answered_at=None)) == name
    assert refused(update(message, state="assigned")) == name


def test_a_closed_message_says_when(reader):
    message = answered_message(reader=reader)
    name = "contact_desk_contactmessage_closed_has_time"
    assert refused(update(message, state="closed")) == name
    assert refused(update(message, closed_at=NOW)) == name


def test_nobody_is_named_twice_for_the_same_time(reader, manager):
    row = ContactReader(user=reader, since=NOW, named_by=manager)
    assert refused(lambda: ContactReader.objects.bulk_create([row])) == (
        "contact_desk_contactreader_once_at_a_time"
    )


def test_a_reader_does_not_end_before_beginning(reader):
    change = ContactReader.objects.filter(user=reader)
    assert refused(lambda: change.update(until=NOW - timedelta(days=99))) == (
        "contact_desk_contactreader_ends_after_start"
    )


@pytest.mark.parametrize("minutes", [0, 601])
def test_a_talk_takes_a_minute_to_ten_hours(reader, minutes):
    answered_message(reader=reader)
    assert refused(lambda: Consultation.objects.update(minutes=minutes)) == (
        "contact_desk_consultation_minutes_are_plausible"
    )


def test_one_form_is_one_message(db):
    message = send_message()
    copy = ContactMessage.objects.get(pk=message.pk)
    copy.pk, copy.number = None, "R8-T9999"
    assert refused(lambda: ContactMessage.objects.bulk_create([copy])).startswith(
        "contact_desk_contactmessage_form_key"
    )
