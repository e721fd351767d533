"""Incidents: reported by anybody, judged, reported, closed; opened by itself; seen by whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ProgrammingError
from django.http import Http404

from accounts.enums import PrivateRole
from foundation.audit.chain import verify
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.disclosure.enums import Part
from handoff.exceptions import Refused
from handoff.incidents.access import incidents_for, lessons_for
from handoff.incidents.enums import Exemption, Item, Kind, Report, State, StepKind
from handoff.incidents.models import Incident, Lesson, ReportItem, Step
from handoff.incidents.queries import cases_under_incident, counts_by_year
from handoff.incidents.services.handling import close_incident, note_report, write_step
from handoff.incidents.services.reading import read_incident, read_lessons, read_readers
from handoff.incidents.services.reminding import remind_of_reports
from handoff.machine.enums import Deed
from handoff.machine.enums import State as HandoffState
from handoff.machine.services.reading import read_part
from handoff.vault import store
from handoff.vault.exceptions import KeyMissing
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
)
from tests.factories.handoff import make_agency, make_enrolled_user, make_enrolment
from tests.factories.incidents import WHAT, judge, report, write_items

pytestmark = pytest.mark.django_db
LESSON = "封をする前に、ふたりで宛名を読み合わせる。"


@pytest.fixture
def officer():
    return make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)


@pytest.fixture
def sent(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    do(handoff, Deed.ACKNOWLEDGE, people["coordinator"])
    return handoff


def void(handoff, centre, officer, *, second=True):
    do(handoff, Deed.VOID, centre["lead"], reason="となりの市に送ったかなりあ")
    if second:
        do(handoff, Deed.VOID, officer, reason="となりの市に送ったかなりあ")


def step(incident, user, kind, *, done_on=TODAY):
    write_step(
        incident_id=incident.pk,
        kind=kind,
        done_on=done_on,
        words="電話でかなりあ",
        actor=acting(user),
        now=NOW,
    )


def say_reported(incident, user, which, *, done_on=TODAY):
    actor = acting(user)
    return note_report(incident_id=incident.pk, report=which, done_on=done_on, words="", actor=actor, now=NOW)


def close(incident, user, lesson=LESSON):
    return close_incident(incident_id=incident.pk, lesson=lesson, actor=acting(user), now=NOW)


@pytest.mark.parametrize("role", list(PrivateRole))
def test_anybody_enrolled_reports_and_finds_their_own_words_again(role):
    user = make_enrolled_user(name="知らせた人", role=role)
    incident = report(user)
    read = read_incident(incident_id=incident.pk, actor=acting(user), now=NOW)
    assert (read.what, read.incident.state) == (WHAT, State.REPORTED)


def test_those_who_handle_it_are_told_that_something_waits_and_no_word_more(centre, officer, people):
    incident = report(people["hand"])
    mails = OutgoingMail.objects.filter(cause__startswith="incidents.reported")
    assert sorted(mail.to for mail in mails) == sorted([centre["lead"].email, officer.email])
    assert not any(
        word in mail.text + mail.subject for mail in mails for word in (incident.reference, "事故")
    )


def test_nothing_that_was_typed_stands_in_the_clear(centre):
    incident = report(centre["worker"])
    judge(incident, centre["lead"])
    write_items(incident, centre["lead"])
    step(incident, centre["lead"], StepKind.PREFECTURE_TOLD)
    with opened(CLOCK, now=NOW):
        told = [list(model.objects.values()) for model in (Incident, ReportItem, Step)]
    assert "かなりあ" not in str(told)
    assert verify().broken_id is None


def test_it_lies_under_the_key_of_its_case_or_under_one_of_its_own(centre, sent):
    of_handoff = report(centre["worker"], about=sent.reference.lower())
    of_case = report(centre["worker"], about=sent.case_reference)
    alone = report(centre["worker"])
    assert (of_handoff.key, of_handoff.handoff_id) == (sent.key, sent.pk)
    assert (of_case.key, of_case.case_id, of_case.handoff_id) == (sent.key, sent.case_id, None)
    assert alone.key != sent.key
    assert store.data_key(alone.key)


def test_who_works_for_two_agencies_reports_for_the_one_whose_handoff_it_is(people, city, sent):
    other = make_agency(name="見本園")
    make_enrolment(person=people["coordinator"].person, role=PrivateRole.AGENCY_WORKER, agency=other)
    assert set(acting(people["coordinator"]).agency_roles) == {city.pk, other.pk}
    assert report(people["coordinator"], about=sent.reference).reporter_agency == city


def test_a_number_that_is_not_theirs_is_as_one_that_is_not_there(people, sent):
    stranger = staff_of_agency(make_agency())["coordinator"]
    for user, about in ((stranger, sent.reference), (people["coordinator"], sent.case_reference)):
        with pytest.raises(Refused, match="見つかりません"):
            report(user, about=about)
    assert report(people["coordinator"], about=sent.reference).handoff_id == sent.pk


def test_it_is_found_today_or_before(centre):
    with pytest.raises(Refused, match="気づいた日"):
        report(centre["worker"], found_on=TODAY + timedelta(days=1))


def test_the_whole_way_of_what_has_to_be_reported(centre, officer):
    incident = report(centre["worker"])
    assert judge(incident, centre["lead"]).is_reportable
    with pytest.raises(Refused, match="概要"):
        say_reported(incident, officer, Report.FIRST)
    write_items(incident, officer, [Item.OUTLINE])
    say_reported(incident, officer, Report.FIRST)
    with pytest.raises(Refused, match="変えられません"):
        judge(incident, centre["lead"])
    with pytest.raises(Refused, match="個人データの項目"):
        say_reported(incident, officer, Report.FINAL)
    write_items(incident, officer)
    say_reported(incident, officer, Report.FINAL)
    with pytest.raises(Refused, match="本人"):
        close(incident, officer)
    step(incident, officer, StepKind.PERSON_TOLD)
    close(incident, officer)
    kinds = {each.kind for each in rows(Step.objects.filter(incident=incident))}
    assert kinds == {
        StepKind.REPORTED,
        StepKind.ASSESSED,
        StepKind.FIRST_REPORT,
        StepKind.FINAL_REPORT,
        StepKind.PERSON_TOLD,
        StepKind.CLOSED,
    }
    with pytest.raises(Refused, match="終わったもの"):
        write_items(incident, officer)


def test_steps_have_their_own_day_between_finding_out_and_today(centre):
    incident = report(centre["worker"], found_on=TODAY - timedelta(days=2))
    for day in (TODAY - timedelta(days=3), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="した日"):
            step(incident, centre["lead"], StepKind.RECIPIENT_DELETED, done_on=day)
    with pytest.raises(Refused, match="選んで"):
        step(incident, centre["lead"], StepKind.FINAL_REPORT)


def test_nobody_but_who_handles_them_does_anything_with_it(centre, people):
    incident = report(people["hand"])
    for user in (people["hand"], people["coordinator"], centre["worker"]):
        for deed in (lambda u: judge(incident, u), lambda u: close(incident, u)):
            with pytest.raises(Http404):
                deed(user)
        with pytest.raises(Http404):
            read_readers(incident_id=incident.pk, actor=acting(user), now=NOW)


@pytest.mark.parametrize(
    "lesson", ["鵜飼沢さんの封筒を確かめる", "かなりあ一郎 様の件", "C8-7KQFWのこと", "ｈ８－７ＫＱＦＷの件"]
)
def test_a_lesson_with_a_name_or_a_number_is_refused(centre, sent, lesson):
    incident = report(centre["worker"], about=sent.reference)
    judge(incident, centre["lead"], exemption=Exemption.RECOVERED_UNREAD)
    with pytest.raises(Refused, match="入っています"):
        close(incident, centre["lead"], lesson)
    close(incident, centre["lead"])


def test_what_was_learnt_is_read_by_everybody_at_the_centre_without_the_incident(centre, people):
    incident = report(centre["worker"], kind=Kind.NEAR_MISS)
    judge(incident, centre["lead"], criteria=())
    close(incident, centre["lead"])
    colleague = make_enrolled_user(name="相談員", role=PrivateRole.CASE_WORKER)
    assert [text for _, text in read_lessons(actor=acting(colleague), now=NOW)] == [LESSON]
    assert read_lessons(actor=acting(people["coordinator"]), now=NOW) == []
    with pytest.raises(Http404):
        read_incident(incident_id=incident.pk, actor=acting(colleague), now=NOW)


def test_closing_a_handoff_as_a_mistake_opens_an_incident_in_the_same_transaction(centre, officer, sent):
    void(sent, centre, officer, second=False)
    assert rows(Incident.objects.all()) == []
    do(sent, Deed.VOID, officer, reason="となりの市に送ったかなりあ")
    (incident,) = rows(Incident.objects.all())
    assert (incident.handoff_id, incident.about, incident.kind) == (
        sent.pk,
        sent.reference,
        Kind.WRONG_RECIPIENT,
    )
    read = read_incident(incident_id=incident.pk, actor=acting(officer), now=NOW)
    assert "となりの市に送ったかなりあ" in read.what
    assert read.incident.opened_by_itself


def test_should_the_incident_fail_the_handoff_is_not_closed(centre, officer, sent):
    void(sent, centre, officer, second=False)
    store.destroy(sent.key)
    with pytest.raises(KeyMissing):
        do(sent, Deed.VOID, officer, reason="わけ")
    assert fresh(sent).state == HandoffState.REVIEWING


def test_what_never_left_is_a_near_miss(centre, officer, city):
    draft = make_draft(make_case(centre), city, centre)
    void(draft, centre, officer)
    (incident,) = rows(Incident.objects.all())
    assert incident.kind == Kind.NEAR_MISS


def test_who_read_it_is_found_in_the_trail_although_everything_is_closed(centre, officer, people, sent):
    read_part(handoff_id=sent.pk, part=Part.NEED, actor=acting(people["coordinator"]), now=NOW)
    void(sent, centre, officer)
    (incident,) = rows(Incident.objects.all())
    _, events = read_readers(incident_id=incident.pk, actor=acting(officer), now=NOW)
    read = {(event.name, event.what) for event in events}
    assert (people["coordinator"].person.name, Part.NEED.label) in read
    assert Entry.objects.filter(verb="incidents.readers_read", actor_id=officer.pk).count() == 1


def test_an_open_incident_holds_its_case(centre, sent):
    incident = report(centre["worker"], about=sent.reference)
    with opened(CLOCK, now=NOW):
        assert cases_under_incident() == {sent.case_id}
    judge(incident, centre["lead"], exemption=Exemption.RECOVERED_UNREAD)
    close(incident, centre["lead"])
    with opened(CLOCK, now=NOW):
        assert cases_under_incident() == set()


def test_each_year_is_counted_by_kind(centre):
    for kind in (Kind.LOSS, Kind.LOSS, Kind.NEAR_MISS):
        report(centre["worker"], kind=kind)
    report(centre["worker"], found_on=TODAY - timedelta(days=400))
    with opened(acting(centre["lead"]), now=NOW):
        years = counts_by_year(incidents_for(acting(centre["lead"])))
    assert [year.total for year in years] == [3, 1]
    assert [number for _, number in years[0].counts] == [1, 0, 2, 0, 0, 0]


def reminders():
    return OutgoingMail.objects.filter(cause__startswith="incidents.due").count()


def test_what_is_due_soon_is_said_once_a_step_and_late_where_the_clock_stood_still(centre, officer):
    incident = report(centre["worker"])
    judge(incident, centre["lead"])
    write_items(incident, officer, [Item.OUTLINE])
    say_reported(incident, officer, Report.FIRST)
    counts = []
    for days in (5, 22, 23, 28, 28, 40):
        remind_of_reports(now=NOW + timedelta(days=days))
        counts.append(reminders())
    assert counts == [0, 2, 2, 4, 4, 4]


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Incident, {"kind": "none"}, "incidents_incident_kind_is_known"),
        (Incident, {"criteria": ["none"]}, "incidents_incident_criteria_are_known"),
        (Incident, {"case": None}, "incidents_incident_handoff_of_its_case"),
        (Incident, {"is_reportable": None}, "incidents_incident_judged_before_it_goes_on"),
        (Incident, {"first_reported_on": None}, "incidents_incident_first_report_before_the_final_one"),
        (
            Incident,
            {"first_reported_on": TODAY - timedelta(days=9)},
            "incidents_incident_reported_after_it_was_found",
        ),
        (Incident, {"state": "closed", "closed_at": NOW}, "incidents_incident_closed_only_once_reported"),
        (Incident, {"closed_at": NOW}, "incidents_incident_closed_has_its_moment"),
        (ReportItem, {"item": "none"}, "incidents_reportitem_item_is_known"),
        (ReportItem, {"item": "cause"}, "incidents_reportitem_once"),
        (ReportItem, {"text": None}, "incidents_reportitem_known_says_something"),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, sent, model, change, constraint):
    incident = report(centre["worker"], about=sent.reference)
    judge(incident, centre["lead"])
    write_items(incident, centre["lead"])
    say_reported(incident, centre["lead"], Report.FIRST)
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        model.objects.update(**change)


def test_the_database_knows_its_kinds_of_steps_and_lessons(centre):
    incident = report(centre["worker"], kind=Kind.NEAR_MISS)
    judge(incident, centre["lead"], criteria=())
    close(incident, centre["lead"])
    with pytest.raises(IntegrityError, match="incidents_lesson_kind_is_known"), opened(CLOCK, now=NOW):
        Lesson.objects.update(kind="none")
    made = Step(incident=incident, kind="none", done_on=TODAY, written_by=centre["lead"], written_at=NOW)
    with pytest.raises(IntegrityError, match="incidents_step_kind_is_known"), opened(CLOCK, now=NOW):
        Step.objects.bulk_create([made])


def test_without_our_filters_the_database_shows_the_same(centre, officer, people, sent):
    own = report(people["hand"], about="")
    other = report(centre["worker"], about=sent.reference)
    judge(other, centre["lead"], exemption=Exemption.RECOVERED_UNREAD)
    write_items(other, centre["lead"])
    close(other, centre["lead"])
    strangers = staff_of_agency(make_agency()).values()
    everybody = [*centre.values(), officer, *people.values(), *strangers]
    for user in everybody:
        actor = acting(user)
        with opened(actor, now=NOW):
            assert seen(Incident) == set(incidents_for(actor).values_list("pk", flat=True)), user
            assert seen(Lesson) == set(lessons_for(actor).values_list("pk", flat=True)), user
            handled = {own.pk, other.pk} <= seen(Incident)
            assert bool(seen(ReportItem)) == bool(seen(Step)) == handled, user
    assert {user for user in everybody if not shown(user)} == {
        *strangers,
        people["coordinator"],
        centre["second"],
    }


def seen(model):
    return set(model.objects.values_list("pk", flat=True))


def shown(user):
    with opened(acting(user), now=NOW):
        return seen(Incident)


def test_whose_role_has_ended_sees_not_even_their_own(people):
    report(people["hand"])
    actor = acting(people["hand"])
    people["hand"].person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert seen(Incident) == set()


def test_nobody_reports_for_somebody_else_and_no_step_is_changed(centre, people):
    incident = report(people["hand"])
    forged = fresh(incident)
    forged.pk, forged.reference = Case().pk, "J8-AAAAA"
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        opened(acting(centre["worker"]), now=NOW),
    ):
        Incident.objects.bulk_create([forged])
    for statement in ("UPDATE incidents_step SET id = id", "DELETE FROM incidents_step"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)
