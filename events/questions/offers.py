"""What this room has for pages, letters, papers and lists of the core."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from events import links
from events.asking import AnswerPart, AnswerRow, RosterColumn
from events.models import Application, Event, Session
from events.registries import Link
from foundation.exports.table import Column
from foundation.printing.sheet import Box, SheetRow

from . import queries
from .enums import AskKind, AskMoment
from .models import Answer, Question

TITLE = "申込の質問"
COLUMN_WIDTH = 24
# What Excel holds in one cell; more would spoil the whole list.
MOST_IN_A_CELL = 32_767


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to what it asks."""
    return TITLE, reverse("questions_desk:of_event", args=[event.pk])


def answers_for_pages(application: Application, now: datetime) -> AnswerPart | None:
    """Return what an application answered, for its own page and the desk; nothing where nothing is asked."""
    answered = queries.answered_by(application)
    if not answered.due:
        return None
    rows = (_row(each, answered.answers.get(each.pk)) for each in answered.asked)
    return AnswerPart(
        rows=tuple(row for row in rows if row is not None),
        waiting=len(answered.missing),
        path=reverse("questions:answer", args=[links.token(application)]),
        desk_path=reverse("questions_desk:answers", args=[application.pk]),
        may_answer=answered.may_answer(now=now).allowed,
    )


def _row(question: Question, answer: Answer | None) -> AnswerRow | None:
    if answer is None:
        return None
    path = reverse("questions_desk:file", args=[answer.pk]) if answer.file else ""
    return AnswerRow(question.wording, queries.words_of(answer), path)


def words_for_letters(application: Application, now: datetime) -> Iterable[str]:
    """Return the sentence of a letter to whoever owes an answer; it names no question."""
    answered = queries.answered_by(application)
    if answered.missing and answered.may_answer(now=now).allowed:
        yield (
            f"お答えいただきたいことが、あと{len(answered.missing)}つあります。"
            "下のページの「答える」から、研修・行事が始まるまでにお答えください。"
        )


def columns_of(session: Session) -> Sequence[RosterColumn]:
    """Return a column for each question of the event, closed ones that were answered as well."""
    questions = queries.in_order(queries.every_question(session.event))
    words: dict[int, dict[int, str]] = {question.pk: {} for question in questions}
    for answer in Answer.objects.filter(application__session=session) if questions else ():
        words[answer.question_id][answer.application_id] = queries.words_of(answer)[:MOST_IN_A_CELL]
    return [
        RosterColumn(Column(each.wording, width=COLUMN_WIDTH), words[each.pk])
        for each in questions
        if each.closed_at is None or words[each.pk]
    ]


def rows_of_sheet(event: Event) -> Iterable[SheetRow]:
    """Return the rows of the application sheet; a file cannot come by FAX as an answer."""
    for question in queries.open_questions(event):
        if question.moment == AskMoment.APPLYING and not question.is_file:
            yield SheetRow(question.wording, _boxes(question), _hint(question))


def _boxes(question: Question) -> tuple[Box, ...]:
    return tuple(Box(choice) for choice in question.choices)


def _hint(question: Question) -> str:
    if question.only_if is not None:
        return f"「{question.only_choice}」の方だけ"
    return "いくつでも" if question.kind == AskKind.SEVERAL else ""
