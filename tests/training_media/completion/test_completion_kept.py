"""What the database refuses, what is forgotten and when, what becomes of it when agencies become one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from directory.services.agencies import merge_agencies
from events.models import Participant
from events.registries import HistoryWish, Learner
from events.training_history.queries import history, learners
from foundation.japanese.text import fold
from tests.factories.accounts import sign_in
from tests.factories.afterwards import make_held_event, mark
from tests.factories.completion import (
    RIGHT,
    WRONG,
    answer,
    ask_for,
    ask_question,
    make_named_viewer,
    parts_of,
    receive,
    vouch_for,
    watch_course,
)
from tests.factories.directory import make_agency
from training_media.completion import queries
from training_media.completion.models import Answer, Completion, CompletionRule
from training_media.completion.services.completing import note_completions
from training_media.completion.services.forgetting import forget_answers, forget_names
from training_media.viewing.models import Viewer
from training_media.viewing.services.forgetting import forget_old_reports
from training_media.watching.services.coming_in import Who, name_viewers
from training_media.watching.services.forgetting import forget_names as forget_viewers

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def test_a_completion_stays_when_reports_are_forgotten_and_names_go_after_their_time(course, viewer, staff):
    ask_for(course, by=staff)
    watch_course(viewer, course, days=5)
    note_completions(now=NOW)
    later = NOW + timedelta(days=400)
    forget_old_reports(now=later)
    assert Completion.objects.get().name == "見本 花子"
    assert (forget_names(now=NOW + timedelta(days=3600)), forget_names(now=NOW + timedelta(days=3700))) == (
        0,
        1,
    )
    completion = Completion.objects.get()
    assert (completion.name, completion.agency_name, completion.minutes) == ("", "", 20)
    assert note_completions(now=NOW + timedelta(days=3700)) == 0


def test_people_of_one_home_stay_apart_once_their_names_as_viewers_are_forgotten(client, course, staff):
    """Beside them sits somebody of their home at a seminar whose name nobody wrote."""
    ask_for(course, by=staff)
    home = make_agency(name="見本の家")
    suzuki, sato = name_viewers(agency=home, people=[Who("鈴木 一"), Who("佐藤 実")], now=NOW)
    Viewer.objects.filter(pk=sato.pk).update(person=Person.objects.create(name="佐藤 実"))
    for each in (suzuki, sato):
        vouch_for(each)
        watch_course(each, course)
    numbers = {each.name: receive(course, each).printed_number for each in (suzuki, sato)}
    mark(make_held_event(people=1, agency=home), actor=staff)
    Participant.objects.update(name="", person=None)
    assert forget_viewers(now=NOW + timedelta(days=6 * 366)) == 2
    found = learners(["見本の家"])
    assert [(each.latest.name, each.times) for each in found] == [("佐藤 実", 1), ("鈴木 一", 1)]
    sign_in(client, staff)
    for each in found:
        rows = history(HistoryWish(learner=each.latest.learner))
        assert [(row.name, row.certificate) for row in rows] == [
            (each.latest.name, numbers[each.latest.name])
        ]
    address = reverse("history_desk:person", args=["videos", Completion.objects.get(name="鈴木 一").pk])
    file = client.post(address, {"form": "csv", "reason": "proof"}).content.decode("utf-8-sig")
    for taken in (client.get(address).text, file):
        assert (numbers["鈴木 一"] in taken, "佐藤 実" in taken, numbers["佐藤 実"] in taken) == (
            True,
            False,
            False,
        )
    assert history(HistoryWish(learner=Learner(None, fold("見本の家"), ""))) == []


def test_a_right_answer_stays_while_a_certificate_can_still_be_earned_by_it(course, viewer, staff):
    ask_for(course, by=staff, asks_questions=True, gives_certificate=False)
    part = parts_of(course)[0]
    ask_question(part)
    answer(part, viewer, RIGHT)
    watch_course(viewer, course)
    note_completions(now=NOW)
    assert Completion.objects.get().earns_certificate is False
    later = NOW + timedelta(days=370)
    assert forget_answers(now=later) == 0
    ask_for(course, by=staff, asks_questions=True)
    note_completions(now=later)
    assert (Completion.objects.get().earns_certificate, forget_answers(now=later)) == (True, 1)


def test_answers_go_after_their_time_but_for_the_right_ones_that_are_needed(course, viewer, staff):
    ask_for(course, by=staff, asks_questions=True)
    part = parts_of(course)[0]
    ask_question(part)
    answer(part, viewer, WRONG)
    answer(part, viewer, RIGHT)
    assert forget_answers(now=NOW + timedelta(days=360)) == 0
    assert forget_answers(now=NOW + timedelta(days=370)) == 1
    assert [each.is_right for each in Answer.objects.all()] == [True]
    watch_course(viewer, course)
    note_completions(now=NOW)
    assert forget_answers(now=NOW + timedelta(days=370)) == 1


def test_when_agencies_become_one_answers_completions_and_certificates_go_along(course, staff, manager):
    ask_for(course, by=staff)
    kept, merged = make_agency(name="見本の家"), make_agency(name="見本ホーム")
    own, twin = make_named_viewer(agency=kept), make_named_viewer(agency=merged)
    alone = make_named_viewer(name="見本 次郎", agency=merged)
    ask_question(parts_of(course)[0])
    answer(parts_of(course)[0], twin, RIGHT)
    for each in (own, twin, alone):
        watch_course(each, course, days=2 if each == twin else 1)
    numbers = [receive(course, each).number for each in (twin, alone)]
    first = Completion.objects.get(viewer=twin).completed_at
    note_completions(now=NOW)
    merge_agencies(merged=merged, kept=kept, actor=manager, now=NOW)
    assert [each.viewer for each in Completion.objects.order_by("viewer")] == [own, alone]
    assert Answer.objects.get().viewer == own
    assert Completion.objects.get(viewer=own).completed_at == first
    assert [receive(course, Viewer.objects.get(pk=each.pk)).number for each in (own, alone)] == numbers


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (CompletionRule, {"least_percent": 0}, "completion_rule_asks_for_a_share"),
        (CompletionRule, {"least_percent": 101}, "completion_rule_asks_for_a_share"),
        (CompletionRule, {"title": ""}, "completion_rule_certificate_says_something"),
        (Answer, {"chosen": 3}, "completion_answer_is_one_of_the_choices"),
        (Answer, {"right": 3}, "completion_answer_is_one_of_the_choices"),
        (Completion, {"name": ""}, "completion_completion_names_somebody"),
        (Completion, {"forgotten_at": NOW}, "completion_completion_names_somebody"),
        (Completion, {"origin_key": ""}, "completion_completion_has_a_key"),
        (
            Completion,
            {"issued_at": NOW, "earns_certificate": False},
            "completion_completion_is_issued_where_it_is_earned",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(course, viewer, staff, model, values, constraint):
    ask_for(course, by=staff)
    ask_question(parts_of(course)[0])
    answer(parts_of(course)[0], viewer, RIGHT)
    watch_course(viewer, course)
    note_completions(now=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


def test_nobody_completes_a_course_twice(course, viewer):
    watch_course(viewer, course)
    note_completions(now=NOW)
    twice = Completion.objects.get()
    twice.pk, twice.origin_key = None, "another"
    with pytest.raises(IntegrityError, match="completion_completion_once"), transaction.atomic():
        Completion.objects.bulk_create([twice])


def test_the_database_itself_judges_an_answer(course, viewer):
    ask_question(parts_of(course)[0])
    answer(parts_of(course)[0], viewer, WRONG)
    Answer.objects.update(right=WRONG)
    assert Answer.objects.get().is_right is True


@pytest.mark.parametrize("people", [1, 3])
def test_as_many_queries_for_three_as_for_one(course, staff, people, django_assert_num_queries):
    ask_for(course, by=staff, asks_questions=True)
    ask_question(parts_of(course)[0])
    viewers = [make_named_viewer(name=f"見本 {number}", agency=None) for number in range(people)]
    for each in viewers:
        watch_course(each, course)
    keys = [each.pk for each in viewers]
    with django_assert_num_queries(4):
        queries.standings(course, keys)
    with django_assert_num_queries(4):
        queries.how_watched(course, keys, now=NOW)
