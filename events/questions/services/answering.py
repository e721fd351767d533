"""Answers come in: with the application, on the applicant's own page, or typed in at the desk."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from directory.queries import acts_for
from events.exceptions import ApplicationRefused
from events.models import Application
from events.questions import queries, rules
from events.questions.enums import AskMoment
from events.questions.exceptions import AnswerRefused
from events.questions.fields import Given
from events.questions.models import AgencyAnswer, Answer, Question
from events.questions.rules import Words
from events.questions.uploads import Proven
from foundation.audit import chain
from foundation.transactions import assert_in_transaction

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

CHANGED = "質問が変わりました。もう一度、お答えください。"


def take_with_application(
    application: Application,
    given: Given | None,
    by_staff: bool,
    now: datetime,
) -> None:
    """Keep what was answered with the application, and what its agency had answered before.

    Raises ApplicationRefused for what is needed and not there; what came on paper may lack it.
    """
    assert_in_transaction("take_answers")
    questions = [
        each
        for each in queries.open_questions(application.session.event)
        if each.moment == AskMoment.APPLYING
    ]
    if not questions:
        return
    known = queries.known_of(application.agency, questions, now=now)
    said = _current(questions, given or {})
    lacking = rules.missing(
        [each.ask for each in questions if not each.is_file], {**known, **said}, is_seated=False
    )
    if lacking and not by_staff:
        wording = next(each.wording for each in questions if each.pk == lacking[0].pk)
        raise ApplicationRefused(f"「{wording}」に、お答えください。")
    try:
        kept = _keep_in_transaction(application, questions, said, known=known, now=now)
    except AnswerRefused as refused:
        raise ApplicationRefused(str(refused)) from refused
    # An application has an agency only where staff or its own people, signed in, sent it.
    _remember_in_transaction(application, kept, now=now)


@transaction.atomic(durable=True)
def answer_questions(
    *, application_id: int, given: Given, actor: User | None, by_staff: bool, now: datetime
) -> Application:
    """Write the answers of an application anew, as far as they are in words. Raises AnswerRefused.

    Files that are asked for no more go. An agency is remembered only when staff or its own people answer:
    whoever holds the link alone speaks for this application.
    """
    application = _locked_in_transaction(application_id)
    answered = queries.answered_by(application)
    _insist_on_time(answered, by_staff=by_staff, now=now)
    questions = [each for each in answered.due if not each.is_file]
    said = _current(questions, given)
    lacking = rules.missing([each.ask for each in questions], said, is_seated=answered.is_seated)
    if lacking and not by_staff:
        raise AnswerRefused("答えていない質問があります。")
    counted = rules.counted([each.ask for each in questions], said)
    still_asked = {each.pk for each in answered.asked_after(counted)}
    gone = [
        answer
        for pk, answer in answered.answers.items()
        if (pk not in counted if answer.words else pk not in still_asked)
    ]
    forget_in_transaction(gone)
    kept = _keep_in_transaction(application, questions, said, known={}, now=now)
    if by_staff or (actor is not None and acts_for(actor, application.agency, now=now)):
        _remember_in_transaction(application, kept, now=now)
    fields = [f"question:{pk}" for pk in sorted({*counted, *(answer.question_id for answer in gone)})]
    chain.record("questions.answered", actor=actor, subject=application, now=now, fields=fields)
    return application


@transaction.atomic(durable=True)
def send_file(
    *,
    application_id: int,
    question_id: int,
    proven: Proven,
    actor: User | None,
    by_staff: bool,
    now: datetime,
) -> None:
    """Keep a file as the answer to a question, in place of one that came before. Raises AnswerRefused."""
    application = _locked_in_transaction(application_id)
    answered = queries.answered_by(application)
    _insist_on_time(answered, by_staff=by_staff, now=now)
    question = next((each for each in answered.asked if each.pk == question_id and each.is_file), None)
    if question is None:
        raise AnswerRefused("このファイルは、もうおたずねしていません。")
    answer = answered.answers.get(question.pk) or Answer(
        question=question, version=question.version, application=application
    )
    if answer.file:
        forget_file_at_commit(answer.file)
    answer.answered_at = now
    answer.file.save(f"{secrets.token_hex(12)}.{proven.suffix}", ContentFile(proven.content), save=False)
    try:
        _save_in_transaction(answer)
        fields = [f"question:{question.pk}"]
        chain.record("questions.file_sent", actor=actor, subject=application, now=now, fields=fields)
    except BaseException:
        # What the storage holds goes with a transaction that does not come about.
        answer.file.storage.delete(str(answer.file.name))
        raise


@transaction.atomic(durable=True)
def take_file_back(
    *, application_id: int, question_id: int, actor: User | None, by_staff: bool, now: datetime
) -> None:
    """Let go of a file that was sent. Raises AnswerRefused; what is gone already is no mistake."""
    application = _locked_in_transaction(application_id)
    answered = queries.answered_by(application)
    _insist_on_time(answered, by_staff=by_staff, now=now)
    answer = answered.answers.get(question_id)
    if answer is None or not answer.file:
        return
    forget_in_transaction([answer])
    fields = [f"question:{question_id}"]
    chain.record("questions.file_taken_back", actor=actor, subject=application, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_file_read(*, answer: Answer, actor: User, now: datetime) -> None:
    """Write down who took a file of an applicant away."""
    fields = [f"question:{answer.question_id}"]
    chain.record("questions.file_read", actor=actor, subject=answer.application, now=now, fields=fields)


def forget_file_at_commit(file: "FieldFile") -> None:
    """Let the storage forget a file once the transaction has committed."""
    transaction.on_commit(partial(file.storage.delete, str(file.name)))


def forget_in_transaction(answers: Sequence[Answer]) -> None:
    """Delete these answers, their files once the transaction has committed."""
    assert_in_transaction("forget_answers")
    for answer in answers:
        if answer.file:
            forget_file_at_commit(answer.file)
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).delete()


def _save_in_transaction(answer: Answer) -> None:
    assert_in_transaction("save_answer")
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise AnswerRefused(CHANGED) from error


def _current(questions: Sequence[Question], given: Given) -> dict[int, Words]:
    """Return what was answered to the questions as they are worded now and fits them."""
    return {
        each.pk: words
        for each in questions
        if (words := given.get((each.pk, each.version))) and rules.fits(each.ask, words)
    }


def _keep_in_transaction(
    application: Application,
    questions: Sequence[Question],
    said: Mapping[int, Words],
    *,
    known: Mapping[int, Words],
    now: datetime,
) -> list[Answer]:
    """Keep the answers that count; the database refuses one to a question that was written anew meanwhile.

    Returns those that were given now.
    """
    assert_in_transaction("keep_answers")
    counted = rules.counted([each.ask for each in questions], {**known, **said})
    rows = [
        Answer(
            question=each,
            version=each.version,
            application=application,
            words=list(counted[each.pk]),
            answered_at=now,
            was_known=each.pk not in said,
        )
        for each in questions
        if each.pk in counted
    ]
    try:
        with transaction.atomic():
            Answer.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["question", "application"],
                update_fields=["version", "words", "answered_at", "was_known"],
            )
    except IntegrityError as error:
        raise AnswerRefused(CHANGED) from error
    return [row for row in rows if not row.was_known]


def _remember_in_transaction(application: Application, answers: Sequence[Answer], *, now: datetime) -> None:
    """Keep for its agency what is asked once; the caller knows that its people or staff say so."""
    assert_in_transaction("remember_answers")
    if application.agency is None:
        return
    AgencyAnswer.objects.bulk_create(
        [
            AgencyAnswer(agency=application.agency, key=each.question.key, words=each.words, answered_at=now)
            for each in answers
            if each.question.once_per_agency
        ],
        update_conflicts=True,
        unique_fields=["agency", "key"],
        update_fields=["words", "answered_at"],
    )


def _insist_on_time(answered: queries.Answered, *, by_staff: bool, now: datetime) -> None:
    decision = answered.may_answer(now=now)
    if not decision.allowed and not by_staff:
        raise AnswerRefused(decision.reason)


def _locked_in_transaction(pk: int) -> Application:
    assert_in_transaction("lock_application")
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("session__event", "agency").get(pk=pk)
