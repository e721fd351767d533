"""Answers come in: by a participant's link once, or typed in from paper. The split: `models.answers`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import transaction
from django.db.models import F

from accounts.models import User
from events.models import Participant
from events.questionnaires import rules
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Answer, Answered, Questionnaire
from events.questionnaires.queries import may_answer, missing_people
from foundation.audit import chain
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction

_random = SystemRandom()


@dataclass(frozen=True)
class Given:
    """What somebody answered to one question."""

    question_id: int
    marks: tuple[int, ...] = ()
    text: str = ""
    may_be_quoted: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.marks or self.text)


@transaction.atomic(durable=True)
def answer_questionnaire(
    *, questionnaire_id: int, participant: Participant, given: Sequence[Given], now: datetime
) -> None:
    """Take a participant's answers, once. Raises QuestionnaireRefused with the reason.

    No audit entry: it would say when, and there is nobody at the desk who acted.
    """
    questionnaire = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(may_answer(questionnaire, participant, now=now))
    Answered.objects.create(questionnaire=questionnaire, participant=participant)
    keep_answers_in_transaction(questionnaire, given)


@transaction.atomic(durable=True)
def type_sheet(*, questionnaire_id: int, given: Sequence[Given], actor: User, now: datetime) -> int:
    """Keep the answers of one sheet of paper; returns how many answers there are now.

    Nobody knows whose sheet it was. Raises QuestionnaireRefused.
    """
    questionnaire = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_type_paper(questionnaire.state, is_read=questionnaire.has_results))
    keep_answers_in_transaction(questionnaire, given)
    chain.record("questionnaires.sheet_typed", actor=actor, subject=questionnaire, now=now)
    return questionnaire.received + 1


@transaction.atomic(durable=True)
def mark_returned(*, questionnaire_id: int, people: Collection[int], actor: User, now: datetime) -> int:
    """Write down who handed a sheet in, by participant id; returns how many were not marked before.

    Of a sheet only this is known: the slip with the name is cut off before anybody reads it.
    """
    questionnaire = locked_questionnaire_in_transaction(questionnaire_id)
    _insist(rules.may_tick(questionnaire.state))
    new = [person.pk for person in missing_people(questionnaire, now=now) if person.pk in people]
    Answered.objects.bulk_create(
        Answered(questionnaire=questionnaire, participant_id=person) for person in new
    )
    if new:
        chain.record("questionnaires.sheets_returned", actor=actor, subject=questionnaire, now=now)
    return len(new)


def keep_answers_in_transaction(questionnaire: Questionnaire, given: Sequence[Given]) -> None:
    """Add answers and write all of the questionnaire anew, in a random order and under new keys.

    Afterwards every answer was written by this one transaction: neither its number nor the place of the rows
    tells which of them came last. The questionnaire's row is locked.

    Raises QuestionnaireRefused where nothing was said.
    """
    assert_in_transaction("keep_answers")
    if not any(each.says_something for each in given):
        raise QuestionnaireRefused("どれか一つは、答えてください。")
    here = Answer.objects.filter(question__questionnaire=questionnaire)
    known = set(questionnaire.questions.values_list("pk", flat=True))
    rows = [
        Answer(question_id=old.question_id, marks=old.marks, text=old.text, may_be_quoted=old.may_be_quoted)
        for old in here
    ]
    rows += [
        Answer(
            question_id=each.question_id,
            marks=list(each.marks),
            text=each.text,
            may_be_quoted=each.may_be_quoted and bool(each.text),
        )
        for each in given
        if each.says_something and each.question_id in known
    ]
    here.delete()
    _random.shuffle(rows)
    Answer.objects.bulk_create(rows)
    Questionnaire.objects.filter(pk=questionnaire.pk).update(received=F("received") + 1)


def locked_questionnaire_in_transaction(pk: int) -> Questionnaire:
    """Return a questionnaire, locked: one answer comes after the other. Raises QuestionnaireRefused."""
    assert_in_transaction("lock_questionnaire")
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("event", "session")
    questionnaire = rows.filter(pk=pk).first()
    if questionnaire is None:
        raise QuestionnaireRefused(rules.GONE)
    return questionnaire


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise QuestionnaireRefused(decision.reason)
