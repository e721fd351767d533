"""A completion is written down once, as of its day, and a certificate is never issued around the rule."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from directory.enums import MembershipRole
from events.certificates.enums import CertificateState, RevokeReason
from events.certificates.models import Certificate
from events.certificates.services.issuing import revoke
from foundation.demo import World
from tests.factories.completion import (
    RIGHT,
    WRONG,
    answer,
    ask_for,
    ask_question,
    make_named_viewer,
    parts_of,
    receive,
    watch,
    watch_course,
    watch_together,
)
from tests.factories.directory import join, make_agency
from tests.factories.training_media import make_recording
from training_media import registries
from training_media.campaigns import demo as campaigns_demo
from training_media.completion import demo, queries
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Answer, Completion, CompletionRule
from training_media.completion.services.completing import BY_NAME, issue_earned, note_completions
from training_media.courses.services.adding import ask_after_part
from training_media.intake.services.replacing import replace_recording
from training_media.models import Part
from training_media.registries import QuestionnaireDoor

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def test_whoever_met_everything_gets_a_certificate_with_the_words_of_the_day(course, viewer, staff):
    ask_for(course, by=staff)
    watch(viewer, parts_of(course)[0], days=3)
    watch(viewer, parts_of(course)[1], days=1)
    issued = receive(course, viewer)
    assert (issued.holder_name, issued.title, issued.course, issued.minutes) == (
        "見本 花子",
        "修了証",
        "受け入れの話",
        20,
    )
    assert "から" in issued.held_on
    assert issued.remark == BY_NAME
    assert (issued.agency, issued.issued_by) == (viewer.agency, None)
    completion = Completion.objects.get()
    assert (completion.earns_certificate, completion.origin_key) == (True, f"{course.pk}-{viewer.pk}")
    # The films were seen from a day ago on, one after another.
    assert timedelta(0) < completion.completed_at - (NOW - timedelta(days=1)) < timedelta(hours=12)


def test_a_second_press_gives_the_same_certificate(course, viewer, staff):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    assert receive(course, viewer) == receive(course, viewer)
    assert (Certificate.objects.count(), Completion.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_give_one(course, viewer, staff):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    numbers, together = [], threading.Barrier(2)

    def press():
        together.wait()
        numbers.append(receive(course, viewer).number)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert (len(numbers), len(set(numbers)), Completion.objects.count()) == (2, 1, 1)


def test_who_lacks_something_reads_what_and_gets_nothing(course, viewer, staff):
    ask_for(course, by=staff, asks_questions=True)
    first, _second = parts_of(course)
    ask_question(first)
    with pytest.raises(CompletionRefused, match="あと19分、第1部 0:00〜9:30、第2部 0:00〜9:30"):
        receive(course, viewer)
    watch_course(viewer, course)
    with pytest.raises(CompletionRefused, match="まだ正しく答えていません"):
        receive(course, viewer)
    assert not Certificate.objects.exists()
    assert not Completion.objects.exists()
    assert answer(first, viewer, WRONG) == {viewer.pk: False}
    with pytest.raises(CompletionRefused):
        receive(course, viewer)
    assert answer(first, viewer, RIGHT) == {viewer.pk: True}
    assert receive(course, viewer).state == CertificateState.ISSUED
    assert [each.is_right for each in Answer.objects.all()] == [False, True]


def test_a_right_answer_counts_also_after_a_wrong_one(course, viewer, staff):
    ask_for(course, by=staff, asks_questions=True)
    ask_question(parts_of(course)[0])
    answer(parts_of(course)[0], viewer, RIGHT)
    answer(parts_of(course)[0], viewer, WRONG)
    watch_course(viewer, course)
    assert receive(course, viewer)


def test_a_right_answer_counts_for_the_words_that_were_asked(course, viewer, staff):
    """Another wording is another question, and asked again; its twin is the unchanged one."""
    ask_for(course, by=staff, asks_questions=True)
    part = parts_of(course)[0]
    question = ask_question(part)
    answer(part, viewer, RIGHT)
    standing = queries.standings(course, [viewer.pk])[viewer.pk]
    assert standing.lacks_answers == ()
    details = {"text": "どれですか。", "choices": question.choices, "right": 1, "explanation": ""}
    ask_after_part(part=part, details=details, actor=staff, now=NOW)
    standing = queries.standings(course, [viewer.pk])[viewer.pk]
    assert [each.facts.number for each in standing.lacks_answers] == [1]
    assert Answer.objects.get().text == "3つ目の方法は、どれですか。"


def test_nobody_is_judged_by_a_question_that_was_changed_meanwhile(course, viewer, staff):
    part = parts_of(course)[0]
    seen = ask_question(part)
    details = {"text": seen.text, "choices": seen.choices, "right": 0, "explanation": ""}
    ask_after_part(part=part, details=details, actor=staff, now=NOW)
    with pytest.raises(CompletionRefused, match="質問が変わりました"):
        answer(part, viewer, RIGHT, seen=seen)
    with pytest.raises(CompletionRefused, match="選択肢の中から"):
        answer(part, viewer, 3)
    assert not Answer.objects.exists()


def test_the_questionnaire_is_asked_of_the_room_that_keeps_it(course, viewer, staff, monkeypatch):
    who = set()
    door = QuestionnaireDoor("アンケート", "/asked/", lambda keys: who & set(keys), lambda *_: {})
    monkeypatch.setattr(registries, "course_questionnaires", [lambda _: door])
    ask_for(course, by=staff, asks_questionnaire=True)
    watch_course(viewer, course)
    with pytest.raises(CompletionRefused, match="アンケートに、まだ答えていません"):
        receive(course, viewer)
    who.add(viewer.pk)
    assert receive(course, viewer)


def test_a_course_without_a_rule_is_completed_by_95_percent_and_gives_no_certificate(course, viewer):
    first, second = parts_of(course)
    watch(viewer, first, (0, 10))
    watch(viewer, second, (0, 9))
    assert note_completions(now=NOW) == 0
    watch(viewer, second, (9, 10), days=0.5)
    assert note_completions(now=NOW) == 1
    assert note_completions(now=NOW) == 0
    with pytest.raises(CompletionRefused, match="修了証はありません"):
        receive(course, viewer)
    assert Completion.objects.get().earns_certificate is False


def test_who_was_complete_before_a_certificate_was_given_meets_what_is_asked_now(course, viewer, staff):
    """Nobody gets one below the rule because they were early."""
    first, _ = parts_of(course)
    watch_course(viewer, course)
    note_completions(now=NOW)
    ask_question(first)
    ask_for(course, by=staff, asks_questions=True)
    with pytest.raises(CompletionRefused, match="正しく答えていません"):
        receive(course, viewer)
    answer(first, viewer, RIGHT)
    assert receive(course, viewer)
    assert Completion.objects.count() == 1


def test_a_rule_that_is_made_stricter_takes_nothing_from_who_was_through(course, viewer, staff):
    ask_for(course, by=staff, least_percent=50)
    for part in parts_of(course):
        watch(viewer, part, (0, 5))
    late = make_named_viewer(name="見本 次郎", agency=viewer.agency)
    ask_for(course, by=staff, least_percent=100)
    for part in parts_of(course):
        watch(late, part, (0, 5))
    assert receive(course, viewer)
    with pytest.raises(CompletionRefused):
        receive(course, late)


def test_a_new_film_takes_nothing_from_who_was_through(course, viewer, staff, monkeypatch):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    old, new = parts_of(course)[0].recording, make_recording(minutes=30)
    monkeypatch.setattr("training_media.intake.services.replacing.playable", set)
    replace_recording(old=old, new=new, pieces=[], actor=staff, now=NOW)
    assert Part.objects.filter(recording=new).exists()
    assert not queries.standings(course, [viewer.pk])[viewer.pk].is_complete
    assert receive(course, viewer)


def test_a_certificate_that_was_taken_back_does_not_come_again_by_a_press(course, viewer, staff):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    issued = receive(course, viewer)
    revoke(
        certificate_id=issued.pk,
        reason=RevokeReason.OTHER,
        actor=staff,
        now=NOW,
    )
    with pytest.raises(CompletionRefused):
        receive(course, viewer)


def test_group_viewing_is_marked_where_something_counts_only_so(course, staff):
    ask_for(course, by=staff)
    first, second = parts_of(course)
    together, alone, gone = [make_named_viewer(name=name, agency=None) for name in ("甲", "乙", "丙")]
    watch_together([together, alone, gone], first, stayed=[together, alone])
    for each in (together, alone, gone):
        watch(each, second, days=2)
    watch(alone, first, days=3)
    assert "集合視聴" in receive(course, together).remark
    assert receive(course, alone).remark == BY_NAME
    with pytest.raises(CompletionRefused):
        receive(course, gone)


def test_the_day_is_when_they_finished_and_not_when_somebody_looked(course, viewer):
    watch_course(viewer, course, days=5)
    note_completions(now=NOW)
    completion = Completion.objects.get()
    assert timezone.localdate(completion.completed_at) == timezone.localdate(
        NOW - timedelta(days=5) + timedelta(hours=2, minutes=10)
    )
    assert completion.began_on == timezone.localdate(NOW - timedelta(days=5) + timedelta(hours=1))


def test_who_does_not_press_gets_their_certificate_from_the_job_once(course, viewer, staff):
    """So that no period of viewing ends before somebody has pressed."""
    ask_for(course, by=staff)
    watch_course(viewer, course)
    late = make_named_viewer(name="見本 次郎", agency=viewer.agency)
    watch(late, parts_of(course)[0])
    note_completions(now=NOW)
    assert [issue_earned(now=NOW) for _ in range(2)] == [1, 0]
    issued = Certificate.objects.get()
    assert (issued.holder_name, issued.issued_by) == ("見本 花子", None)
    assert receive(course, viewer) == issued
    revoke(certificate_id=issued.pk, reason=RevokeReason.OTHER, actor=staff, now=NOW)
    assert issue_earned(now=NOW) == 0


def test_what_was_completed_before_there_was_a_certificate_gets_none_from_the_job(course, viewer, staff):
    watch_course(viewer, course)
    note_completions(now=NOW)
    ask_question(parts_of(course)[0])
    ask_for(course, by=staff, asks_questions=True)
    note_completions(now=NOW)
    assert issue_earned(now=NOW) == 0
    answer(parts_of(course)[0], viewer, RIGHT)
    assert issue_earned(now=NOW) == 1


def test_the_demo_world_has_a_rule_and_somebody_who_completed_the_course(course, staff, partner):
    own = make_agency(name="家0")
    join(partner.person, own, role=MembershipRole.PARTNER)
    ask_question(parts_of(course)[0])
    people = {"staff": staff.person, "partner": partner.person}
    world = World(door="public", now=NOW, cast=(), people=people)
    for seed in (demo.seed, campaigns_demo.seed, demo.seed, demo.seed):
        seed(world)
    issued = Certificate.objects.get()
    assert (issued.holder_name, CompletionRule.objects.get().gives_certificate) == ("髙橋 慎", True)
