"""What the database itself refuses of the contact desk, whichever way a change comes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation.numbering.models import NumberSeries
from foundation.numbering.services import next_number_in_transaction
from portal.contact_desk import queries, rules
from portal.contact_desk.models import ContactMessage, ContactReader
from portal.contact_desk.services.erasing import erase_due_messages
from portal.contact_desk.services.handling import assign_message, close_message
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


def test_one_form_is_one_message(db):
    message = send_message()
    copy = ContactMessage.objects.get(pk=message.pk)
    copy.pk, copy.number = None, "R8-T9999"
    assert refused(lambda: ContactMessage.objects.bulk_create([copy])).startswith(
        "contact_desk_contactmessage_form_key"
    )


@pytest.mark.parametrize("field", ["asker_kind", "subject", "reply_way", "best_time"])
def test_a_message_knows_its_choices(reader, field):
    name = refused(update(send_message(), **{field: "x"}))
    assert name == f"contact_desk_contactmessage_{field}_is_known"


def test_an_unknown_state_is_no_state(reader):
    message = answered_message(reader=reader)
    assert refused(update(message, state="unknown")) == "contact_desk_contactmessage_closed_has_time"


def test_the_numbers_of_messages_are_a_series_of_the_desk(reader):
    next_number_in_transaction("events.application", now=NOW)
    first, second = send_message(), send_message()
    assert (first.number, second.number) == ("R8-T0001", "R8-T0002")
    series = NumberSeries.objects.order_by("name").values_list("name", "fiscal_year", "last")
    assert list(series) == [("contact_desk.message", 2026, 2), ("events.application", 2026, 1)]


def test_the_database_and_the_rule_erase_the_same_messages(reader):
    done = [answered_message(reader=reader) for _ in range(6)]
    waiting, taken = send_message(), send_message()
    assign_message(message_id=taken.pk, to=reader, actor=reader, now=NOW)
    for message, days in zip(done, (0, 29, 30, 31, 30, 31), strict=True):
        update(message, erase_due=NOW.date() + timedelta(days=days))()
    close_message(message_id=done[4].pk, actor=reader, now=NOW)
    close_message(message_id=done[5].pk, actor=reader, now=NOW)
    erase_due_messages(now=NOW)
    today = NOW.date() + timedelta(days=30)
    promised = {done[1].pk, done[2].pk, done[4].pk}
    # 40 days put nothing off; 30 days reach what had been promised for later.
    for kept_days, erased in ((40, promised), (30, {each.pk for each in done[1:]})):
        by_rule = {
            each.pk
            for each in ContactMessage.objects.all()
            if rules.may_be_erased(each.state, queries.erased_on(each, kept_days=kept_days), today)
        }
        due = ContactMessage.objects.due_for_erasing(today, kept_days=kept_days)
        assert set(due.values_list("pk", flat=True)) == by_rule == erased
    assert not {waiting.pk, taken.pk} & by_rule
