"""Reads of questions and answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, QuerySet
from django.utils import timezone

from directory.models import Agency
from events.enums import ENDED_STATES, SEATED_STATES, ApplicationState, EventState
from events.models import Application, Event
from events.queries import state_of
from foundation.decision import Decision

from . import rules
from .models import AgencyAnswer, Answer, Question
from .rules import Words

FILE_CAME = "届いています"


def open_questions(event: Event) -> list[Question]:
    """Return what an event asks, in the order in which it is asked."""
    found = Question.objects.filter(event=event, closed_at__isnull=True).select_related("only_if")
    return in_order(found)


def every_question(event: Event) -> QuerySet[Question]:
    """Return all questions of an event, those that are asked no more as well, with how many answered."""
    found = Question.objects.filter(event=event).select_related("only_if")
    return found.annotate(answer_count=Count("answers")).order_by("position")


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Return questions as they are asked: first those of the application, each in its place."""
    return sorted(questions, key=lambda each: rules.place(each.moment, each.position))


def known_of(agency: Agency | None, questions: Sequence[Question], *, now: datetime) -> dict[int, Words]:
    """Return what an agency need not be asked again, by question. No query where nothing is asked once."""
    once = {each.key: each for each in questions if each.once_per_agency}
    if agency is None or not once:
        return {}
    today, found = timezone.localdate(now), {}
    for answer in AgencyAnswer.objects.filter(agency=agency, key__in=once):
        question = once[answer.key]
        said_on, words = timezone.localdate(answer.answered_at), tuple(answer.words)
        is_known = rules.is_still_known(said_on, question.again_after_months, today)
        if is_known and rules.fits(question.ask, words):
            found[question.pk] = words
    return found


@dataclass(frozen=True)
class Answered:
    """What one application is asked and has answered, read once."""

    application: Application
    questions: Sequence[Question]
    answers: Mapping[int, Answer]

    @property
    def is_seated(self) -> bool:
        return self.application.state in SEATED_STATES

    @cached_property
    def asks(self) -> list[rules.Ask]:
        return [question.ask for question in self.questions]

    @property
    def said(self) -> dict[int, Words]:
        return {pk: tuple(answer.words) for pk, answer in self.answers.items() if answer.words}

    @property
    def sent(self) -> set[int]:
        """The questions for which a file came."""
        return {pk for pk, answer in self.answers.items() if answer.file}

    @cached_property
    def asked(self) -> list[Question]:
        """The questions whose moment and condition hold now."""
        return self.asked_after(self.said)

    def asked_after(self, said: Mapping[int, Words]) -> list[Question]:
        """Return the questions that are asked of whoever answered so."""
        found = {ask.pk for ask in rules.asked(self.asks, said, is_seated=self.is_seated)}
        return [question for question in self.questions if question.pk in found]

    @property
    def due(self) -> list[Question]:
        """The questions whose moment has come, whatever their condition."""
        return [each for each in self.questions if rules.is_due(each.ask, is_seated=self.is_seated)]

    @cached_property
    def missing(self) -> list[Question]:
        """What has to be answered and is not."""
        found = rules.missing(self.asks, self.said, is_seated=self.is_seated, sent=self.sent)
        lacking = {ask.pk for ask in found}
        return [question for question in self.questions if question.pk in lacking]

    @property
    def takes_place(self) -> bool:
        return state_of(self.application.session) == EventState.PUBLISHED

    def may_answer(self, *, now: datetime) -> Decision:
        """Decide whether answers can still be written here."""
        session = self.application.session
        return rules.may_answer(
            is_ended=self.application.state in ENDED_STATES,
            takes_place=self.takes_place,
            starts_at=session.starts_at,
            now=now,
        )


def answered_by(application: Application) -> Answered:
    """Return what an application is asked and has answered. Two queries, one where nothing is asked."""
    questions = open_questions(application.session.event)
    if not questions:
        return Answered(application, [], {})
    found = Answer.objects.filter(application=application, question__in=questions)
    return Answered(application, questions, {answer.question_id: answer for answer in found})


def words_of(answer: Answer) -> str:
    """Return an answer as one line or text; of a file only that it is there."""
    return FILE_CAME if answer.file else "、".join(answer.words)


def not_answered(event: Event) -> list[Answered]:
    """Return who owes an answer for a date that takes place, by their number. Three queries."""
    questions = open_questions(event)
    if not any(question.is_required for question in questions):
        return []
    going_on = [state for state in ApplicationState if state not in ENDED_STATES]
    applications = list(
        Application.objects.filter(session__event=event, state__in=going_on)
        .select_related("session", "session__event")
        .order_by("number")
    )
    answers: dict[int, dict[int, Answer]] = {}
    for answer in Answer.objects.filter(application__in=applications, question__in=questions):
        answers.setdefault(answer.application_id, {})[answer.question_id] = answer
    found = [Answered(each, questions, answers.get(each.pk, {})) for each in applications]
    return [each for each in found if each.takes_place and each.missing]


def agency_answers(question: Question) -> QuerySet[AgencyAnswer]:
    """Return what agencies have answered to this question for good."""
    return AgencyAnswer.objects.filter(key=question.key).select_related("agency").order_by("agency__name")


def latest_question(answer: AgencyAnswer) -> Question | None:
    """Return the latest question that asks what an agency has answered."""
    return Question.objects.filter(key=answer.key).order_by("-id").first()
