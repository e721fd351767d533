"""What leaves on paper: one for each application and cause, for those who are not answered by mail."""

from datetime import timedelta

import pytest

from events.enums import Channel, Way
from events.lectures.services.arranging import decline_request
from events.letters import Letter
from events.models import Application
from events.notices.services.reminding import send_reminders
from events.on_paper import owe_in_transaction
from events.paper import queries
from events.paper.enums import LeavingWay, Outcome
from events.paper.models import OwedLetter
from events.paper.services.sending import drop_letters, mark_sent, take_back
from events.paper.services.settling import forget_paper
from events.services.applying import PersonRequest
from events.services.changing import cancel_application, cancel_people
from events.services.notices import send_notice
from events.services.publishing import cancel_event, reinstate_event
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from foundation.mail.models import OutgoingMail
from foundation.transactions import NotInTransaction
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_session
from tests.factories.lectures import ask

pytestmark = pytest.mark.django_db
BY_FAX = {"email": "", "reply_way": "fax", "fax": "000-000-4568", "channel": Channel.FAX, "by_staff": True}
BY_PHONE = {"email": "", "reply_way": "phone"}


def causes():
    return [letter.cause.split(":", 2)[2] for letter in OwedLetter.objects.order_by("pk")]


def causes_of_mails():
    return [mail.cause.split(":", 2)[2] for mail in OutgoingMail.objects.order_by("pk")]


def tick(staff, letters=None, *, way=LeavingWay.FAX, now=NOW):
    keys = [each.pk for each in letters or OwedLetter.objects.all()]
    return mark_sent(letters=keys, way=way, actor=staff, now=now)


def whole_life(staff, **fields):
    """Let an application live through everything that is told."""
    session = make_session(venue=2)
    first = apply(session, 2, email="first@example.jp")
    application = apply(session, 2, **fields)
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    send_reminders(now=STARTS_AT - timedelta(days=3, hours=2))
    send_reminders(now=STARTS_AT - timedelta(days=3, hours=1))
    event, states = session.event, ["confirmed"]
    for _ in range(2):
        send_notice(
            event=event, states=states, subject="持ち物", text="筆記用具", key="k1", actor=staff, now=NOW
        )
    cancel_event(event=event, reason="大雪のため", actor=staff, now=NOW)
    reinstate_event(event=event, actor=staff, now=NOW)
    OutgoingMail.objects.filter(to="first@example.jp").delete()
    cancel_people(
        application=application,
        people={application.participants.first().pk},
        actor=None,
        by_staff=False,
        now=NOW,
    )
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    return application


@pytest.mark.parametrize("fields", [BY_FAX, BY_PHONE])
def test_whoever_has_no_mail_is_owed_each_thing_once_that_a_mail_would_tell(staff, fields):
    whole_life(staff)
    by_mail = causes_of_mails()
    assert len(set(by_mail)) == len(by_mail) >= 7
    OwedLetter.objects.all().delete()
    OutgoingMail.objects.all().delete()
    application = whole_life(staff, **fields)
    on_paper = causes()
    assert [cause.partition("-1-")[0] for cause in on_paper] == [
        cause.partition("-1-")[0] for cause in by_mail
    ]
    assert causes_of_mails() == []
    assert {letter.source_id for letter in OwedLetter.objects.all()} == {application.pk}


def test_whoever_is_answered_by_mail_is_owed_nothing(staff):
    whole_life(staff)
    assert causes() == []


def test_whoever_asked_for_a_fax_gets_that_and_no_mail_though_there_is_an_address():
    apply(make_session(), 1, email="a@example.jp", reply_way="fax", fax="000-000-4568")
    assert (len(causes()), len(causes_of_mails())) == (1, 0)


def test_the_same_cause_is_owed_once_and_never_outside_a_transaction():
    application = apply(make_session(), 1, **BY_PHONE)
    OwedLetter.objects.get()
    letter = Letter("二度目", "こんにちは\n\nもう一度")
    cause = causes()[0]
    owe_in_transaction(application, letter, cause=cause, now=NOW)
    assert OwedLetter.objects.get().subject != "二度目"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_owed_outside_the_transaction_of_its_cause():
    with pytest.raises(NotInTransaction):
        owe_in_transaction(Application(), None, cause="x", now=NOW)


def test_a_letter_names_no_person():
    apply(make_session(), [PersonRequest(Way.VENUE, "名前 太郎", "ナマエ タロウ")], **BY_PHONE)
    letter = OwedLetter.objects.get()
    assert not [word for word in ("名前", "佐久間", "000-000") if word in letter.subject + letter.words]


