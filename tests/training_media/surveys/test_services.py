"""A course's questionnaire: made, answered by whoever watched, on paper, followed by another, forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.services.agencies import merge_agencies
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Answer, Questionnaire
from events.questionnaires.queries import asked_people, has_dates_to_come
from events.questionnaires.services.answering import type_sheet
from events.questionnaires.services.forgetting import forget_old_answers
from events.questionnaires.services.running import (
    ask_all_after_the_end,
    change_questionnaire,
    close_overdue,
    remind_once,
    summarise,
)
from foundation.audit.models import Entry
from tests.factories import surveys
from tests.factories.directory import make_agency
from tests.factories.training_media import make_course, make_viewer
from training_media.registries import questionnaire_of
from training_media.surveys import queries
from training_media.surveys.models import AnsweredByViewer, CourseQuestionnaire
from training_media.surveys.services.answering import mark_returned
from training_media.surveys.services.forgetting import forget_old_marks
from training_media.surveys.services.making import drop_draft
from training_media.viewing.models import Coverage, Seat, Sitting, Viewer
from training_media.viewing.services.ledger import begin_sitting
from training_media.viewing.services.tidying import tidy_up

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def asked(staff):
    return surveys.ask(by=staff, now=NOW)


def may(asked, viewer, *, now=NOW):
    return queries.may_answer(asked, [viewer.pk], today=timezone.localdate(now))[viewer.pk]


def test_one_who_has_watched_something_may_answer_however_and_nobody_who_sat_down_alone(asked):
    nobody, said, sat, before = (make_viewer(name=name) for name in "一二三四")
    course = asked.course
    surveys.say_watched(said, course)
    recording = course.parts.first().recording
    begin_sitting(recording=recording, viewers=[sat], kind="alone", now=NOW)
    earlier = ((0, 1_000),)
    Coverage.objects.create(viewer=before, recording=recording, carried=earlier, carried_before=earlier)
    assert [may(asked, each).allowed for each in (said, sat, before)] == [True, False, True]
    assert may(asked, nobody).reason == "アンケートは、動画を見てから答えられます。"
    with pytest.raises(QuestionnaireRefused, match="見てから"):
        surveys.answer(asked, nobody)
    other = surveys.ask(make_course(slug="betsu"), by=asked.questionnaire.created_by)
    assert not may(other, said).allowed
    assert {Seat.objects.count(), Sitting.objects.count()} == {1}


def test_nobody_answers_after_the_last_day_nor_once_it_is_closed(asked, staff):
    (viewer,) = surveys.make_watchers(asked, 1)
    assert may(asked, viewer, now=NOW + timedelta(days=10)).allowed
    assert may(asked, viewer, now=NOW + timedelta(days=11)).reason == "アンケートの受け付けは、終わりました。"
    assert close_overdue(now=NOW + timedelta(days=10)) == 0
    assert close_overdue(now=NOW + timedelta(days=11)) == 1
    with pytest.raises(QuestionnaireRefused, match="終わりました"):
        surveys.answer(asked, viewer, now=NOW)


def test_a_sheet_of_paper_is_typed_and_its_slip_ticked_and_nothing_joins_them(asked, staff):
    first, second, third = surveys.make_watchers(asked, 3)
    stranger = make_viewer(name="見ていない人")
    sheet = {"questionnaire_id": asked.questionnaire_id, "given": surveys.given(asked)}
    assert type_sheet(**sheet, actor=staff, now=NOW) == 1
    assert not AnsweredByViewer.objects.exists()
    surveys.answer(asked, first)
    chosen = [first.pk, second.pk, stranger.pk]
    assert mark_returned(asked=asked, viewers=chosen, actor=staff, now=NOW) == 1
    assert queries.answered_among(asked, [first.pk, second.pk, third.pk]) == {first.pk, second.pk}
    assert [each.pk for each in queries.missing_viewers(asked)] == [third.pk]
    entries = Entry.objects.filter(verb__in=["questionnaires.sheet_typed", "questionnaires.sheets_returned"])
    assert entries.count() == 2


def test_a_course_has_one_questionnaire_at_a_time_and_answers_of_all_count(asked, staff):
    course, (viewer, late) = asked.course, surveys.make_watchers(asked, 2)
    surveys.answer(asked, viewer)
    with pytest.raises(QuestionnaireRefused, match="まだ終わっていない"):
        surveys.ask(course, by=staff)
    surveys.close(asked, by=staff)
    second = surveys.ask(course, by=staff)
    assert [each.is_current for each in queries.questionnaires_of(course)] == [True, False]
    assert queries.current_of(course) == second
    door = questionnaire_of(course)
    assert door.answered([viewer.pk, late.pk]) == {viewer.pk}
    surveys.answer(second, late)
    assert door.answered([viewer.pk, late.pk]) == {viewer.pk, late.pk}
    assert door.address == "/videos/ukeire/watch/questionnaire/"


def test_a_course_has_a_door_once_its_questionnaire_was_opened_and_keeps_who_answered(staff):
    course = make_course()
    assert questionnaire_of(course) is None
    draft = surveys.ask(course, by=staff, opened=False)
    assert questionnaire_of(course) is None
    drop_draft(asked=draft, actor=staff, now=NOW)
    opened = surveys.ask(course, by=staff)
    (viewer,) = surveys.make_watchers(opened, 1)
    surveys.answer(opened, viewer)
    surveys.close(opened, by=staff)
    surveys.ask(course, by=staff, opened=False)
    assert questionnaire_of(course).title == "アンケート"
    assert questionnaire_of(course).answered([viewer.pk]) == {viewer.pk}


def test_a_draft_is_dropped_with_its_questions_and_nothing_else_is(asked, staff):
    with pytest.raises(QuestionnaireRefused, match="始める前"):
        drop_draft(asked=asked, actor=staff, now=NOW)
    surveys.close(asked, by=staff)
    drop_draft(asked=surveys.ask(asked.course, by=staff, opened=False), actor=staff, now=NOW)
    assert queries.current_of(asked.course) == asked
    draft = surveys.ask(make_course(slug="betsu"), by=staff, opened=False)
    drop_draft(asked=draft, actor=staff, now=NOW)
    assert list(CourseQuestionnaire.objects.all()) == [asked]
    assert Questionnaire.objects.count() == 1


def test_nothing_that_is_done_for_events_touches_one_of_a_course(asked, staff):
    questionnaire = asked.questionnaire
    assert ask_all_after_the_end(now=NOW) == 0
    assert list(asked_people(questionnaire, now=NOW)) == []
    assert not has_dates_to_come(questionnaire, now=NOW)
    with pytest.raises(QuestionnaireRefused):
        remind_once(questionnaire_id=questionnaire.pk, actor=staff, now=NOW)


def test_questions_of_a_draft_are_changed_by_the_engine(staff):
    draft = surveys.ask(by=staff, opened=False)
    words = {"title": "新しい題名", "intro": "", "closes_on": draft.questionnaire.closes_on}
    plan = surveys.Draft(words, None, surveys.QUESTIONS[:1])
    change_questionnaire(questionnaire_id=draft.questionnaire_id, draft=plan, actor=staff, now=NOW)
    assert surveys.fresh(draft).questionnaire.title == "新しい題名"
    assert len(queries.questions_of(draft)) == 1


def test_marks_and_words_are_forgotten_after_their_time_and_numbers_stay(asked, staff):
    first, second = surveys.make_watchers(asked, 2)
    surveys.answer(asked, first, text="消える文")
    surveys.answer(asked, second, text="残る文", may_be_quoted=True)
    surveys.close(asked, by=staff, now=NOW)
    surveys.read(asked, by=staff, now=NOW)
    summarise(questionnaire_id=asked.questionnaire_id, summary="まとめ", actor=staff, now=NOW)
    assert forget_old_marks(now=NOW + timedelta(days=400)) == 0
    assert forget_old_marks(now=NOW + timedelta(days=401)) == 1
    assert not AnsweredByViewer.objects.exists()
    forget_old_answers(now=NOW + timedelta(days=1097))
    kept = Answer.objects.exclude(text="").values_list("text", flat=True)
    assert (list(kept), Answer.objects.exclude(marks=[]).count()) == (["残る文"], 6)


def test_marks_of_two_viewers_who_become_one_move_and_are_never_doubled(asked, staff, manager):
    kept, merged = make_agency(name="残る家"), make_agency(name="なくなる家")
    both = [
        surveys.say_watched(make_viewer(name="見本 花子", agency=each), asked.course)
        for each in (kept, merged)
    ]
    alone = [
        surveys.say_watched(make_viewer(name="見本 太郎", agency=each), asked.course)
        for each in (kept, merged)
    ]
    moved = surveys.say_watched(make_viewer(name="見本 三", agency=merged), asked.course)
    for viewer in (*both, alone[1], moved):
        surveys.answer(asked, viewer)
    merge_agencies(kept=kept, merged=merged, actor=manager, now=NOW)
    marked = AnsweredByViewer.objects.values_list("viewer", flat=True)
    assert sorted(marked) == sorted([both[0].pk, alone[0].pk, moved.pk])


def test_whoever_answered_is_no_unused_viewer(asked):
    (viewer,) = surveys.make_watchers(asked, 1)
    surveys.answer(asked, viewer)
    viewer.statements.all().delete()
    tidy_up(now=NOW + timedelta(days=400))
    assert Viewer.objects.get() == viewer
    AnsweredByViewer.objects.all().delete()
    tidy_up(now=NOW + timedelta(days=400))
    assert not Viewer.objects.exists()


def refused(constraint, rows, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**values)


def test_the_database_refuses_what_no_service_writes(asked, staff):
    (viewer,) = surveys.make_watchers(asked, 1)
    with pytest.raises(IntegrityError, match="surveys_answeredbyviewer_once"), transaction.atomic():
        AnsweredByViewer.objects.bulk_create(AnsweredByViewer(asked=asked, viewer=viewer) for _ in range(2))
    surveys.close(asked, by=staff)
    surveys.ask(asked.course, by=staff)
    refused("surveys_coursequestionnaire_one_is_current", CourseQuestionnaire.objects.all(), is_current=True)
    questionnaires = Questionnaire.objects.filter(pk=asked.questionnaire_id)
    refused("questionnaires_questionnaire_is_about_something", questionnaires, origin="event")
    refused("questionnaires_questionnaire_is_about_something", questionnaires, origin="dice")
    refused("questionnaires_questionnaire_letters_are_of_events", questionnaires, tells_by_mail=True)
    refused("questionnaires_questionnaire_letters_are_of_events", questionnaires, reminded_at=NOW)
    refused("questionnaires_questionnaire_read_once_closed", questionnaires, state="summarised")
    current = Questionnaire.objects.exclude(pk=asked.questionnaire_id)
    refused("questionnaires_questionnaire_read_once_closed", current, read_at=NOW)
