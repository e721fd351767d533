"""A questionnaire's life: made, opened, asked for once more, closed, summarised, forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import participant_links
from events.enums import DateState
from events.models import Application
from events.paper.models import OwedLetter
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Answer, Answered, Question, Questionnaire
from events.questionnaires.queries import asked_people, missing_people, questionnaires_of
from events.questionnaires.services.answering import mark_returned, type_sheet
from events.questionnaires.services.forgetting import forget_old_answers
from events.questionnaires.services.running import (
    ask_all_after_the_end,
    close_overdue,
    open_questionnaire,
    remind_once,
    summarise,
)
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.questionnaires import asked
from tests.factories.afterwards import make_held_event, mark, people_of
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


def mails():
    return OutgoingMail.objects.filter(cause__contains=":questionnaire-").order_by("id")


def test_opening_tells_each_contact_with_a_mail_address_once(event, staff):
    made = asked.make(event, staff=staff, opened=False)
    open_questionnaire(questionnaire_id=made.pk, tells_by_mail=True, actor=staff, now=NOW)
    [mail] = mails()
    assert mail.to == "minamo@example.jp"
    addresses = [participant_links.address(person) for person in people_of(event)[:3]]
    assert [address for address in addresses if address not in mail.text] == []
    assert "参加 1" not in mail.text + mail.subject
    assert "汐見" not in mail.text


@pytest.mark.parametrize("email", ["", "misaki@example.jp"])
def test_whoever_wished_no_mail_gets_none_and_no_addresses_to_type_off_a_fax(event, staff, email):
    OutgoingMail.objects.all().delete()
    Application.objects.update(reply_way="fax", fax="076-000-1234", email=email)
    made = asked.make(event, staff=staff, opened=False)
    open_questionnaire(questionnaire_id=made.pk, tells_by_mail=True, actor=staff, now=NOW)
    assert not mails()
    assert not OwedLetter.objects.filter(cause__contains=":questionnaire-")


def test_opened_before_the_date_it_tells_each_contact_once_when_the_date_has_ended(event, staff):
    session = event.sessions.get()
    early = session.starts_at - timedelta(days=1)
    made = asked.make(event, staff=staff, opened=False, now=early)
    open_questionnaire(questionnaire_id=made.pk, tells_by_mail=True, actor=staff, now=early)
    told = []
    for moment in (session.starts_at, session.ends_at, session.ends_at + timedelta(minutes=10)):
        ask_all_after_the_end(now=moment)
        told.append([mail.to for mail in mails()])
    assert told == [[], ["minamo@example.jp"], ["minamo@example.jp"]]
    assert not OwedLetter.objects.filter(cause__contains=":questionnaire-")


def before_the_date(event, staff, *, tells):
    early = event.sessions.get().starts_at - timedelta(days=1)
    made = asked.make(event, staff=staff, opened=False, now=early)
    return open_questionnaire(questionnaire_id=made.pk, tells_by_mail=tells, actor=staff, now=early)


@pytest.mark.parametrize("why", ["not wished", "closed", "reminded", "long ago", "put off"])
def test_nobody_is_told_after_the_date_where_that_makes_no_sense(event, staff, why):
    session, made = event.sessions.get(), before_the_date(event, staff, tells=why != "not wished")
    now = session.ends_at + timedelta(minutes=5)
    if why == "closed":
        asked.close(made, staff=staff, now=session.starts_at)
    elif why == "reminded":
        remind_once(questionnaire_id=made.pk, actor=staff, now=session.starts_at)
    elif why == "put off":
        event.sessions.update(state=DateState.POSTPONED)
    elif why == "long ago":
        now += timedelta(days=1)
    before = mails().count()
    assert (ask_all_after_the_end(now=now), mails().count()) == (0, before)


def test_it_is_opened_once_and_only_with_questions(event, staff):
    made = asked.make(event, staff=staff, questions=(), opened=False)
    with pytest.raises(QuestionnaireRefused, match="質問がまだ"):
        open_questionnaire(questionnaire_id=made.pk, tells_by_mail=False, actor=staff, now=NOW)


def test_a_date_has_one_questionnaire(event, staff, questionnaire):
    with pytest.raises(QuestionnaireRefused, match="もうあります"):
        asked.make(event, staff=staff)
    assert asked.make(event, staff=staff, session=event.sessions.get()).pk


def test_who_has_not_answered_is_listed_and_asked_once_more(questionnaire, event, staff):
    first, second, third, shiomi, other = people_of(event)
    asked.answer(questionnaire, first)
    asked.answer(questionnaire, shiomi)
    assert list(missing_people(questionnaire, now=NOW)) == [second, third, other]
    assert remind_once(questionnaire_id=questionnaire.pk, actor=staff, now=NOW) == 1
    [mail] = mails()
    assert participant_links.address(first) not in mail.text
    assert participant_links.address(second) in mail.text
    assert "お願いは、これで終わりです。" in mail.text
    with pytest.raises(QuestionnaireRefused, match="2回は送りません"):
        remind_once(questionnaire_id=questionnaire.pk, actor=staff, now=NOW + timedelta(days=2))
    assert mails().count() == 1


def test_absent_people_are_not_asked_and_those_of_another_date_neither(staff):
    event = make_held_event(people=2, sessions=2)
    first, second = event.sessions.all()
    mark(event, actor=staff, attended={"参加 1"})
    questionnaire = asked.make(event, staff=staff, session=second)
    people = list(asked_people(questionnaire, now=NOW))
    assert [(each.name, each.session) for each in people] == [("参加 1", second)]
    assert asked_people(questionnaire, now=second.starts_at - timedelta(minutes=1)).count() == 0
    assert first != second


def test_sheets_are_typed_in_without_saying_whose_and_returned_slips_mark_people(questionnaire, event, staff):
    assert (
        type_sheet(questionnaire_id=questionnaire.pk, given=asked.given(questionnaire), actor=staff, now=NOW)
        == 1
    )
    assert Answered.objects.count() == 0
    person = people_of(event)[3]
    other = people_of(make_held_event())[0]
    marked = mark_returned(
        questionnaire_id=questionnaire.pk, people={person.pk, other.pk}, actor=staff, now=NOW
    )
    assert (marked, Answered.objects.get().participant) == (1, person)
    assert asked.fresh(questionnaire).received == 1
    again = mark_returned(questionnaire_id=questionnaire.pk, people={person.pk}, actor=staff, now=NOW)
    assert again == 0


def test_after_the_deadline_it_closes_by_itself_and_paper_still_comes_in(questionnaire, event, staff):
    assert close_overdue(now=NOW + timedelta(days=10)) == 0
    assert close_overdue(now=NOW + timedelta(days=11)) == 1
    with pytest.raises(QuestionnaireRefused, match="終わりました"):
        asked.answer(questionnaire, people_of(event)[0], now=NOW + timedelta(days=11))
    given = asked.given(questionnaire)
    assert type_sheet(questionnaire_id=questionnaire.pk, given=given, actor=staff, now=NOW) == 1
    asked.read(questionnaire, staff=staff)
    summarise(questionnaire_id=questionnaire.pk, summary="よかった。", actor=staff, now=NOW)
    with pytest.raises(QuestionnaireRefused, match="もう結果を見た"):
        type_sheet(questionnaire_id=questionnaire.pk, given=given, actor=staff, now=NOW)


def test_a_summary_needs_the_end(questionnaire, staff):
    with pytest.raises(QuestionnaireRefused, match="締め切って"):
        summarise(questionnaire_id=questionnaire.pk, summary="早い", actor=staff, now=NOW)


def test_marks_and_words_go_after_their_time_and_numbers_stay(questionnaire, event, staff):
    first, second, *_ = people_of(event)
    asked.answer(questionnaire, first, text="だれかのこと")
    asked.answer(questionnaire, second, text="引用して", may_be_quoted=True)
    asked.close(questionnaire, staff=staff)
    assert forget_old_answers(now=NOW + timedelta(days=400)) == 0
    assert forget_old_answers(now=NOW + timedelta(days=401)) == 1
    assert (Answered.objects.count(), Answer.objects.exclude(text="").count()) == (0, 2)
    forget_old_answers(now=NOW + timedelta(days=1097))
    assert [each.text for each in Answer.objects.exclude(text="")] == ["引用して"]
    assert Answer.objects.filter(text="").count() == 6


def test_the_audit_knows_what_staff_did_and_no_answer(questionnaire, staff):
    type_sheet(
        questionnaire_id=questionnaire.pk,
        given=asked.given(questionnaire, text="ひみつ"),
        actor=staff,
        now=NOW,
    )
    asked.close(questionnaire, staff=staff)
    entries = Entry.objects.filter(verb__startswith="questionnaires.")
    assert list(entries.order_by("id").values_list("verb", flat=True)) == [
        *("questionnaires.made", "questionnaires.opened"),
        *("questionnaires.sheet_typed", "questionnaires.closed"),
    ]
    assert not any("ひみつ" in entry.body for entry in entries)


# What the database refuses


def test_that_of_the_whole_event_stands_before_those_of_its_dates(event, staff):
    of_a_date = asked.make(event, staff=staff, session=event.sessions.get())
    of_all = asked.make(event, staff=staff)
    assert list(questionnaires_of(event)) == [of_all, of_a_date]


def refused(constraint, rows, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**values)


def test_the_database_refuses_what_no_service_writes(questionnaire, event, staff):
    asked.answer(questionnaire, people_of(event)[0], text="文")
    everything = Questionnaire.objects.all()
    refused("opened_says_when", everything, opened_at=None)
    refused("says_when", everything, state="dice")
    refused("closed_says_when", everything, closed_at=NOW)
    refused("closed_says_when", everything, state="closed")
    refused("answer_says_something", Answer.objects.all(), marks=[], text="")
    refused("answer_says_something", Answer.objects.exclude(text=""), marks=[1])
    refused("only_words_are_quoted", Answer.objects.filter(text=""), may_be_quoted=True)
    refused("question_kind_is_known", Question.objects.all(), kind="dice")
    refused("choices_where_one_chooses", Question.objects.filter(kind="one"), choices=[])
    refused("choices_where_one_chooses", Question.objects.filter(kind="text"), choices=["あ"])
    refused("question_position_once", Question.objects.all(), position=1)
    draft = asked.make(event, staff=staff, session=event.sessions.get(), opened=False)
    drafts = Questionnaire.objects.filter(pk=draft.pk)
    refused("reminded_when_open", drafts, reminded_at=NOW)
    refused("opened_says_when", drafts, received=1)
    refused("questionnaires_questionnaire_once", drafts, session=None)


def test_nobody_is_marked_twice(questionnaire, event):
    person = people_of(event)[0]
    with pytest.raises(IntegrityError, match="questionnaires_answered_once"):
        Answered.objects.bulk_create(
            [Answered(questionnaire=questionnaire, participant=person) for _ in range(2)]
        )