def test_lectures_are_owed_as_well(staff):
    request = ask(email="", reply_way="phone")
    decline_request(request=request, reason="講師の都合がつきません。", actor=staff, now=NOW)
    assert causes() == ["received", "declined"]
    assert "講師の都合がつきません。" in OwedLetter.objects.latest("pk").words
    (bundle,) = queries.bundles()
    assert (bundle.to.name, bundle.way, len(bundle.letters)) == (request.host, LeavingWay.PHONE, 2)


def test_a_lecture_answered_by_fax_is_told_by_fax_alone_though_there_is_an_address(staff):
    request = ask(reply_way="fax", fax="000-000-4568")
    decline_request(request=request, reason="講師の都合がつきません。", actor=staff, now=NOW)
    assert (request.email != "", causes()) == (True, ["received", "declined"])
    assert not OutgoingMail.objects.filter(to=request.email).exists()


def test_lectures_by_mail_are_not_owed():
    ask()
    assert causes() == []


# -- to whom ------------------------------------------------------------------------------------------


def test_one_bundle_for_each_addressee_and_number():
    session = make_session()
    for name, fax in (
        ("みなも", "000-000-4568"),
        ("みなも", "0000004568"),
        ("汐見", "000-000-4568"),
        ("みなも", "000-000-9999"),
    ):
        apply(session, 1, **BY_FAX | {"agency_name": name, "fax": fax})
    apply(session, 1, agency_name="電話の家", **BY_PHONE)
    found = [(each.to.name, each.way, each.halves, len(each.letters)) for each in queries.bundles()]
    assert found == [
        ("みなも", LeavingWay.FAX, ("000-000-", "4568"), 2),
        ("汐見", LeavingWay.FAX, ("000-000-", "4568"), 1),
        ("みなも", LeavingWay.FAX, ("000-000-", "9999"), 1),
        ("電話の家", LeavingWay.PHONE, ("000-000-", "4567"), 1),
    ]


def test_a_mended_number_is_the_one_that_is_dialled():
    application = apply(make_session(), 1, **BY_FAX)
    Application.objects.filter(pk=application.pk).update(fax="000-000-7777")
    assert queries.bundles()[0].to.fax == "000-000-7777"


@pytest.mark.parametrize(
    ("known", "differs"), [("000-000-4568", ""), ("000-000-1111", "000-000-1111"), ("", "")]
)
def test_a_number_that_the_directory_knows_otherwise_is_marked(known, differs):
    agency = make_agency()
    type(agency).objects.filter(pk=agency.pk).update(fax=known)
    apply(make_session(), 1, **BY_FAX | {"agency": agency, "agency_name": ""})
    assert queries.bundles()[0].differs == differs


# -- ticked and taken back ----------------------------------------------------------------------------


def test_a_tick_says_who_and_when_and_how_and_is_the_first_one_s(staff, manager):
    apply(make_session(), 1, **BY_FAX)
    assert tick(staff) == 1
    assert tick(manager, way=LeavingWay.PHONE) == 0
    letter = OwedLetter.objects.get()
    assert (letter.outcome, letter.left_by, letter.settled_by, letter.settled_at) == (
        Outcome.SENT,
        LeavingWay.FAX,
        staff,
        NOW,
    )
    assert queries.bundles() == []
    assert Entry.objects.filter(verb="events.paper_letter_sent").count() == 1


def test_a_tick_is_taken_back_within_the_day(staff):
    apply(make_session(), 1, **BY_FAX)
    tick(staff)
    letter = OwedLetter.objects.get()
    with pytest.raises(NotAllowed, match="その日のうち"):
        take_back(letter_id=letter.pk, actor=staff, now=NOW + timedelta(days=1))
    take_back(letter_id=letter.pk, actor=staff, now=NOW + timedelta(hours=13))
    assert len(queries.bundles()) == 1
    with pytest.raises(NotAllowed, match="まだ送っていません"):
        take_back(letter_id=letter.pk, actor=staff, now=NOW)


def test_what_need_not_leave_is_dropped_and_says_who(staff):
    apply(make_session(), 1, **BY_PHONE)
    assert drop_letters(letters=[OwedLetter.objects.get().pk], actor=staff, now=NOW) == 1
    letter = OwedLetter.objects.get()
    assert (letter.outcome, letter.left_by, letter.settled_by) == (Outcome.DROPPED, "", staff)


@pytest.mark.parametrize(("days", "late"), [(0, 0), (2, 0), (3, 1)])
def test_what_waits_longer_than_promised_is_late(days, late):
    apply(make_session(), 1, **BY_PHONE)  # a Tuesday
    assert queries.counts(NOW + timedelta(days=days))[:2] == (1, late)


@pytest.mark.parametrize(("days", "left"), [(365, 1), (366, 0)])
def test_copies_of_letters_are_forgotten_after_their_time(days, left):
    apply(make_session(), 1, **BY_PHONE)
    forget_paper(now=NOW + timedelta(days=days))
    assert OwedLetter.objects.count() == left
