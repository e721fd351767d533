"""The order of questions of both moments, what copies make of it, and which lock is taken last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.questions import queries
from events.questions.enums import AskKind, AskMoment
from events.questions.exceptions import QuestionRefused
from events.questions.models import AgencyAnswer, Question
from events.questions.services.asking import ask_agency_again, change_question, drop_question, move_up
from events.services.duplicating import duplicate_event
from foundation.public_pages import version
from tests.events.filled import Form
from tests.events.questions.asked import LUNCH, NOT, ORDERS, ask
from tests.factories.directory import make_agency
from tests.factories.events import NOW, make_event

pytestmark = pytest.mark.django_db
SEATED = {"moment": AskMoment.SEATED}


@pytest.fixture
def event():
    return make_event()


def moved_past_its_condition(event, staff):
    """Move what is asked after the seat above another such question, past the one that it depends on."""
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, **SEATED)
    lunch = ask(event, staff)
    drink = ask(event, staff, "飲みもの", kind=AskKind.LINE, only_if=lunch, only_choice=ORDERS, **SEATED)
    move_up(question_id=drink.pk, actor=staff, now=NOW)
    return lunch, drink


def test_an_event_is_copied_whose_questions_moved_across_moments(event, staff):
    moved_past_its_condition(event, staff)
    copy = duplicate_event(event=event, actor=staff, now=NOW)
    lunch, drink, _topic = queries.open_questions(copy)
    assert [lunch.wording, drink.wording] == [LUNCH, "飲みもの"]
    assert (drink.only_if, drink.only_choice) == (lunch, ORDERS)


def test_the_condition_still_stands_in_the_form_of_such_a_question(event, staff, desk):
    lunch, drink = moved_past_its_condition(event, staff)
    path = reverse("questions_desk:change", args=[drink.pk])
    form = Form(desk.get(path))
    assert form.fields["condition"] == [f"{lunch.pk}:0"]
    assert desk.post(path, form.sent(hint="あたたかいもの")).status_code == 303
    drink.refresh_from_db()
    assert (drink.only_if, drink.hint) == (lunch, "あたたかいもの")


def test_a_condition_comes_before_what_depends_on_it_in_the_order_in_which_is_asked(event, staff):
    one, two = ask(event, staff, "ひとつ"), ask(event, staff, "ふたつ")
    words = {
        name: getattr(one, name)
        for name in ("wording", "kind", "choices", "hint", "moment", "is_required", "once_per_agency")
    }
    words |= {"only_if": two, "only_choice": NOT, "again_after_months": None}
    with pytest.raises(QuestionRefused, match="より前の質問"):
        change_question(question_id=one.pk, words=words, actor=staff, now=NOW)
    seated = words | SEATED
    assert change_question(question_id=one.pk, words=seated, actor=staff, now=NOW).only_if == two


def statements_of(deed, **facts):
    with CaptureQueriesContext(connection) as captured:
        deed(**facts, now=NOW)
    return [query["sql"] for query in captured]


def locks_after(statements, start):
    """Return whether the trail's lock comes after the one statement that starts so."""
    [at] = [number for number, sql in enumerate(statements) if sql.startswith(start)]
    [lock] = [number for number, sql in enumerate(statements) if "pg_advisory_xact_lock" in sql]
    return lock > at


def test_the_trail_is_locked_last_so_that_nobody_waits_crosswise(event, staff):
    lunch = ask(event, staff, once_per_agency=True)
    said = AgencyAnswer.objects.create(agency=make_agency(), key=lunch.key, words=[NOT], answered_at=NOW)
    again = statements_of(ask_agency_again, answer=said, actor=staff)
    assert locks_after(again, 'DELETE FROM "events_questions_agencyanswer"')
    dropped = statements_of(drop_question, question_id=lunch.pk, actor=staff)
    assert locks_after(dropped, 'DELETE FROM "events_questions_question"')
    assert not Question.objects.exists()


def test_whatever_becomes_of_a_question_clears_the_public_pages(
    event, staff, django_capture_on_commit_callbacks
):
    made = {}

    def deeds():
        yield lambda: made.update(one=ask(event, staff, "ひとつ"))
        yield lambda: made.update(two=ask(event, staff, "ふたつ"))
        yield lambda: move_up(question_id=made["two"].pk, actor=staff, now=NOW)
        yield lambda: drop_question(question_id=made["one"].pk, actor=staff, now=NOW)

    for deed in deeds():
        before = version.read()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        assert version.read() != before


def test_a_question_written_anew_clears_the_public_pages(
    event, staff, desk, django_capture_on_commit_callbacks
):
    lunch = ask(event, staff)
    path = reverse("questions_desk:change", args=[lunch.pk])
    form, before = Form(desk.get(path)), version.read()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(path, form.sent(hint="あたたかいもの"))
    assert version.read() != before
