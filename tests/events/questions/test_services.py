"""Questions are made, answered, remembered, copied and forgotten, and the database keeps what matters."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.exceptions import ApplicationRefused
from events.models import Application
from events.questions import queries
from events.questions.enums import MOST_QUESTIONS, AskKind, AskMoment
from events.questions.exceptions import AnswerRefused, QuestionRefused
from events.questions.merging import move_answers
from events.questions.models import AgencyAnswer, Answer, Question
from events.questions.services.answering import answer_questions, send_file
from events.questions.services.asking import ask_agency_again, change_question, drop_question, move_up
from events.questions.services.forgetting import forget_old_answers
from events.questions.services.reminding import remind
from events.questions.uploads import Proven
from events.services.duplicating import duplicate_event
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.questions.asked import LUNCH, NOT, ORDERS, ask, ask_about_food, key
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event

pytestmark = pytest.mark.django_db
PDF = Proven(b"%PDF-1.7 of an applicant", "pdf")


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return make_event()


def apply_with(event, given=None, **fields):
    return apply(event.sessions.get(), more={"questions": given or {}}, **fields)


def words_of(application):
    return {
        answer.question.wording: answer.words for answer in Answer.objects.filter(application=application)
    }


def same(question, **changes):
    names = (
        *("wording", "kind", "choices", "hint", "moment", "is_required", "only_if", "only_choice"),
        *("once_per_agency", "again_after_months"),
    )
    return {name: getattr(question, name) for name in names} | changes


# Answers with an application


def test_answers_come_with_the_application(event, staff):
    lunch, food = ask_about_food(event, staff)
    application = apply_with(event, {key(lunch): (ORDERS,), key(food): ("えび",)})
    assert words_of(application) == {LUNCH: [ORDERS], "食べられないもの": ["えび"]}


def test_what_nobody_asked_is_not_kept(event, staff):
    lunch, food = ask_about_food(event, staff)
    application = apply_with(event, {key(lunch): (NOT,), key(food): ("えび",)})
    assert words_of(application) == {LUNCH: [NOT]}


@pytest.mark.parametrize("given", [None, (ORDERS,), ("たぶん",)])
def test_what_is_needed_and_not_there_is_refused(event, staff, given):
    lunch, _ = ask_about_food(event, staff)
    with pytest.raises(ApplicationRefused, match="お答えください"):
        apply_with(event, {key(lunch): given} if given else {})
    assert not Application.objects.exists()


def test_a_sheet_that_lacks_answers_is_taken_at_the_desk(event, staff):
    ask_about_food(event, staff)
    application = apply_with(event, actor=staff, by_staff=True)
    assert [each.wording for each in queries.answered_by(application).missing] == [LUNCH]


def test_an_answer_to_an_older_wording_is_none(event, staff):
    lunch = ask(event, staff, is_required=True)
    change_question(
        question_id=lunch.pk, words=same(lunch, wording="お弁当は要りますか。"), actor=staff, now=NOW
    )
    with pytest.raises(ApplicationRefused, match="お弁当は要りますか"):
        apply_with(event, {key(lunch): (ORDERS,)})


# Once for an agency, across events


def test_an_agency_answers_once_for_all_copies_of_a_question_and_again_after_its_months(event, staff):
    agency = make_agency()
    lunch = ask(event, staff, is_required=True, once_per_agency=True, again_after_months=3)
    apply_with(event, {key(lunch): (ORDERS,)}, agency=agency, agency_name="")
    copy = duplicate_event(event=event, actor=staff, now=NOW)
    [asked] = queries.open_questions(copy)
    assert queries.known_of(agency, [asked], now=NOW) == {asked.pk: (ORDERS,)}
    assert queries.known_of(agency, [asked], now=NOW + timedelta(days=95)) == {}
    assert queries.known_of(make_agency(name="しおみの家"), [asked], now=NOW) == {}
    assert queries.known_of(None, [asked], now=NOW) == {}


def test_what_an_agency_said_before_stands_with_its_next_application(staff):
    agency, first = make_agency(), make_event()
    lunch = ask(first, staff, is_required=True, once_per_agency=True)
    apply_with(first, {key(lunch): (ORDERS,)}, agency=agency, agency_name="")
    second = make_event(title="つぎの研修")
    Question.objects.create(
        event=second, position=1, key=lunch.key, kind=lunch.kind, wording=LUNCH, choices=lunch.choices,
        is_required=True, once_per_agency=True,
    )  # fmt: skip
    application = apply_with(second, agency=agency, agency_name="")
    assert [(each.words, each.was_known) for each in Answer.objects.filter(application=application)] == [
        ([ORDERS], True)
    ]


def test_staff_let_an_agency_be_asked_again(event, staff):
    agency = make_agency()
    lunch = ask(event, staff, once_per_agency=True)
    apply_with(event, {key(lunch): (ORDERS,)}, agency=agency, agency_name="")
    ask_agency_again(answer=AgencyAnswer.objects.get(), actor=staff, now=NOW)
    assert queries.known_of(agency, [lunch], now=NOW) == {}
    assert Entry.objects.filter(verb="questions.agency_asked_again").exists()


def test_another_wording_is_another_question_to_agencies(event, staff):
    lunch = ask(event, staff, once_per_agency=True)
    changed = change_question(
        question_id=lunch.pk, words=same(lunch, wording="お弁当は要りますか。"), actor=staff, now=NOW
    )
    assert changed.key != lunch.key
    hinted = change_question(question_id=lunch.pk, words=same(changed, hint="700円"), actor=staff, now=NOW)
    assert hinted.key == changed.key


def test_a_merged_agencys_answers_come_over_where_the_kept_one_has_none(event, staff):
    kept, merged = make_agency(), make_agency(name="しおみの家")
    one, other = (ask(event, staff, word, once_per_agency=True) for word in ("ひとつ", "ふたつ"))
    for agency, question, words in ((kept, one, ORDERS), (merged, one, NOT), (merged, other, NOT)):
        AgencyAnswer.objects.create(agency=agency, key=question.key, words=[words], answered_at=NOW)
    move_answers(kept, merged)
    found = {each.key: each.words for each in AgencyAnswer.objects.filter(agency=kept)}
    assert found == {one.key: [ORDERS], other.key: [NOT]}
    assert AgencyAnswer.objects.count() == 2


# After the application


def test_what_is_asked_after_the_seat_is_answered_by_whoever_has_one(event, staff):
    topic = ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    application = apply_with(event)
    assert [each.pk for each in queries.answered_by(application).missing] == [topic.pk]
    mail = OutgoingMail.objects.get()
    assert "お答えいただきたいことが、あと1つあります" in mail.text
    answer_questions(
        application_id=application.pk,
        given={key(topic): ("夜の見守り",)},
        actor=None,
        by_staff=False,
        now=NOW,
    )
    assert queries.not_answered(event) == []


def test_whoever_has_no_seat_is_not_asked_what_comes_after_it(staff):
    event = make_event(venue=1)
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    apply_with(event)
    waiting = apply_with(event, email="later@example.jp")
    assert queries.answered_by(waiting).due == []
    assert "お答えいただきたい" not in OutgoingMail.objects.get(to="later@example.jp").text


def test_an_answer_that_is_taken_back_is_gone(event, staff):
    lunch = ask(event, staff)
    application = apply_with(event, {key(lunch): (ORDERS,)})
    answer_questions(application_id=application.pk, given={}, actor=None, by_staff=False, now=NOW)
    assert words_of(application) == {}


def test_nothing_is_answered_after_the_beginning_but_at_the_desk(event, staff):
    lunch = ask(event, staff)
    application = apply_with(event)
    begun = event.sessions.get().starts_at
    given = {"application_id": application.pk, "given": {key(lunch): (NOT,)}, "now": begun}
    with pytest.raises(AnswerRefused, match="始まった"):
        answer_questions(**given, actor=None, by_staff=False)
    answer_questions(**given, actor=staff, by_staff=True)
    assert words_of(application) == {LUNCH: [NOT]}


def test_whoever_owes_an_answer_is_reminded_once_a_day_without_a_word_of_it(event, staff):
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    apply_with(event)
    apply_with(event, email="", reply_way="phone")
    assert remind(event=event, actor=staff, now=NOW) == (1, 1)
    remind(event=event, actor=staff, now=NOW)
    letters = OutgoingMail.objects.filter(subject__contains="お答えください")
    assert letters.count() == 1
    assert "話したいこと" not in letters.get().text
    remind(event=event, actor=staff, now=NOW + timedelta(days=1))
    assert letters.count() == 2


# Files


def test_a_file_is_kept_under_a_name_that_says_nothing_and_replaced(
    event, staff, django_capture_on_commit_callbacks
):
    paper = ask(event, staff, "案内", kind=AskKind.FILE, is_required=True)
    application = apply_with(event)
    send = {"application_id": application.pk, "question_id": paper.pk, "actor": None, "by_staff": False}
    send_file(**send, proven=PDF, now=NOW)
    before = Answer.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send_file(**send, proven=Proven(b"%PDF-1.7 second", "pdf"), now=NOW)
    after = Answer.objects.get()
    assert after.file.read() == b"%PDF-1.7 second"
    assert not before.file.storage.exists(before.file.name)


def test_a_file_that_nobody_asked_for_is_refused(event, staff):
    lunch = ask(event, staff)
    application = apply_with(event)
    with pytest.raises(AnswerRefused, match="おたずねしていません"):
        send_file(
            application_id=application.pk,
            question_id=lunch.pk,
            proven=PDF,
            actor=None,
            by_staff=False,
            now=NOW,
        )


# The end


def test_answers_files_and_what_agencies_said_go_after_their_time(
    event, staff, django_capture_on_commit_callbacks
):
    lunch, paper = ask(event, staff, once_per_agency=True), ask(event, staff, "案内", kind=AskKind.FILE)
    application = apply_with(event, {key(lunch): (ORDERS,)}, agency=make_agency(), agency_name="")
    send_file(
        application_id=application.pk, question_id=paper.pk, proven=PDF, actor=None, by_staff=False, now=NOW
    )
    file = Answer.objects.exclude(file="").get().file
    ends = event.sessions.get().ends_at
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_answers(now=ends + timedelta(days=365)) == 0
        assert forget_old_answers(now=ends + timedelta(days=365, minutes=1)) == 2
    assert not Answer.objects.exists()
    assert not file.storage.exists(file.name)
    assert AgencyAnswer.objects.exists()
    forget_old_answers(now=NOW + timedelta(days=1097))
    assert not AgencyAnswer.objects.exists()


# Making


def test_a_copy_asks_the_same_with_its_conditions(event, staff):
    ask_about_food(event, staff)
    dropped = ask(event, staff, "もう要らない")
    drop_question(question_id=dropped.pk, actor=staff, now=NOW)
    copy = duplicate_event(event=event, actor=staff, now=NOW)
    lunch, food = queries.open_questions(copy)
    assert (lunch.wording, lunch.choices, lunch.is_required) == (LUNCH, [ORDERS, NOT], True)
    assert (food.only_if, food.only_choice) == (lunch, ORDERS)


def test_a_question_that_was_answered_is_not_written_anew(event, staff):
    lunch = ask(event, staff)
    apply_with(event, {key(lunch): (ORDERS,)})
    with pytest.raises(QuestionRefused, match="もう答えた方がいる"):
        change_question(question_id=lunch.pk, words=same(lunch, wording="べつの質問"), actor=staff, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=lunch.pk).update(version=2, wording="べつの質問")


def test_an_answered_question_is_closed_and_an_unanswered_one_goes(event, staff):
    lunch, other = ask(event, staff), ask(event, staff, "べつの質問")
    apply_with(event, {key(lunch): (ORDERS,)})
    for question in (lunch, other):
        drop_question(question_id=question.pk, actor=staff, now=NOW)
    [left] = Question.objects.all()
    assert (left, left.closed_at) == (lunch, NOW)
    assert queries.open_questions(event) == []


def test_a_condition_cannot_be_taken_away(event, staff):
    lunch, food = ask_about_food(event, staff)
    with pytest.raises(QuestionRefused, match="先に、そちらを"):
        drop_question(question_id=lunch.pk, actor=staff, now=NOW)
    with pytest.raises(QuestionRefused, match="条件にしています"):
        change_question(
            question_id=lunch.pk, words=same(lunch, choices=["はい", "いいえ"]), actor=staff, now=NOW
        )
    with pytest.raises(QuestionRefused, match="より前には"):
        move_up(question_id=food.pk, actor=staff, now=NOW)


def test_a_question_moves_up_one_place(event, staff):
    one, two = ask(event, staff, "ひとつ"), ask(event, staff, "ふたつ")
    move_up(question_id=two.pk, actor=staff, now=NOW)
    assert queries.open_questions(event) == [two, one]


def test_there_are_not_too_many_questions(event, staff):
    for number in range(MOST_QUESTIONS):
        ask(event, staff, f"質問{number}")
    with pytest.raises(QuestionRefused, match=f"{MOST_QUESTIONS}まで"):
        ask(event, staff, "もうひとつ")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("questions_question_choices_where_one_chooses", {"choices": []}),
        ("questions_question_choices_where_one_chooses", {"kind": "text"}),
        ("questions_question_kind_is_known", {"kind": "song", "choices": []}),
        ("questions_question_moment_is_known", {"moment": "never"}),
        ("questions_question_condition_is_whole", {"only_choice": ORDERS}),
        ("questions_question_months_for_agencies", {"again_after_months": 3}),
        (
            "questions_question_agencies_are_asked_in_words",
            {"kind": "file", "choices": [], "once_per_agency": True},
        ),
    ],
)
def test_the_database_refuses_a_question_that_cannot_be(event, staff, constraint, change):
    lunch = ask(event, staff)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Question.objects.filter(pk=lunch.pk).update(**change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("questions_answer_is_words_or_a_file", {"words": []}),
        ("questions_answer_is_words_or_a_file", {"file": "events/answers/a.pdf"}),
        ("questions_answer_version_is_its_questions", {"version": 2}),
    ],
)
def test_the_database_refuses_an_answer_that_cannot_be(event, staff, constraint, change):
    lunch = ask(event, staff)
    apply_with(event, {key(lunch): (ORDERS,)})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Answer.objects.update(**change)


def test_an_agency_says_something_once(event):
    agency, same_key = make_agency(), uuid.uuid4()
    said = {"agency": agency, "key": same_key, "answered_at": NOW}
    AgencyAnswer.objects.bulk_create([AgencyAnswer(**said, words=[NOT])])
    for constraint, wrong in (
        ("questions_agencyanswer_once", {}),
        ("questions_agencyanswer_says_something", {"key": uuid.uuid4(), "words": []}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            AgencyAnswer.objects.bulk_create([AgencyAnswer(**{**said, "words": [NOT], **wrong})])


@pytest.mark.parametrize("count", [1, 3])
def test_who_owes_an_answer_is_found_in_three_queries(event, staff, count):
    for number in range(count):
        ask(event, staff, f"質問{number}", is_required=True)
        apply_with(event, actor=staff, by_staff=True)
    with CaptureQueriesContext(connection) as captured:
        assert len(queries.not_answered(event)) == count
    assert len(captured) == 3
