import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from foundation.rates.models import Tally
from foundation.rates.services import forget_old_tallies, may_go, still_may

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
THREE_AN_HOUR = {"send": "3/h/ip"}


def ask(address="192.0.2.1", *, after=timedelta(), rates=THREE_AN_HOUR, key=None):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return may_go(request, app="tests", action="send", rates=rates, key=key, now=NOW + after)


@pytest.mark.django_db
def test_the_fourth_within_an_hour_waits_until_the_first_is_an_hour_old():
    assert [ask(after=timedelta(minutes=10 * number)) for number in range(4)] == [True, True, True, False]
    assert ask(after=timedelta(minutes=59)) is False
    assert ask(after=timedelta(minutes=61)) is True
    assert ask(after=timedelta(minutes=62)) is False


@pytest.mark.django_db
def test_looking_whether_one_may_counts_nothing_and_says_what_counting_would():
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    facts = {"app": "tests", "action": "send", "rates": THREE_AN_HOUR}
    said = [(still_may(request, now=NOW, **facts), ask()) for _ in range(4)]
    assert said == [(True, True)] * 3 + [(False, False)]
    assert still_may(request, now=NOW + timedelta(minutes=61), **facts)


@pytest.mark.django_db
def test_another_address_and_another_key_have_their_own_measure():
    assert [ask() for _ in range(4)][-1] is False
    assert ask("192.0.2.2")
    one_each = {"send": "1/h/key"}
    assert [ask(rates=one_each, key=key) for key in ("a", "b", "a")] == [True, True, False]


@pytest.mark.django_db
def test_what_has_no_measure_always_goes_and_is_not_written_down():
    assert all(ask(rates={}) for _ in range(9))
    assert Tally.objects.count() == 0


@pytest.mark.django_db
def test_no_address_stands_in_the_table_and_old_rows_go():
    ask()
    row = Tally.objects.get()
    assert "192.0.2.1" not in str(vars(row))
    assert forget_old_tallies(now=row.until) == 0
    assert forget_old_tallies(now=row.until + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_as_many_go_as_may():
    answers, begin = [], threading.Barrier(8)

    def one():
        begin.wait()
        answers.append(ask())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [False] * 5 + [True] * 3
