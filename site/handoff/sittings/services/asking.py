"""Verbs of quick questions to one member, with their clock; and of what members linked us to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.models import Person
from foundation.limits.queries import limit
from handoff.access import opened
from handoff.actors import CLOCK, Actor
from handoff.cases.access import case_for
from handoff.cases.rules import Act
from handoff.days import may_have_been
from handoff.exceptions import Refused, obey
from handoff.sittings.access import question_for
from handoff.sittings.enums import QuestionState
from handoff.sittings.limits import ANSWER_WITHIN
from handoff.sittings.models import Introduction, QuickQuestion, Recusal, Seat
from handoff.sittings.queries import advisers_on
from handoff.sittings.rules import clock_of, question_may_become

from .items import insist_on_nobody_named, standing_basis
from .telling import leads_of_centre, tell_in_transaction


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A quick question as it is written; without a basis its writer ticks that it tells nobody who it is."""

    asked_of: Person
    question: str
    basis_id: UUID | None
    tells_nobody: bool


def ask(*, case_id: UUID, asking: Asking, actor: Actor, now: datetime) -> QuickQuestion:
    """Ask one member something about a case; the clock runs from now. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=today)
        if not advisers_on(today).filter(pk=asking.asked_of.pk).exists():
            raise Refused("いま任期のある委員を選んでください。")
        if Recusal.objects.filter(case=case, person=asking.asked_of).exists():
            raise Refused("この方は、このケースの検討から外れています。ほかの委員を選んでください。")
        if asking.basis_id is None and not asking.tells_nobody:
            raise Refused(
                "委員会に出してよい根拠を選ぶか、だれのことかを書いていないことを確かめてください。"
            )
        insist_on_nobody_named(case, asking.question)
        question = QuickQuestion(
            case=case,
            case_reference=case.reference,
            case_key=case.key,
            asked_of=asking.asked_of,
            basis=standing_basis(case, asking.basis_id, today=today),
            asked_by=actor.user,
            asked_at=now,
        )
        question.seal(question=asking.question)
        question.save(force_insert=True)
        tell_in_transaction([asking.asked_of.pk], cause=f"sittings.asked:{question.pk}", now=now)
        opening.note("sittings.asked", question, ["question"])
    return question


def answer(*, question_id: UUID, words: str, actor: Actor, now: datetime) -> None:
    """Answer a question that was put to oneself; staff write what was said by telephone.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        question = question_for(actor, question_id, today=timezone.localdate(now))
        obey(question_may_become(QuestionState(question.state), QuestionState.ANSWERED))
        question.state, question.answered_at = QuestionState.ANSWERED, now
        question.seal(answer=words)
        question.save(update_fields=["state", "answer", "answered_at"])
        asker = question.asked_by.person_id
        if asker != actor.person_id:
            tell_in_transaction([asker], cause=f"sittings.answered:{question.pk}", now=now)
        opening.note("sittings.answered", question, ["answer"])


def close_question(*, question_id: UUID, actor: Actor, now: datetime) -> None:
    """End a question: its member finds it no longer. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        question = _kept(question_id, actor, now)
        obey(question_may_become(QuestionState(question.state), QuestionState.CLOSED))
        question.state, question.closed_at = QuestionState.CLOSED, now
        question.save(update_fields=["state", "closed_at"])
        opening.note("sittings.question_closed", question)


def see_question(*, question_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that whoever leads has read a question that rests on no basis. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        question = _kept(question_id, actor, now)
        if not actor.keeps(None):
            raise Http404
        if actor.user == question.asked_by:
            raise Refused("書いた人とは別の人が見ます。")
        question.seen_by, question.seen_at = actor.user, now
        question.save(update_fields=["seen_by", "seen_at"])
        opening.note("sittings.question_seen", question)


def _kept(question_id: UUID, actor: Actor, now: datetime) -> QuickQuestion:
    today = timezone.localdate(now)
    question = question_for(actor, question_id, today=today)
    case_for(actor, question.case_id, Act.READ, today=today)
    return question


def escalate_all(*, now: datetime) -> int:
    """Tell whoever leads of each question whose time is over, once; returns of how many."""
    today = timezone.localdate(now)
    hours = limit(ANSWER_WITHIN, on=today)
    with opened(CLOCK, now=now) as opening:
        rows = QuickQuestion.objects.filter(state=QuestionState.ASKED, escalated_at=None)
        late = [
            each
            for each in rows.select_for_update()
            if clock_of(asked_at=each.asked_at, hours=hours, now=now).is_over
        ]
        for question in late:
            question.escalated_at = now
            question.save(update_fields=["escalated_at"])
            tell_in_transaction(leads_of_centre(now=now), cause=f"sittings.late:{question.pk}", now=now)
            opening.note("sittings.question_late", question)
    return len(late)


def introduce(
    *, case_id: UUID, linked_by: Person, linked_on: date, body: str, actor: Actor, now: datetime
) -> Introduction:
    """Write down to whom a member linked us for a case. Raises Http404, Refused."""
    today = timezone.localdate(now)
    obey(may_have_been(linked_on, today=today, what="紹介の日"))
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=today)
        if not Seat.objects.filter(person=linked_by, since__lte=linked_on).exists():
            raise Refused("その日までに任期のある委員を選んでください。")
        row = Introduction(
            case=case,
            case_reference=case.reference,
            case_key=case.key,
            linked_by=linked_by,
            linked_on=linked_on,
            written_by=actor.user,
            written_at=now,
        )
        row.seal(body=body)
        row.save(force_insert=True)
        opening.note("sittings.introduced", row, ["body"])
    return row
