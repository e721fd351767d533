"""Answers that came by phone, FAX or letter are typed in by staff, with the way and the day."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.joining.models import TurnQuestion
from directory.joining.rules import may_note
from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db
ASKED = NOW - timedelta(days=10)
TODAY = NOW.date()


@pytest.fixture
def question(agency, today):
    return TurnQuestion.objects.create(agency=agency, fiscal_year=2026, way="paper", asked_at=ASKED)


def address(question):
    return reverse("directory_joining_desk:heard", args=[question.pk])


def typed(answer="same", **said):
    return {"answer": answer, "heard": "fax", "heard_on": "2026-11-20", "new_name": "", "new_job": ""} | said


def test_a_fax_of_some_days_ago_is_kept_with_its_way_and_day(desk, staff, question):
    assert f'href="{address(question)}"' in desk.get("/cms/joining/turn/").content.decode()
    assert desk.post(address(question), typed()).status_code == 303
    question.refresh_from_db()
    day = timezone.localdate(question.answered_at).isoformat()
    assert (question.answer, question.heard, day) == ("same", "fax", "2026-11-20")
    last = Entry.objects.latest("pk")
    assert (last.verb, last.actor_id) == ("directory.turn_answered", staff.pk)
    assert f'href="{address(question)}"' not in desk.get("/cms/joining/turn/").content.decode()


def test_a_new_person_needs_a_name(desk, question):
    assert desk.post(address(question), typed("changed")).status_code == 422
    assert desk.post(address(question), typed("changed", new_name="新しい 方")).status_code == 303
    question.refresh_from_db()
    assert (question.answer, question.new_name) == ("changed", "新しい 方")


def test_an_answer_that_is_there_is_not_written_over(desk, question):
    desk.post(address(question), typed())
    answer = desk.post(address(question), typed("changed", new_name="別の 方"))
    assert (answer.status_code, TurnQuestion.objects.get().answer) == (422, "same")
    assert "もう答えをいただいています。" in answer.content.decode()


@pytest.mark.parametrize(
    ("answer", "days", "is_allowed"),
    [
        ("", 0, True),
        ("", -10, True),
        ("", 1, False),
        ("", -11, False),
        ("later", 0, True),
        ("same", 0, False),
    ],
)
def test_an_answer_comes_after_the_question_and_not_in_the_future(answer, days, is_allowed):
    heard_on, asked_on = TODAY + timedelta(days=days), TODAY - timedelta(days=10)
    assert may_note(answer, heard_on=heard_on, asked_on=asked_on, today=TODAY).allowed == is_allowed


def test_a_way_without_an_answer_is_refused_by_the_database(question):
    wrong = pytest.raises(IntegrityError, match="joining_turnquestion_heard_an_answer")
    with wrong, transaction.atomic():
        TurnQuestion.objects.update(heard="fax")


def test_partners_and_strangers_write_no_answers(browser, question):
    assert browser.post(address(question), typed()).status_code == 302
    assert Client().post(address(question), typed()).status_code == 302
    assert TurnQuestion.objects.get().answer == ""


def test_what_does_not_exist_is_not_found(staff, today):
    with time_machine.travel(NOW, tick=False):
        assert sign_in(Client(), staff).get("/cms/joining/turn/999999/").status_code == 404
