"""What has not left yet goes nowhere once its reader is gone, and says what is so once a date is off."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.enums import ChangeKind, DateState
from events.letters import when
from events.models import Part
from events.notices.enums import Outcome
from events.notices.models import Recipient
from events.notices.services.refusing import refuse_notices
from events.notices.services.reminding import send_reminders
from events.notices.services.sending import send_notice, tell_everybody
from events.paper import queries as paper
from events.paper.enums import LeavingWay
from events.paper.enums import Outcome as PaperOutcome
from events.paper.models import OwedLetter
from events.paper.services.sending import mark_sent, take_back, take_off_in_transaction
from events.registries import WaitingLetters
from events.services.changing import cancel_application
from events.services.parts import change_part
from events.services.publishing import cancel_event, update_event
from events.services.rescheduling import Decided, change_dates
from events.services.seats import lock_session_in_transaction
from foundation.decision import NotAllowed
from foundation.mail.models import OutgoingMail
from foundation.mail.services import deliver
from tests.beside import Beside
from tests.events.notices.test_notices import make_notice
from tests.events.notices.test_stopping import ELEVEN, NIGHT, sent_at_night, waiting
from tests.events.paper.test_owed import BY_FAX, BY_PHONE
from tests.events.parts.steps import written
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_event, make_session

pytestmark = pytest.mark.django_db
FAX = "000-000-3333"


def sent(staff, event=None):
    notice = make_notice(staff, event)
    send_notice(notice=notice, actor=staff, now=NOW)
    tell_everybody(notice_id=notice.pk, now=NOW)
    return notice


def on_paper():
    """Return whose letters still wait in 送るもの."""
    return sorted(bundle.to.name for bundle in paper.bundles())


def call_off(staff, event, *sessions, kind=ChangeKind.CANCELLED, now=ELEVEN, **fields):
    decided = Decided(kind, "台風", now.date(), **fields)
    keys = [each.pk for each in sessions]
    change_dates(event=event, sessions=keys, decided=decided, actor=staff, now=now)


# -- on paper ------------------------------------------------------------------------------------------


def test_a_fax_that_has_not_left_goes_nowhere_after_stop(staff):
    one, _ = make_agency(name="一の家", fax=FAX), make_agency(name="二の家", fax="000-000-4444")
    sent(staff)
    assert on_paper() == ["一の家", "二の家"]
    refuse_notices(agency=one, actor=staff, now=NOW)
    assert on_paper() == ["二の家"]
    assert Recipient.objects.get(agency=one).outcome == Outcome.LEFT


def test_a_fax_goes_nowhere_after_stop_under_another_name_of_the_same_number(staff):
    make_agency(name="一の家", fax=FAX)
    other = make_agency(name="二の家", fax="0000003333", sector="medical")
    sent(staff)
    refuse_notices(agency=other, actor=None, now=NOW)
    assert on_paper() == []


def test_a_fax_that_has_gone_stays_written_down(staff):
    one = make_agency(name="一の家", fax=FAX)
    sent(staff)
    mark_sent(letters=[OwedLetter.objects.get().pk], way=LeavingWay.FAX, actor=staff, now=NOW)
    refuse_notices(agency=one, actor=staff, now=NOW)
    assert (OwedLetter.objects.get().outcome, Recipient.objects.get().outcome) == (
        PaperOutcome.SENT,
        Outcome.TOLD,
    )


def test_a_fax_goes_nowhere_when_its_event_is_cancelled(staff):
    make_agency(name="一の家", fax=FAX)
    event = make_event()
    sent(staff, event)
    cancel_event(event=event, reason="台風", actor=staff, now=NOW)
    assert (on_paper(), Recipient.objects.get().outcome) == ([], Outcome.LEFT)


@pytest.mark.parametrize("way", [BY_FAX, BY_PHONE])
def test_whoever_has_left_gets_on_paper_only_that_they_have(staff, way):
    application = apply(make_session(), 1, **way)
    stays = apply(application.session, 1, **way)
    send_reminders(now=STARTS_AT - timedelta(days=1))
    cancel_application(application=application, actor=staff, by_staff=True, now=NOW)
    left = OwedLetter.objects.filter(outcome=PaperOutcome.WAITING)
    causes = [each.cause.split(":")[2] for each in left.filter(source_id=application.pk)]
    assert causes == ["cancelled"]
    assert left.filter(source_id=stays.pk).count() == 2


@pytest.mark.parametrize("whole", [True, False])
def test_a_reminder_on_paper_of_what_is_off_goes_nowhere(staff, whole):
    event = make_event(sessions=2)
    off, on = event.sessions.order_by("pk")
    for session in (off, on):
        apply(session, 1, **BY_FAX)
    moments = [each.starts_at - timedelta(days=1) for each in (off, on)]
    for moment in moments:
        send_reminders(now=moment)
    if whole:
        cancel_event(event=event, reason="台風", actor=staff, now=NOW)
    else:
        call_off(staff, event, off, now=NOW)
    reminders = OwedLetter.objects.filter(cause__contains=":reminder-", outcome=PaperOutcome.WAITING)
    assert reminders.count() == (0 if whole else 1)


def test_a_letter_that_was_taken_off_is_put_back_by_nobody(staff, desk):
    one = make_agency(name="一の家", fax=FAX)
    sent(staff)
    refuse_notices(agency=one, actor=staff, now=NOW)
    letter = OwedLetter.objects.get()
    with pytest.raises(NotAllowed, match="もどせません"):
        take_back(letter_id=letter.pk, actor=staff, now=NOW)
    shown = desk.get("/cms/paper/out/").text
    assert ("外しました" in shown, ">もどす<" in shown) == (True, False)


def test_a_letter_that_somebody_ticks_after_it_was_taken_off_has_not_gone(staff):
    one = make_agency(name="一の家", fax=FAX)
    sent(staff)
    refuse_notices(agency=one, actor=staff, now=NOW)
    keys = [OwedLetter.objects.get().pk]
    assert mark_sent(letters=keys, way=LeavingWay.FAX, actor=staff, now=NOW) == 0


# -- dates that are called off in the night --------------------------------------------------------------


def test_what_waits_names_no_date_that_is_called_off_in_the_night(staff):
    make_agency(name="一の家", email="one@example.jp")
    make_agency(name="三の家", fax=FAX)
    event = make_event(sessions=2)
    off, on = event.sessions.order_by("pk")
    sent_at_night(staff, event)
    mail, letter = OutgoingMail.objects.get(to="one@example.jp"), OwedLetter.objects.get()
    before = mail.text
    assert [when(each) in said for said in (mail.text, letter.words) for each in (off, on)] == [True] * 4
    call_off(staff, event, off)
    mail.refresh_from_db()
    letter.refresh_from_db()
    assert [when(each) in said for said in (mail.text, letter.words) for each in (off, on)] == [
        False,
        True,
    ] * 2
    kept = [line for line in before.splitlines() if line not in mail.text.splitlines()]
    assert kept == [f"　日時　{when(off)}"]


def test_a_new_day_stands_in_what_waits(staff):
    make_agency(email="one@example.jp")
    event = make_event()
    session = event.sessions.get()
    sent_at_night(staff, event)
    was, later = when(session), session.starts_at + timedelta(days=7)
    call_off(staff, event, session, kind=ChangeKind.POSTPONED, starts_at=later)
    session.refresh_from_db()
    text = OutgoingMail.objects.get(to="one@example.jp").text
    assert (was in text, when(session) in text) == (False, True)


def test_what_waits_is_dropped_when_no_date_is_left(staff):
    make_agency(email="one@example.jp")
    make_agency(name="三の家", fax=FAX)
    event = make_event()
    sent_at_night(staff, event)
    call_off(staff, event, event.sessions.get(), kind=ChangeKind.POSTPONED)
    assert (waiting(), on_paper()) == (set(), [])
    assert set(Recipient.objects.values_list("outcome", flat=True)) == {Outcome.LEFT}


def test_a_part_that_is_called_off_in_the_night_stands_in_no_mail_of_the_morning(staff):
    make_agency(email="one@example.jp")
    session = written(make_session(), staff)
    sent_at_night(staff, session.event)
    change_part(part=Part.objects.first(), kind=ChangeKind.CANCELLED, reason="台風", actor=staff, now=ELEVEN)
    assert "中止" in OutgoingMail.objects.get(to="one@example.jp").text


def test_what_has_gone_is_not_written_anew(staff):
    make_agency(email="one@example.jp")
    event = make_event()
    sent(staff, event)
    mail = OutgoingMail.objects.get(to="one@example.jp")
    deliver(mail_id=mail.pk, now=NOW)
    update_event(event=event, details={"title": "新しい名前"}, sessions=[], actor=staff, now=NIGHT)
    mail.refresh_from_db()
    assert "新しい名前" not in mail.text


# -- at the same moment ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_ticks_a_letter_that_is_being_taken_off_does_not_wait_and_ticks_nothing(staff):
    make_agency(name="一の家", fax=FAX)
    sent(staff)
    letter, ticked = OwedLetter.objects.get(), []
    with transaction.atomic():
        take_off_in_transaction(WaitingLetters(letter.source, [letter.source_id]), NOW)
        tick = Beside(
            lambda: ticked.append(mark_sent(letters=[letter.pk], way=LeavingWay.FAX, actor=staff, now=NOW))
        )
        assert not tick.waits_for_a_lock()
    letter.refresh_from_db()
    assert (ticked, letter.outcome) == ([0], PaperOutcome.DROPPED)


@pytest.mark.django_db(transaction=True)
def test_who_is_told_while_a_date_is_called_off_reads_of_the_other_one_alone(staff):
    make_agency(email="one@example.jp")
    event = make_event(sessions=2)
    off, on = event.sessions.order_by("pk")
    notice = make_notice(staff, event)
    send_notice(notice=notice, actor=staff, now=NOW)
    with transaction.atomic():
        lock_session_in_transaction(off.pk)
        event.sessions.filter(pk=off.pk).update(state=DateState.CANCELLED)
        job = Beside(lambda: tell_everybody(notice_id=notice.pk, now=NOW))
        assert job.waits_for_a_lock()
    job.join()
    text = OutgoingMail.objects.get(to="one@example.jp").text
    assert [when(each) in text for each in (off, on)] == [False, True]
