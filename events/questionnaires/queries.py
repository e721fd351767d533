"""Reads of questionnaires: who is asked, who has not answered, the results as far as they may be shown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from events import participant_links
from events.models import Event, Participant
from events.models.session import takes_place
from foundation.decision import Decision
from foundation.small_counts import Count, protect

from . import rules
from .enums import HIGHEST_MARK, QuestionKind
from .models import Answer, Answered, Question, Questionnaire

NOT_ANSWERED = "答えなし"
# For so long after the end of a date its people are told how to answer.
TOLD_WITHIN = timedelta(days=1)


def moment_of(questionnaire: Questionnaire, began_at: datetime) -> rules.Moment:
    """Return what the rules need of a questionnaire, moments local."""
    return rules.Moment(questionnaire.state, questionnaire.closes_on, timezone.localtime(began_at))


def may_answer(questionnaire: Questionnaire, participant: Participant, *, now: datetime) -> Decision:
    """Decide whether this participant may answer now."""
    return rules.may_answer(
        moment_of(questionnaire, participant.session.starts_at),
        timezone.localtime(now),
        has_answered=has_answered(questionnaire, participant),
    )


def has_answered(questionnaire: Questionnaire, participant: Participant) -> bool:
    """Return whether this participant has answered."""
    return Answered.objects.filter(questionnaire=questionnaire, participant=participant).exists()


def asked_people(questionnaire: Questionnaire, *, now: datetime) -> QuerySet[Participant]:
    """Return who is asked, each with `has_answered`: everybody with a seat but the absent, once it began."""
    return _asked(questionnaire, now).annotate(has_answered=_has_a_mark(questionnaire))


def missing_people(questionnaire: Questionnaire, *, now: datetime) -> QuerySet[Participant]:
    """Return who is asked and has not answered."""
    return _asked(questionnaire, now).filter(~_has_a_mark(questionnaire))


def just_ended(
    people: QuerySet[Participant], questionnaire: Questionnaire, *, now: datetime
) -> QuerySet[Participant]:
    """Return those whose date has ended within the last day; what was told is not told again later on.

    Whoever was reminded during the date has heard of it.
    """
    ended = people.filter(
        takes_place("session__"), session__ends_at__lte=now, session__ends_at__gt=now - TOLD_WITHIN
    )
    if questionnaire.reminded_at is None:
        return ended
    return ended.filter(session__starts_at__gt=questionnaire.reminded_at)


def has_dates_to_come(questionnaire: Questionnaire, *, now: datetime) -> bool:
    """Return whether a date that it asks about has still to end."""
    if questionnaire.event is None:
        return False
    sessions = questionnaire.event.sessions.filter(takes_place(), ends_at__gt=now)
    if questionnaire.session_id is not None:
        sessions = sessions.filter(pk=questionnaire.session_id)
    return sessions.exists()


def _asked(questionnaire: Questionnaire, now: datetime) -> QuerySet[Participant]:
    if questionnaire.event is None:
        return Participant.objects.none()
    people = participant_links.participants_of(questionnaire.event).filter(session__starts_at__lte=now)
    if questionnaire.session_id is None:
        return people
    return people.filter(session=questionnaire.session_id)


def _has_a_mark(questionnaire: Questionnaire) -> Exists:
    return Exists(Answered.objects.filter(questionnaire=questionnaire, participant=OuterRef("pk")))


def people_who_answered(event: Event) -> set[int]:
    """Return the participants of an event, by id, who have answered any of its questionnaires."""
    found = Answered.objects.filter(questionnaire__event=event)
    return set(found.values_list("participant", flat=True))


def questionnaires_of(event: Event) -> QuerySet[Questionnaire]:
    """Return the questionnaires of one event, that of the whole event first."""
    found = Questionnaire.objects.filter(event=event).select_related("session", "event")
    return found.order_by(F("session__starts_at").asc(nulls_first=True), "id")


@dataclass(frozen=True)
class ResultRow:
    """How often one answer was given; None where the number is hidden."""

    label: str
    count: int | None
    share: int | None


@dataclass(frozen=True)
class Words:
    text: str
    may_be_quoted: bool


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question, without numbers that could tell of single people."""

    question: Question
    rows: tuple[ResultRow, ...]
    mean: str
    words: tuple[Words, ...]
    hides_something: bool

    @property
    def quotes(self) -> list[str]:
        """What may leave the centre in the words in which it was written."""
        return [each.text for each in self.words if each.may_be_quoted]


@dataclass(frozen=True)
class Results:
    """The results of a questionnaire; with too few answers there are none at all."""

    received: int
    threshold: int
    questions: tuple[QuestionResult, ...]

    @property
    def too_few(self) -> bool:
        return self.received < self.threshold


def results_of(questionnaire: Questionnaire, *, threshold: int) -> Results:
    """Return what was answered, question by question. Two queries.

    Below `threshold` answers nothing is told. Words come sorted, never in the order in which they arrived.
    """
    if questionnaire.received < threshold:
        return Results(questionnaire.received, threshold, ())
    questions = list(questionnaire.questions.all())
    answers: dict[int, list[Answer]] = {question.pk: [] for question in questions}
    for answer in Answer.objects.filter(question__in=questions).order_by("text", "id"):
        answers[answer.question_id].append(answer)
    told = tuple(
        _result(question, answers[question.pk], questionnaire.received, threshold) for question in questions
    )
    return Results(questionnaire.received, threshold, told)


def _result(question: Question, answers: Sequence[Answer], received: int, threshold: int) -> QuestionResult:
    if question.is_text:
        words = tuple(Words(answer.text, answer.may_be_quoted) for answer in answers)
        return QuestionResult(question, (), "", words, hides_something=False)
    given = Counter(mark for answer in answers for mark in answer.marks)
    counts = [given[mark] for mark, _ in question.options]
    labels = [label for _, label in question.options]
    hidden = (
        _hidden_of_several(counts, received, threshold)
        if question.takes_several
        else _hidden([*counts, received - len(answers)], threshold)
    )
    shown = [None if place in hidden else count for place, count in enumerate(counts)]
    if not question.takes_several:
        labels.append(NOT_ANSWERED)
        shown.append(None if len(counts) in hidden else received - len(answers))
    rows = tuple(
        ResultRow(label, count, None if count is None else round(100 * count / received))
        for label, count in zip(labels, shown, strict=True)
    )
    return QuestionResult(question, rows, _mean(question, counts, hidden), (), hides_something=bool(hidden))


def _hidden(counts: Iterable[int], threshold: int) -> frozenset[int]:
    """Return the places to hide where each person stands in one row, so that everybody knows the sum."""
    numbers = [Count(Decimal(count), hides_when_small=True) for count in counts]
    return protect(numbers, threshold=threshold, total_is_known=True).hidden


def _hidden_of_several(counts: Iterable[int], received: int, threshold: int) -> frozenset[int]:
    """Return the places to hide where anybody may stand in several rows: each row has its own remainder."""
    return frozenset(
        place for place, count in enumerate(counts) if 0 in _hidden([count, received - count], threshold)
    )


def _mean(question: Question, counts: Sequence[int], hidden: frozenset[int]) -> str:
    """Return the mean of a scale in words; none where a number is hidden, which it would help to work out."""
    if question.kind != QuestionKind.SCALE or hidden:
        return ""
    mean = rules.mean_of(counts)
    return "" if mean is None else f"平均 {mean:.1f}（{HIGHEST_MARK}が最高）"
