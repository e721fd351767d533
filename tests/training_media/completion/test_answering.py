"""Each who watches answers for themselves alone."""

import pytest
from django.utils import timezone

from portal.mid_form import FURIGANA
from tests.factories.accounts import sign_in
from tests.factories.completion import (
    DONE,
    QUESTION,
    RIGHT,
    WRONG,
    ask_for,
    ask_question,
    gather,
    make_named_viewer,
    say,
    shown_mark,
)
from tests.factories.directory import join, make_agency
from tests.factories.watching import come_in
from training_media.completion.models import Answer
from training_media.enums import Watchers
from training_media.models import Course

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def _viewer(card, name="見本 花子"):
    return make_named_viewer(name=name, agency=card.agency)


def test_a_part_without_a_question_and_a_draft_are_not_there(client, card, course):
    come_in(client, card)
    assert client.get(QUESTION).status_code == 404
    Course.objects.update(state="draft")
    assert [client.get(each).status_code for each in (DONE, QUESTION)] == [404, 404]


def test_a_wrong_answer_is_explained_and_tried_again(client, card, course):
    ask_question(course.parts.first())
    come_in(client, card)
    answer = say(client, answer=WRONG)
    assert (answer.status_code, "ちがいます" in answer.text, "登録すると" in answer.text) == (422, True, True)
    answer = say(client, answer=RIGHT)
    assert answer.headers["Location"] == DONE
    assert "もう正しく答えています" in client.get(QUESTION).text
    assert [(each.chosen, each.is_together) for each in Answer.objects.all()] == [(0, False), (1, False)]


def test_no_choice_and_a_forged_one_are_told_and_change_nothing(client, card, course):
    ask_question(course.parts.first())
    come_in(client, card)
    for forged in ("", "7", "x", "-1"):
        answer = say(client, answer=forged)
        assert (answer.status_code, "答えを1つ選んでください" in answer.text) == (422, True)
    assert client.post(QUESTION, {"answer": RIGHT}).status_code == 422
    assert not Answer.objects.exists()


def test_a_question_that_was_changed_meanwhile_is_read_again(client, card, course):
    question = ask_question(course.parts.first())
    come_in(client, card)
    mark = shown_mark(client.get(QUESTION))
    question.text = "4つ目の方法は、どれですか。"
    question.save()
    answer = client.post(QUESTION, {"seen": mark, "answer": RIGHT})
    assert (answer.status_code, "質問が変わりました" in answer.text) == (422, True)
    assert "4つ目の方法" in answer.text
    assert not Answer.objects.exists()


def test_a_switch_of_the_look_keeps_the_choice_and_judges_nothing(client, card, course):
    ask_question(course.parts.first())
    come_in(client, card)
    page = client.get(QUESTION)
    assert 'id="typed-form"' in page.text
    answer = client.post(QUESTION, {"seen": shown_mark(page), "answer": "2", FURIGANA: "on"})
    assert (answer.status_code, answer.context["form"]["answer"].value()) == (200, "2")
    assert "checked" in answer.text
    assert not Answer.objects.exists()


def test_too_many_answers_in_an_hour_are_not_taken(client, card, course, settings):
    settings.COMPLETION_RATES = {"answer": "1/h/key", "certificate": "60/h/key"}
    ask_question(course.parts.first())
    come_in(client, card)
    assert [say(client, answer=WRONG).status_code for _ in range(2)] == [422, 429]
    assert Answer.objects.count() == 1


def test_ten_people_on_one_screen_answer_each_for_themselves(client, card, course, staff):
    """Some are right, some wrong, some leave it: each is judged alone, and only who is ticked is named."""
    ask_for(course, by=staff, asks_questions=True)
    ask_question(course.parts.first())
    _viewer(card, "見本 別人")
    people = gather(client, card, *(f"見本 {number}" for number in "一二三四五六七八九十"))
    chosen = dict(zip(people, [RIGHT] * 4 + [WRONG] * 3, strict=False))
    answer = say(client, **{f"answer_{each.pk}": choice for each, choice in chosen.items()})
    assert (answer.status_code, "見本 別人" in answer.text) == (422, False)
    assert "正しく答えた方：見本 一、見本 二、見本 三、見本 四" in answer.text
    assert answer.text.count("もう一度、考えてみてください") == 3
    rows = Answer.objects.order_by("pk")
    assert {each.viewer: each.chosen for each in rows} == chosen
    assert {each.is_together for each in rows} == {True}
    answer = say(client, **{f"answer_{people[0].pk}": WRONG, f"answer_{people[9].pk}": RIGHT})
    assert answer.headers["Location"] == DONE
    assert Answer.objects.filter(viewer=people[0]).count() == 1
    assert say(client).status_code == 422


def test_nobody_answers_for_somebody_who_does_not_sit_there(client, card, course):
    ask_question(course.parts.first())
    absent = _viewer(card, "見本 別人")
    gather(client, card, "見本 一", "見本 二")
    answer = say(client, **{f"answer_{absent.pk}": RIGHT})
    assert (answer.status_code, Answer.objects.count()) == (422, 0)


def test_whoever_signed_in_answers_before_they_have_watched(client, course, staff, partner):
    Course.objects.update(watchers=Watchers.PARTNERS)
    ask_for(course, by=staff, asks_questions=True)
    ask_question(course.parts.first())
    join(partner.person, make_agency(name="見本の家"))
    sign_in(client, partner)
    assert "あと19分" in client.get(DONE).text
    assert say(client, answer=WRONG).status_code == 422
    assert say(client, answer=RIGHT).headers["Location"] == DONE
    assert [each.viewer.person for each in Answer.objects.all()] == [partner.person, partner.person]
