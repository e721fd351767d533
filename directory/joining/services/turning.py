"""年度替わり: every agency is asked once whether its contact person changes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.enums import HeardWay
from directory.joining import letters
from directory.joining.enums import TurnAnswer, TurnWay
from directory.joining.exceptions import JoiningRefused
from directory.joining.models import TurnQuestion
from directory.joining.queries import (
    agencies_to_ask,
    question_of,
    questions_to_print,
    questions_to_print_again,
)
from directory.joining.rules import may_answer, may_ask_about_people, may_note, year_asked_about
from directory.tokens import hash_token, new_token
from foundation.audit import chain

# Of an answer that came on an earlier day only the day is known.
NOON = time(12)
# Makes the paper of questions and their tokens.
type LayOut = Callable[[Sequence[tuple[TurnQuestion, str]]], bytes]


@transaction.atomic(durable=True)
def ask_about_people(*, actor: User, now: datetime) -> int:
    """Ask all agencies that have not been asked this year, by mail or by a letter; returns how many.

    Raises JoiningRefused outside the season.
    """
    today = timezone.localdate(now)
    decision = may_ask_about_people(today)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    new = []
    for agency in agencies_to_ask(today=today):
        token = new_token() if agency.email else ""
        question = TurnQuestion.objects.create(
            agency=agency,
            fiscal_year=year_asked_about(today),
            token_hash=hash_token(token) if token else None,
            way=TurnWay.MAIL if token else TurnWay.PAPER,
            asked_at=now,
        )
        if token:
            letters.queue_question_in_transaction(question, token, now=now)
        new.append(question)
    for question in new:
        chain.record("directory.turn_asked", actor=actor, subject=question, now=now, fields=["way"])
    return len(new)


@transaction.atomic(durable=True)
def make_turn_letters(
    *, fiscal_year: int, again: bool = False, lay_out: LayOut, actor: User, now: datetime
) -> bytes | None:
    """Make a token for each question that waits for its letter and lay them out; None where none waits.

    With `again` the last letters are made once more, and the addresses in those printed before open nothing.
    The paper is laid out here, because its tokens stand nowhere else: where that fails nothing was printed.
    """
    found = questions_to_print_again if again else questions_to_print
    made = []
    waiting = found(fiscal_year, today=timezone.localdate(now))
    for question in waiting.select_for_update(of=("self",)):
        token = new_token()
        question.token_hash, question.printed_at = hash_token(token), now
        question.save(update_fields=["token_hash", "printed_at"])
        made.append((question, token))
    if not made:
        return None
    paper = lay_out(made)
    for question, _ in made:
        chain.record("directory.turn_letter_made", actor=actor, subject=question, now=now)
    return paper


@transaction.atomic(durable=True)
def answer_question(
    *, token: str, answer: TurnAnswer, new_name: str, new_job: str, now: datetime
) -> TurnQuestion:
    """Keep an answer; 「あとで」 leaves the question open. Raises JoiningRefused when it is answered."""
    question = question_of(hash_token(token), today=timezone.localdate(now), for_update=True)
    if question is None:
        raise JoiningRefused("このページは、もう使えません。")
    decision = may_answer(question.answer)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    _keep(question, answer, new_name=new_name, new_job=new_job, answered_at=now)
    chain.record("directory.turn_answered", actor=None, subject=question, now=now, fields=["answer"])
    return question


@transaction.atomic(durable=True)
def note_answer(
    *,
    question: TurnQuestion,
    answer: TurnAnswer,
    new_name: str,
    new_job: str,
    heard: HeardWay,
    heard_on: date,
    actor: User,
    now: datetime,
) -> TurnQuestion:
    """Keep an answer that staff heard or that came by FAX, as of the day on which it came.

    Raises JoiningRefused when it is answered, and for a day before the question or to come.
    """
    found = TurnQuestion.objects.select_for_update(of=("self",)).select_related("agency").get(pk=question.pk)
    asked_on, today = timezone.localdate(found.asked_at), timezone.localdate(now)
    decision = may_note(found.answer, heard_on=heard_on, asked_on=asked_on, today=today)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    moment = now if heard_on == today else datetime.combine(heard_on, NOON, tzinfo=now.tzinfo)
    _keep(found, answer, new_name=new_name, new_job=new_job, answered_at=moment, heard=heard)
    chain.record("directory.turn_answered", actor=actor, subject=found, now=now, fields=["answer", "heard"])
    return found


def _keep(
    question: TurnQuestion,
    answer: TurnAnswer,
    *,
    new_name: str,
    new_job: str,
    answered_at: datetime,
    heard: str = "",
) -> None:
    is_new = answer == TurnAnswer.CHANGED
    question.answer, question.answered_at, question.heard = answer, answered_at, heard
    question.new_name, question.new_job = (new_name, new_job) if is_new else ("", "")
    question.save()
