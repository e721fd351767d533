"""What an event asks is made, written anew while nobody has answered, moved, no longer asked, copied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.models import User
from events.models import Event
from events.questions import queries, rules
from events.questions.enums import MOST_QUESTIONS
from events.questions.exceptions import QuestionRefused
from events.questions.models import AgencyAnswer, Question
from foundation.audit import chain
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

TOO_MANY = f"質問は{MOST_QUESTIONS}までです。要らない質問をやめてください。"
COPIED = (
    "key",
    "position",
    "moment",
    "kind",
    "wording",
    "hint",
    "choices",
    "is_required",
    "only_choice",
    "once_per_agency",
    "again_after_months",
)


@transaction.atomic(durable=True)
def make_question(*, event: Event, words: Mapping[str, Any], actor: User, now: datetime) -> Question:
    """Ask something more, last of all. Raises QuestionRefused."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    questions = list(Question.objects.filter(event=event))
    if sum(each.closed_at is None for each in questions) >= MOST_QUESTIONS:
        raise QuestionRefused(TOO_MANY)
    position = max((each.position for each in questions), default=0) + 1
    _insist_on_condition(words, questions, position=position)
    made = Question.objects.create(event=event, position=position, **words)
    clear_public_pages_in_transaction()
    chain.record("questions.made", actor=actor, subject=made, now=now, fields=[*words])
    return made


@transaction.atomic(durable=True)
def change_question(*, question_id: int, words: Mapping[str, Any], actor: User, now: datetime) -> Question:
    """Write a question anew that nobody has answered; another wording is another question to agencies.

    Raises QuestionRefused. Who answers at this moment is asked again, or was first and keeps it as it is.
    """
    found = _locked_in_transaction(question_id)
    _insist(rules.may_reword(answers=found.answers.count()))
    others = [each for each in Question.objects.filter(event=found.event_id) if each.pk != found.pk]
    _insist_on_condition(words, others, position=found.position)
    _insist_that_dependents_stay(found, words, others)
    is_other = any(words[name] != getattr(found, name) for name in ("wording", "kind", "choices"))
    for name, value in words.items():
        setattr(found, name, value)
    found.version += 1
    found.key = uuid4() if is_other else found.key
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise QuestionRefused(rules.may_reword(answers=1).reason) from error
    clear_public_pages_in_transaction()
    chain.record("questions.changed", actor=actor, subject=found, now=now, fields=[*words])
    return found


@transaction.atomic(durable=True)
def move_up(*, question_id: int, actor: User, now: datetime) -> Question:
    """Ask a question one place earlier. Raises QuestionRefused where it depends on the one before."""
    found = _locked_in_transaction(question_id)
    earlier = Question.objects.filter(
        event=found.event_id, position__lt=found.position, closed_at__isnull=True, moment=found.moment
    ).last()
    if earlier is None:
        return found
    if found.only_if_id == earlier.pk:
        raise QuestionRefused("条件になる質問より前には、できません。")
    found.position, earlier.position = earlier.position, found.position
    for each in (found, earlier):
        each.save(update_fields=["position"])
    clear_public_pages_in_transaction()
    chain.record("questions.moved", actor=actor, subject=found, now=now, fields=["position"])
    return found


@transaction.atomic(durable=True)
def drop_question(*, question_id: int, actor: User, now: datetime) -> None:
    """Ask a question no longer; with answers it stays readable, else it goes. Raises QuestionRefused."""
    found = _locked_in_transaction(question_id)
    open_ones = queries.open_questions(found.event)
    _insist(rules.may_drop(found.ask, [each.ask for each in open_ones]))
    # By its row, so that the entry can name it when it is gone.
    row = Question.objects.filter(pk=found.pk)
    try:
        with transaction.atomic():
            row.delete()
    except IntegrityError:  # answered, perhaps at this moment
        row.update(closed_at=now)
    clear_public_pages_in_transaction()
    chain.record("questions.dropped", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def ask_agency_again(*, answer: AgencyAnswer, actor: User, now: datetime) -> None:
    """Forget what an agency has answered for good, so that it is asked the next time."""
    AgencyAnswer.objects.filter(pk=answer.pk).delete()
    chain.record("questions.agency_asked_again", actor=actor, subject=answer, now=now)


def copy_questions(event: Event, copy: Event, now: datetime) -> None:  # noqa: ARG001 -- a follower
    """Let the copy of an event ask the same; agencies that have answered are known by the same keys."""
    assert_in_transaction("copy_questions")
    made: dict[int, Question] = {}
    for old in queries.open_questions(event):
        made[old.pk] = Question(event=copy, **{name: getattr(old, name) for name in COPIED})
        made[old.pk].only_if = None if old.only_if_id is None else made[old.only_if_id]
        made[old.pk].save()


def _insist_on_condition(words: Mapping[str, Any], others: list[Question], *, position: int) -> None:
    condition = words.get("only_if")
    if condition is None:
        return
    earlier = next((each for each in others if each.pk == condition.pk and each.closed_at is None), None)
    if earlier is not None and not rules.may_depend_on(earlier.ask, words["moment"]):
        raise QuestionRefused("条件の質問は、先にたずねる「選ぶ」質問だけです。")
    place = rules.place(words["moment"], position)
    if earlier is None or rules.place(earlier.moment, earlier.position) >= place:
        raise QuestionRefused("条件には、この質問より前の質問を選んでください。")
    if words["only_choice"] not in earlier.choices:
        raise QuestionRefused("条件の答えを、その質問の選ぶことばの中から選んでください。")


def _insist_that_dependents_stay(found: Question, words: Mapping[str, Any], others: list[Question]) -> None:
    """Refuse to take away what another question depends on."""
    for other in others:
        if other.only_if_id == found.pk and (
            other.only_choice not in words["choices"] or words["moment"] != found.moment
        ):
            raise QuestionRefused(
                f"「{other}」が、この質問の「{other.only_choice}」という答えを条件にしています。"
            )


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionRefused(decision.reason)


def _locked_in_transaction(pk: int) -> Question:
    assert_in_transaction("lock_question")
    found = Question.objects.filter(pk=pk).first()
    if found is None:
        raise QuestionRefused("この質問は、もうありません。")
    # All that changes the questions of one event comes one after another.
    Event.objects.select_for_update(no_key=True).get(pk=found.event_id)
    found.refresh_from_db()
    return found
