"""Whose applications were is forgotten years after the event; what was held, for how many, stays true."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Person
from events import links, participant_links
from events.attendance.queries import door_rows
from events.certificates.queries import holders
from events.cohosts.papers import roster_rows
from events.cohosts.queries import SharedRoster
from events.enums import Accommodation, CorrectionKind, DateState, ReplyWay
from events.exceptions import ChangeRefused
from events.letters import Letter
from events.limits import APPLICANTS_KEPT
from events.models import Application, Correction, Participant, Session
from events.paper.models import OwedLetter, Scan
from events.paper.services.settling import link_scan
from events.queries import rebuilt_seats, session_seats
from events.questions.models import Answer
from events.registries import HistoryWish
from events.report_chapter import seminars_of_the_year
from events.services.changing import change_application
from events.services.forgetting import forget_applicants
from events.services.sending import send_in_transaction
from events.training_history.queries import history, learners
from foundation.audit.models import Entry
from foundation.mail.models import MailState, OutgoingMail
from tests.events.certificates.issued import give_rule, issue
from tests.events.questions.asked import ORDERS, ask, key
from tests.events.replay import replayed
from tests.factories.afterwards import BEFORE, add_people, make_held_event, mark, people_of
from tests.factories.directory import make_agency
from tests.factories.events import NOW, TOKYO, apply, make_event, some_people
from tests.factories.limits import put_limit
from tests.factories.paper import make_scan

pytestmark = pytest.mark.django_db

# The event was held on 2026-11-20; its people are kept for 1827 days.
KEPT_ON = datetime(2031, 11, 20, 3, 46, tzinfo=TOKYO)
FORGOTTEN_ON = datetime(2031, 11, 22, 3, 46, tzinfo=TOKYO)
WORDS = (
    "海野 空",
    "ウンノ",
    "世話人長",
    "山田 幸",
    "000-111-2222",
    "000-111-3333",
    "umi@example.jp",
    "車いすで行く",
)
WORDS += ("岸 所長", "海野さんの頼み", Accommodation.WHEELCHAIR.value)


def full_of_words(event, staff, *, agency=None, reply_way=ReplyWay.MAIL):
    """Let somebody apply of whom everything is known, and staff move them in the line."""
    (person,) = some_people(1)
    people = [type(person)(way=person.way, name="海野 空", name_kana="ウンノ ソラ", job="世話人長")]
    application = apply(
        event.sessions.get(),
        people,
        now=BEFORE + timedelta(hours=1),
        agency=agency,
        by_staff=True,
        actor=staff,
        contact_name="山田 幸",
        phone="000-111-2222",
        fax="000-111-3333",
        email="umi@example.jp",
        reply_way=reply_way,
        note="車いすで行く",
        accommodations=[Accommodation.WHEELCHAIR],
        manager_name="岸 所長",
        shows_names=True,
    )
    Correction.objects.create(
        application=application,
        kind=CorrectionKind.LINE,
        before="2番目",
        after="1番目",
        reason="海野さんの頼み",
        by=staff,
        at=NOW,
    )
    return application


@pytest.fixture
def event(staff):
    """An event that is over: three people of a typed agency came, and one of whom much was written."""
    event = make_held_event(people=3)
    full_of_words(event, staff, agency=make_agency())
    mark(event, actor=staff)
    return event


def tables_that_say(*words):
    """Return the tables of events, their mail and their trail in which one of these words stands."""
    labels = [config.label for config in apps.get_app_configs() if config.name.split(".")[0] == "events"]
    models = [
        model for label in [*labels, "mail", "audit"] for model in apps.get_app_config(label).get_models()
    ]
    return {
        model.__name__
        for model in models
        for row in model._default_manager.values()
        if any(word in f"{value}" for value in row.values() for word in words)
    }


def test_names_stay_until_the_last_day_and_are_gone_after_it(event):
    assert forget_applicants(now=KEPT_ON) == 0
    before = tables_that_say(*WORDS)
    assert before >= {"Application", "Participant", "Correction", "OutgoingMail"}
    assert forget_applicants(now=FORGOTTEN_ON) == 1
    assert tables_that_say(*WORDS, "参加 1") == set()


def test_a_second_run_changes_nothing(event):
    forget_applicants(now=FORGOTTEN_ON)
    models = (Application, Participant, Correction, OutgoingMail, Entry)
    after = [list(model.objects.order_by("pk").values()) for model in models]
    assert forget_applicants(now=FORGOTTEN_ON + timedelta(days=1)) == 0
    assert [list(model.objects.order_by("pk").values()) for model in models] == after


def test_the_trail_says_of_which_date_and_names_nobody(event):
    forget_applicants(now=FORGOTTEN_ON)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("events.applicants_forgotten", None)
    assert (entry.subject_type, entry.subject_id) == ("events.session", event.sessions.get().pk)


def test_seats_ledger_marks_agencies_and_the_years_report_stay_as_they_were(event):
    session = event.sessions.get()

    def counts():
        seats = session_seats([session], now=NOW)[session.pk]
        rows = Application.objects.order_by("pk").values_list(
            "number", "agency", "agency_name", "sector", "state", "received_at", "channel", "least_people"
        )
        people = Participant.objects.order_by("pk").values_list("way", "attendance", "marked_at")
        return (
            replayed(session),
            rebuilt_seats(session),
            dict(seats.taken),
            participant_links.participants_of(event).count(),
            list(rows),
            list(people),
            seminars_of_the_year(2026, NOW).tables,
        )

    before = counts()
    forget_applicants(now=FORGOTTEN_ON)
    assert counts() == before
    assert rebuilt_seats(session) == {"venue": 4}


def test_the_last_date_of_an_event_counts_for_all_of_them(staff):
    event = make_held_event(people=1, sessions=2)
    first, last = event.sessions.order_by("starts_at")
    until_last = last.ends_at + timedelta(days=1827)
    assert first.ends_at + timedelta(days=1827) < until_last - timedelta(minutes=1)
    assert forget_applicants(now=until_last - timedelta(minutes=1)) == 0
    assert forget_applicants(now=until_last) == 2


def test_a_shorter_time_counts_at_once(event, manager):
    put_limit(APPLICANTS_KEPT, 400, by=manager)
    assert forget_applicants(now=NOW + timedelta(days=395)) == 0
    assert forget_applicants(now=NOW + timedelta(days=397)) == 1


def test_what_is_typed_in_for_an_event_already_forgotten_goes_with_the_next_run(event, staff):
    forget_applicants(now=FORGOTTEN_ON)
    late = Correction.objects.create(
        application=Application.objects.first(),
        kind=CorrectionKind.RECEIPT,
        before="2026-11-01T10:00:00+09:00",
        after="2026-11-01T09:00:00+09:00",
        reason="海野さんの頼み",
        by=staff,
        at=FORGOTTEN_ON,
    )
    assert forget_applicants(now=FORGOTTEN_ON + timedelta(days=1)) == 1
    late.refresh_from_db()
    assert (late.reason, late.before) == ("", "2026-11-01T10:00:00+09:00")


def test_mail_that_waits_never_goes_and_mail_that_went_names_nobody(event):
    OutgoingMail.objects.update(state=MailState.QUEUED)
    gone = OutgoingMail.objects.order_by("pk").first()
    OutgoingMail.objects.filter(pk=gone.pk).update(state=MailState.SENT, sent_at=NOW)
    forget_applicants(now=FORGOTTEN_ON)
    assert list(OutgoingMail.objects.values_list("pk", "to", "text")) == [(gone.pk, "", "")]


def test_a_letter_that_waits_for_the_fax_and_the_paper_that_came_go(
    staff, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    event = make_held_event(people=1)
    application = full_of_words(event, staff, reply_way=ReplyWay.FAX)
    scan = make_scan(staff)
    other = make_scan(staff, words="2")
    link_scan(scan_id=scan.pk, target="application", number=application.number, actor=staff, now=NOW)
    assert OwedLetter.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget_applicants(now=FORGOTTEN_ON)
    assert OwedLetter.objects.count() == 0
    assert list(Scan.objects.values_list("pk", flat=True)) == [other.pk]


def test_answers_to_the_events_questions_go_although_they_may_be_kept_longer(staff):
    event = make_event(now=BEFORE, starts_at=NOW - timedelta(days=4))
    lunch = ask(event, staff, now=BEFORE)
    apply(event.sessions.get(), now=BEFORE, more={"questions": {key(lunch): [ORDERS]}})
    assert Answer.objects.count() == 1
    forget_applicants(now=FORGOTTEN_ON)
    assert Answer.objects.count() == 0


def test_links_open_nothing_although_the_date_was_put_off_and_never_held(event, client):
    Session.objects.update(state=DateState.POSTPONED)
    applications = [links.path(each) for each in Application.objects.all()]
    person = people_of(event)[0]
    theirs = participant_links.path(person)
    with time_machine.travel(FORGOTTEN_ON, tick=False):
        assert [client.get(path).status_code for path in [*applications, theirs]] == [200, 200, 200]
        forget_applicants(now=FORGOTTEN_ON)
        person.refresh_from_db()
        paths = [*applications, theirs, participant_links.path(person)]
        assert [client.get(path).status_code for path in paths] == [404] * 4


def test_the_history_shows_nothing_of_the_forgotten(event, desk):
    agency = Application.objects.exclude(agency=None).get().agency
    known = Participant.objects.get(name="海野 空")
    page = reverse("history_desk:person", args=["seminars", known.pk])
    assert [row.name for row in history(HistoryWish(agency=agency))] == ["海野 空"]
    assert desk.get(page).status_code == 200
    forget_applicants(now=FORGOTTEN_ON)
    assert history(HistoryWish(agency=agency)) == []
    assert learners(["海野"]) == learners([agency.name]) == []
    assert desk.get(page).status_code == 404


def test_a_certificate_keeps_its_own_copy(staff):
    event = make_held_event(people=1)
    add_people(event.sessions.get(), 1, names=["汐見 花"])
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    issue(event, staff=staff)
    assert tables_that_say("汐見 花") >= {"Certificate", "Participant"}
    forget_applicants(now=FORGOTTEN_ON)
    assert tables_that_say("汐見 花") == {"Certificate"}


def test_no_room_says_of_the_forgotten_that_a_name_is_still_to_come(staff):
    event = make_held_event(people=1)
    session = event.sessions.get()
    add_people(session, 1, names=[""])
    mark(event, actor=staff)
    rule = give_rule(event, staff=staff)
    reasons = {"お名前が、まだ決まっていません。"}
    assert [row.name for row in door_rows(session)] == ["参加 1", "あとで決める"]
    assert {each.decision.reason for each in holders(rule, now=FORGOTTEN_ON)} == {"", *reasons}
    forget_applicants(now=FORGOTTEN_ON)
    roster = SharedRoster(session, people_of(event), 0)
    assert [row.name for row in door_rows(session)] == ["（消去しました）"] * 2
    assert [row[2] for row in roster_rows(roster)] == ["（消去しました）"] * 2
    told = {each.decision.reason for each in holders(rule, now=FORGOTTEN_ON)}
    assert told == {"残す期間がすぎたので、お名前を消しました。修了証は、もう出せません。"}


def test_the_desk_says_why_nobody_is_named_and_writes_no_names_again(event, desk):
    forget_applicants(now=FORGOTTEN_ON)
    application = Application.objects.first()
    text = desk.get(reverse("event_desk:application", args=[application.pk])).text
    assert "だれの申し込みかは、消しました" in text
    assert "（消去しました）" in text
    assert "あとで決める" not in text
    change = reverse("event_desk:application_change", args=[application.pk])
    assert change not in text
    assert "残しておく期間が過ぎたので消しました" in desk.get(change, follow=True).text
    with pytest.raises(ChangeRefused, match="残しておく期間が過ぎた"):
        change_application(
            application=application,
            contact={"contact_name": "山田 幸"},
            names={},
            actor=None,
            by_staff=True,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("write", "constraint"),
    [
        *[
            (lambda name=name: Application.objects.update(**{name: "名"}), "application_erased")
            for name in ("contact_name", "phone", "fax", "email", "note", "manager_name")
        ],
        (lambda: Application.objects.update(accommodations=["companion"]), "application_erased"),
        (lambda: Application.objects.update(shows_names=True), "application_erased"),
        *[
            (lambda name=name: Participant.objects.update(**{name: "名"}), "participant_erased")
            for name in ("name", "name_kana", "job")
        ],
        (
            lambda: Participant.objects.filter(position=1).update(
                name="名", person=Person.objects.create(name="見本")
            ),
            "participant_erased",
        ),
    ],
)
def test_an_erased_row_keeps_nothing(event, write, constraint):
    forget_applicants(now=FORGOTTEN_ON)
    with pytest.raises(IntegrityError, match=f"events_{constraint}_keeps_nothing"), transaction.atomic():
        write()


def test_nothing_is_sent_to_whoever_is_forgotten(event, staff):
    """A date that is put off may still be called off years later: there is nobody left to be told."""
    forget_applicants(now=FORGOTTEN_ON)
    before = OutgoingMail.objects.count(), OwedLetter.objects.count()
    with transaction.atomic():
        for application in Application.objects.all():
            send_in_transaction(application, Letter("件名", "本文"), cause="again", now=FORGOTTEN_ON)
    assert (OutgoingMail.objects.count(), OwedLetter.objects.count()) == before
