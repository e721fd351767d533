"""Who comes second waits, and is judged by what the first has done; without the lock, wrongly."""

import pytest
from django.db import transaction

from accounts.models import Person
from directory.services import colleague_in_transaction, lock_agencies_in_transaction
from events import queries
from events.enums import ApplicationState
from events.exceptions import ApplicationRefused, ChangeRefused
from events.models import Application, Event, Session
from events.services import changing
from events.services.changing import Naming, cancel_application, change_application
from events.services.seats import lock_session_in_transaction, release_in_transaction
from tests.beside import Beside
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_waits_while_an_event_is_called_off_gets_no_seat():
    session = make_session()
    with transaction.atomic():
        lock_session_in_transaction(session.pk)
        Event.objects.update(state="cancelled", cancelled_at=NOW)
        second = Beside(lambda: apply(session))
        assert second.waits_for_a_lock()
    second.join()
    assert isinstance(second.error, ApplicationRefused)
    assert str(second.error) == "この研修・行事は中止になりました。"


def cancelled_twice_at_once(monkeypatch, *, locked):
    """Cancel an application while another does; return the second one's error, whether the ledger agrees."""
    if not locked:
        monkeypatch.setattr(
            changing,
            "lock_session_in_transaction",
            lambda pk: Session.objects.select_related("event").get(pk=pk),
        )
    application = apply(make_session(), 3)
    with transaction.atomic():
        lock_session_in_transaction(application.session_id)
        release_in_transaction(application, application.participants.all(), now=NOW)
        Application.objects.update(state=ApplicationState.CANCELLED, cancelled_at=NOW)
        second = Beside(
            lambda: cancel_application(application=application, actor=None, by_staff=False, now=NOW)
        )
        second.waits_for_a_lock()
    second.join()
    session = application.session
    return second.error, queries.rebuilt_seats(session) == queries.taken_seats(session)


def test_seats_are_given_back_once_however_many_cancel(monkeypatch):
    error, ledger_agrees = cancelled_twice_at_once(monkeypatch, locked=True)
    assert isinstance(error, ChangeRefused)
    assert ledger_agrees


def test_without_the_lock_seats_are_given_back_twice(monkeypatch):
    error, ledger_agrees = cancelled_twice_at_once(monkeypatch, locked=False)
    assert error is None
    assert not ledger_agrees


def named_twice_at_once(monkeypatch, *, locked):
    """Write one new colleague into two applications at once; return how many people of the name there are."""
    if not locked:
        monkeypatch.setattr(changing, "lock_agencies_in_transaction", lambda *_: None)
    agency = make_agency()
    application = apply(make_session(), 1, named=False, agency=agency)
    seat = application.participants.get().pk

    def name():
        change_application(
            application=application,
            contact={},
            names={seat: Naming("髙橋 慎", "タカハシ シン", "")},
            actor=None,
            by_staff=True,
            now=NOW,
        )

    with transaction.atomic():
        lock_agencies_in_transaction(agency)
        colleague_in_transaction(
            agency=agency, name="高橋 慎", name_kana="タカハシ シン", job="", today=NOW.date()
        )
        second = Beside(name)
        second.waits_for_a_lock()
    second.join()
    assert second.error is None
    return Person.objects.filter(name_kana="タカハシ シン").count()


def test_a_new_colleague_written_down_twice_at_once_is_one_person(monkeypatch):
    assert named_twice_at_once(monkeypatch, locked=True) == 1


def test_without_the_lock_the_colleague_is_two_people(monkeypatch):
    assert named_twice_at_once(monkeypatch, locked=False) == 2
