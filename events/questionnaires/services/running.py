"""A questionnaire's life: made, opened, closed, summarised; and the one reminder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from events.models import Event, Session
from events.questionnaires import letters, rules
from events.questionnaires.enums import Origin, QuestionnaireState
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Question, Questionnaire
from events.questionnaires.queries import just_ended, missing_people
from foundation.audit import chain
from foundation.decision import Decision
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction

from .answering import locked_questionnaire_in_transaction


@dataclass(frozen=True)
class Draft:
    """What is asked: words, deadline, and the questions in their order."""

    words: Mapping[str, Any]
    session: Session | None
    questions: Sequence[Mapping[str, Any]]


@transaction.atomic(durable=True)
def make_questionnaire(*, event: Event, draft: Draft, actor: User, now: datetime) -> Questionnaire:
    """Make a questionnaire of an event or one of its dates. Raises QuestionnaireRefused for a second one."""
    _insist_on_first_in_transaction(event.pk, draft.session)
    return _make_in_transaction(event=event, origin=Origin.EVENT, draft=draft, actor=actor, now=now)


def make_of_course_in_transaction(*, draft: Draft, actor: User, now: datetime) -> Questionnaire:
    """Make a questionnaire of a course; the caller keeps of which, in the same transaction."""
    assert_in_transaction("make_questionnaire")
    return _make_in_transaction(event=None, origin=Origin.COURSE, draft=draft, actor=actor, now=now)


def _make_in_transaction(
    *, event: Event | None, origin: Origin, draft: Draft, actor: User, now: datetime
) -> Questionnaire:
    assert_in_transaction("make_questionnaire")
    number = next_number_in_transaction("events.questionnaire", now=now, letter="Q")
    made = Questionnaire.objects.create(
        number=number,
        origin=origin,
        event=event,
        session=draft.session,
        state=QuestionnaireState.DRAFT,
        created_by=actor,
        **draft.words,
    )
    _write_questions_in_transaction(made, draft.questions)
    chain.record("questionnaires.made", actor=actor, subject=made, now=now, fields=draft.words)
    return made


@transaction.atomic(durable=True)
def change_questionnaire(*, questionnaire_id: int, draft: Draft, actor: User, now: datetime) -> Questionnaire:
    """Write a questionnaire that has not been opened anew. Raises QuestionnaireRefused."""
    found = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_change(found.state))
    if found.event_id is not None:
        _insist_on_first_in_transaction(found.event_id, draft.session, besides=found.pk)
    found.session = draft.session
    for name, value in draft.words.items():
        setattr(found, name, value)
    found.save()
    found.questions.all().delete()
    _write_questions_in_transaction(found, draft.questions)
    fields = [*draft.words, "session", "questions"]
    chain.record("questionnaires.changed", actor=actor, subject=found, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def open_questionnaire(
    *, questionnaire_id: int, tells_by_mail: bool, actor: User, now: datetime
) -> Questionnaire:
    """Take answers from now on, and where wanted tell the contacts how. Raises QuestionnaireRefused.

    Whoever is asked already is told at once, the others when their date has ended (`ask_after_the_end`).
    """
    found = locked_questionnaire_in_transaction(questionnaire_id)
    today = timezone.localdate(now)
    questions = found.questions.count()
    _insist(rules.may_open(found.state, questions=questions, closes_on=found.closes_on, today=today))
    found.state, found.opened_at, found.tells_by_mail = QuestionnaireState.OPEN, now, tells_by_mail
    found.save(update_fields=["state", "opened_at", "tells_by_mail"])
    if tells_by_mail:
        for group in letters.grouped(missing_people(found, now=now)):
            letters.queue_in_transaction(found, group, cause="asked", now=now)
    chain.record("questionnaires.opened", actor=actor, subject=found, now=now, fields=["state"])
    return found


@transaction.atomic(durable=True)
def ask_after_the_end(*, questionnaire_id: int, now: datetime) -> int:
    """Tell the contacts of a date that has just ended how to answer, each once; returns how many there are.

    Nothing is told once it is closed, nor to whoever has been reminded already.
    """
    found = locked_questionnaire_in_transaction(questionnaire_id)
    if found.state != QuestionnaireState.OPEN or not found.tells_by_mail:
        return 0
    groups = letters.grouped(just_ended(missing_people(found, now=now), found, now=now))
    for group in groups:
        letters.queue_in_transaction(found, group, cause="asked", now=now)
    return len(groups)


def ask_all_after_the_end(*, now: datetime) -> int:
    """Do so for every questionnaire that is open, each as an act of its own; returns how many letters."""
    wanted = Questionnaire.objects.filter(state=QuestionnaireState.OPEN, tells_by_mail=True)
    ids = list(wanted.filter(closes_on__gte=timezone.localdate(now)).values_list("pk", flat=True))
    return sum(ask_after_the_end(questionnaire_id=pk, now=now) for pk in ids)


@transaction.atomic(durable=True)
def move_deadline(*, questionnaire_id: int, closes_on: date, actor: User, now: datetime) -> Questionnaire:
    """Let answers be taken until another day. Raises QuestionnaireRefused for a past one, and once closed."""
    found = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_move_deadline(found.state, closes_on, timezone.localdate(now)))
    found.closes_on = closes_on
    found.save(update_fields=["closes_on"])
    chain.record("questionnaires.deadline_moved", actor=actor, subject=found, now=now, fields=["closes_on"])
    return found


@transaction.atomic(durable=True)
def remind_once(*, questionnaire_id: int, actor: User, now: datetime) -> int:
    """Ask those who have not answered again, by mail whoever wished so; returns how many mails go.

    The others are on the list for FAX and phone. Raises QuestionnaireRefused, also the second time.
    """
    found = locked_questionnaire_in_transaction(questionnaire_id)
    groups = letters.grouped(missing_people(found, now=now))
    is_reminded = found.reminded_at is not None
    _insist(rules.may_remind(found.state, is_reminded=is_reminded, missing=len(groups)))
    found.reminded_at = now
    found.save(update_fields=["reminded_at"])
    by_mail = [group for group in groups if group.application.is_told_by_mail]
    for group in by_mail:
        letters.queue_in_transaction(found, group, cause="reminded", now=now)
    chain.record("questionnaires.reminded", actor=actor, subject=found, now=now, fields=["reminded_at"])
    return len(by_mail)


@transaction.atomic(durable=True)
def close_questionnaire(*, questionnaire_id: int, actor: User | None, now: datetime) -> Questionnaire:
    """Take no more answers on line; the results may be read, so it never opens again."""
    found = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_close(found.state))
    _close_in_transaction(found, actor=actor, now=now)
    return found


@transaction.atomic(durable=True)
def begin_to_read(*, questionnaire_id: int, actor: User, now: datetime) -> Questionnaire:
    """Let the results be read from now on; no sheet of paper is added any more.

    Raises QuestionnaireRefused before it is closed, and the second time.
    """
    found = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_read(found.state, is_read=found.has_results))
    found.read_at = now
    found.save(update_fields=["read_at"])
    chain.record("questionnaires.results_opened", actor=actor, subject=found, now=now, fields=["read_at"])
    return found


@transaction.atomic(durable=True)
def summarise(*, questionnaire_id: int, summary: str, actor: User, now: datetime) -> Questionnaire:
    """Write down what the centre learns from it. Raises QuestionnaireRefused before its results were read."""
    found = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_summarise(is_read=found.has_results))
    found.state, found.summary = QuestionnaireState.SUMMARISED, summary
    found.save(update_fields=["state", "summary"])
    chain.record("questionnaires.summarised", actor=actor, subject=found, now=now, fields=["summary"])
    return found


def close_overdue(*, now: datetime) -> int:
    """Close every questionnaire whose deadline has passed, each as an act of its own; returns how many.

    One that somebody has closed meanwhile, or whose deadline they have moved, is left as it is.
    """
    overdue = _overdue(timezone.localdate(now))
    return sum(_close_one_overdue(pk, now=now) for pk in list(overdue.values_list("pk", flat=True)))


def _overdue(today: date) -> QuerySet[Questionnaire]:
    return Questionnaire.objects.filter(state=QuestionnaireState.OPEN, closes_on__lt=today).order_by("pk")


@transaction.atomic(durable=True)
def _close_one_overdue(pk: int, *, now: datetime) -> bool:
    found = _overdue(timezone.localdate(now)).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        return False
    _close_in_transaction(found, actor=None, now=now)
    return True


def _close_in_transaction(questionnaire: Questionnaire, *, actor: User | None, now: datetime) -> None:
    assert_in_transaction("close_questionnaire")
    questionnaire.state, questionnaire.closed_at = QuestionnaireState.CLOSED, now
    questionnaire.save(update_fields=["state", "closed_at"])
    chain.record("questionnaires.closed", actor=actor, subject=questionnaire, now=now, fields=["state"])


def _insist_on_first_in_transaction(event_id: int, session: Session | None, *, besides: int = 0) -> None:
    assert_in_transaction("insist_on_first")
    # Whoever makes another one of the same date waits here, and then finds this one.
    Event.objects.select_for_update(no_key=True).get(pk=event_id)
    if Questionnaire.objects.filter(event=event_id, session=session).exclude(pk=besides).exists():
        raise QuestionnaireRefused("この開催日のアンケートは、もうあります。")


def _write_questions_in_transaction(
    questionnaire: Questionnaire, questions: Sequence[Mapping[str, Any]]
) -> None:
    assert_in_transaction("write_questions")
    Question.objects.bulk_create(
        Question(questionnaire=questionnaire, position=position, **words)
        for position, words in enumerate(questions, start=1)
    )


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionnaireRefused(decision.reason)
