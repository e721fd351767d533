"""The desk sees who has completed a course, and alone gives another certificate where one went back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from events.certificates.enums import RevokeReason
from events.certificates.models import Certificate
from events.certificates.services.issuing import revoke
from tests.factories.accounts import make_user, sign_in
from tests.factories.completion import (
    DONE,
    RIGHT,
    answer,
    ask_for,
    ask_question,
    make_named_viewer,
    own_card,
    parts_of,
    receive,
    watch_course,
)
from tests.factories.directory import join
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.models import Completion
from training_media.completion.offers import CERTIFICATE, RECORD
from training_media.completion.services.completing import issue_earned, note_completions
from training_media.completion.services.confirming import issue_after_a_look
from training_media.courses.services.adding import ask_after_part
from training_media.watching.services.coming_in import known_viewer

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def people(course):
    return reverse("completion_desk:people", args=[course.pk])


@pytest.fixture
def taken_back(course, viewer, staff):
    """The certificate of somebody, which the centre took back."""
    ask_for(course, by=staff)
    watch_course(viewer, course)
    made = receive(course, viewer)
    return revoke(certificate_id=made.pk, reason=RevokeReason.WRONG_VIEWING, actor=staff, now=NOW)


def test_the_desk_comes_from_a_course_to_each_certificate(course, viewer, staff, people):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    made = receive(course, viewer)
    desk = sign_in(Client(), staff)
    assert people in desk.get(reverse("completion_desk:rule", args=[course.pk])).text
    page = desk.get(people).text
    assert ("見本 花子" in page, made.printed_number in page) == (True, True)
    assert reverse("certificate_desk:certificate", args=[made.pk]) in page


def test_beside_the_player_no_certificate_is_offered_that_was_taken_back(client, card, course, viewer, staff):
    ask_for(course, by=staff)
    watch_course(viewer, course)
    made = receive(course, viewer)
    own_card(client, card, viewer)
    player = reverse("watching:player", args=[course.slug, 1])
    assert (CERTIFICATE in client.get(player).text, RECORD in client.get(player).text) == (True, False)
    revoke(certificate_id=made.pk, reason=RevokeReason.WRONG_VIEWING, actor=staff, now=NOW)
    assert (CERTIFICATE in client.get(player).text, RECORD in client.get(player).text) == (False, True)


def test_whose_certificate_was_taken_back_is_told_and_only_the_desk_gives_another_one(
    client, card, course, viewer, staff, people, taken_back
):
    own_card(client, card, viewer)
    page = client.get(DONE).text
    assert ("前に出した修了証を、取り消しました" in page, "修了証を受け取る" in page) == (True, False)
    with pytest.raises(CompletionRefused, match="取り消しました"):
        receive(course, viewer)
    desk = sign_in(Client(), staff)
    issue = reverse("completion_desk:issue", args=[Completion.objects.get().pk])
    assert issue in desk.get(people).text
    assert desk.post(issue).headers["Location"] == people
    held = Certificate.objects.get(state="issued")
    assert (held.issued_by, held.number == taken_back.number) == (staff, False)
    assert held.printed_number in client.get(DONE).text


def test_names_are_for_those_who_work_with_agencies(course, viewer, staff, people, taken_back):
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    issue = reverse("completion_desk:issue", args=[Completion.objects.get().pk])
    assert (editor.get(people).status_code, editor.post(issue).status_code) == (404, 404)
    assert people not in editor.get(reverse("completion_desk:rule", args=[course.pk])).text
    assert Client().get(people).status_code == 302


def test_no_look_gives_what_was_not_earned(course, viewer, staff):
    ask_for(course, by=staff, gives_certificate=False)
    watch_course(viewer, course)
    note_completions(now=NOW)
    with pytest.raises(CompletionRefused, match="修了証はありません"):
        issue_after_a_look(completion=Completion.objects.get().pk, actor=staff, now=NOW)
    assert Certificate.objects.count() == 0


def test_one_that_was_taken_back_holds_up_nobody_behind_it(course, staff, taken_back):
    Completion.objects.update(issued_at=None)
    watch_course(make_named_viewer(name="見本 太郎", agency=taken_back.agency), course)
    note_completions(now=NOW)
    assert issue_earned(now=NOW) == 1
    assert Certificate.objects.get(state="issued").holder_name == "見本 太郎"


def test_of_a_name_that_was_said_at_a_card_the_paper_says_who_vouches_and_of_no_other(
    course, card, partner, staff, taken_back
):
    assert "お名前は、事業所の名簿にあるか、事業所に確かめたものです。" in taken_back.remark
    membership = join(partner.person, card.agency, role=MembershipRole.PARTNER)
    known = known_viewer(membership=membership, now=NOW)
    watch_course(known, course)
    assert receive(course, known).remark == ""


def test_the_day_is_that_of_the_answer_to_the_question_as_it_is(course, viewer, staff):
    ask_for(course, by=staff, asks_questions=True, asks_questionnaire=False)
    part = parts_of(course)[0]
    ask_question(part)
    answer(part, viewer, RIGHT, now=NOW - timedelta(days=20))
    words = {"text": "変わった質問", "choices": ["はい", "いいえ"], "right": 1, "explanation": ""}
    ask_after_part(part=part, details=words, actor=staff, now=NOW - timedelta(days=15))
    watch_course(viewer, course, days=18)
    answer(part, viewer, RIGHT, now=NOW - timedelta(days=2))
    assert timezone.localdate(Completion.objects.get().completed_at) == timezone.localdate(
        NOW - timedelta(days=2)
    )


def test_the_list_asks_as_often_for_three_as_for_one(course, staff, people, django_assert_num_queries):
    ask_for(course, by=staff)
    desk = sign_in(Client(), staff)
    for number in range(3):
        watch_course(make_named_viewer(name=f"見本 {number}"), course)
        note_completions(now=NOW)
        issue_earned(now=NOW)
        if number == 1:
            continue
        desk.get(people)
        with django_assert_num_queries(21):
            desk.get(people)


def test_papers_are_drawn_only_so_often(client, card, course, viewer, staff, settings):
    settings.COMPLETION_RATES = settings.COMPLETION_RATES | {"file": "1/h/key"}
    ask_for(course, by=staff)
    watch_course(viewer, course)
    receive(course, viewer)
    own_card(client, card, viewer)
    paper = reverse("completion:paper", args=[course.slug, viewer.pk])
    assert [client.get(paper).status_code for _ in range(2)] == [200, 429]
