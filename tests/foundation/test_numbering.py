import threading
from datetime import datetime

import pytest
from django.db import IntegrityError, connections, transaction

from foundation.numbering.models import NumberSeries
from foundation.numbering.services import next_number_in_transaction, next_serial_in_transaction
from foundation.transactions import NotInTransaction
from tests.factories.events import NOW, TOKYO

LAST_DAY = datetime(2027, 3, 31, 23, 59, tzinfo=TOKYO)
FIRST_DAY = datetime(2027, 4, 1, tzinfo=TOKYO)


@pytest.mark.django_db
def test_a_series_counts_each_fiscal_year_from_one():
    numbers = [next_number_in_transaction("letters", now=now) for now in (NOW, LAST_DAY, FIRST_DAY)]
    assert numbers == ["R8-0001", "R8-0002", "R9-0001"]


@pytest.mark.django_db
def test_each_series_counts_for_itself():
    assert next_number_in_transaction("letters", now=NOW) == "R8-0001"
    assert next_number_in_transaction("courses", now=NOW, letter="K", digits=2) == "R8-K01"
    assert [next_serial_in_transaction("sheets"), next_serial_in_transaction("sheets")] == [1, 2]


@pytest.mark.django_db
def test_a_number_that_was_not_stored_is_given_again():
    next_serial_in_transaction("letters")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = next_serial_in_transaction("letters") / 0
    assert next_serial_in_transaction("letters") == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "give",
    [lambda: next_serial_in_transaction("letters"), lambda: next_number_in_transaction("letters", now=NOW)],
)
def test_outside_a_transaction_no_number_is_given(give):
    with pytest.raises(NotInTransaction):
        give()
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_waits_for_the_first_to_commit():
    given = []

    def take_one():
        try:
            with transaction.atomic():
                given.append(next_serial_in_transaction("letters"))
        finally:
            connections.close_all()

    with transaction.atomic():
        given.append(next_serial_in_transaction("letters"))
        second = threading.Thread(target=take_one)
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
        assert given == [1]
    second.join(timeout=60)
    assert given == [1, 2]


@pytest.mark.django_db
def test_a_series_begins_once_a_year():
    next_number_in_transaction("letters", now=NOW)
    again = NumberSeries(name="letters", fiscal_year=2026)
    with pytest.raises(IntegrityError, match="numbering_numberseries_once"):
        NumberSeries.objects.bulk_create([again])
