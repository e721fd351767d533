"""What the screens and papers of this room show, and the events without which they show nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from foundation.limits.queries import limit
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for, cases_for
from handoff.cases.models import Case
from handoff.cases.rules import Act
from handoff.sittings.access import (
    advice_for,
    chairs,
    is_staff,
    item_for,
    items_for,
    keeps_item,
    papers_for,
    question_for,
    questions_for,
    seat_today,
    sittings_for,
)
from handoff.sittings.enums import MINUTES_STAND, SHOWN, ItemState, QuestionState, SittingDeed, SittingState
from handoff.sittings.limits import ANSWER_WITHIN
from handoff.sittings.models import (
    Advice,
    CaseItem,
    Introduction,
    QuickQuestion,
    Recusal,
    Seat,
    Sitting,
)
from handoff.sittings.queries import (
    TimedLine,
    facts_of,
    recused_from,
    seats_on,
    timed_lines,
    unanswered_advice,
)
from handoff.sittings.rules import Clock, clock_of, deeds_aside, missing, next_deed

from .minutes import AdviceRead, advice_of
from .moving import may_move
from .papers import shown_in


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """A quick question in a list: how its clock stands, and nothing of what it asks."""

    question: QuickQuestion
    clock: Clock

    @property
    def is_late(self) -> bool:
        return self.clock.is_over and self.question.state == QuestionState.ASKED

    @property
    def is_to_be_seen(self) -> bool:
        return self.question.basis_id is None and self.question.seen_at is None


@dataclass(frozen=True, kw_only=True)
class Home:
    """The first page of the room."""

    is_staff: bool
    leads: bool
    coming: Sequence[Sitting]
    past: Sequence[Sitting]
    questions: Sequence[QuestionLine]
    unanswered: int


def read_home(*, actor: Actor, now: datetime) -> Home:
    """Return the sittings and questions that wait for somebody; nine queries at most."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        rows = list(sittings_for(actor, today=today).order_by("held_on", "number"))
        over = MINUTES_STAND | {SittingState.CALLED_OFF}
        coming = [row for row in rows if row.held_on >= today and row.state not in over]
        open_now = questions_for(actor, today=today).exclude(state=QuestionState.CLOSED)
        staff = is_staff(actor)
        if not staff:
            open_now = open_now.filter(state=QuestionState.ASKED)
        found = open_now.select_related("asked_of", "asked_by__person").order_by("asked_at")
        advice = advice_for(actor, today=today) if staff else Advice.objects.none()
        return Home(
            is_staff=staff,
            leads=actor.keeps(None),
            coming=coming,
            past=[row for row in reversed(rows) if row not in coming],
            questions=_lines(found, now=now),
            unanswered=unanswered_advice(advice).count(),
        )


def _lines(questions: Iterable[QuickQuestion], *, now: datetime) -> list[QuestionLine]:
    rows = list(questions)
    hours = limit(ANSWER_WITHIN, on=timezone.localdate(now)) if rows else 1
    return [
        QuestionLine(question=row, clock=clock_of(asked_at=row.asked_at, hours=hours, now=now))
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class SittingRead:
    """A sitting as somebody finds it: its 次第, what comes next, and whose step that is."""

    sitting: Sitting
    lines: Sequence[TimedLine]
    seats: Sequence[Seat]
    readable: frozenset[UUID]
    deed: SittingDeed | None
    missing: Sequence[str]
    is_staff: bool
    leads: bool
    minutes_are_open: bool
    aside: Sequence[SittingDeed]

    @property
    def are_cases_shown(self) -> bool:
        return self.is_staff or self.sitting.state in SHOWN


def read_sitting(*, sitting_id: UUID, actor: Actor, now: datetime) -> SittingRead:
    """Return a sitting. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sitting, items = shown_in(sitting_id, actor, today=today)
        deed = next_deed(SittingState(sitting.state))
        own = deed is not None and may_move(actor, sitting, deed, today=today)
        papers = papers_for(actor, today=today).filter(item__in=items)
        staff = is_staff(actor)
        drafts = sitting.state == SittingState.HELD and (staff or chairs(actor, sitting, today=today))
        opening.note("sittings.read", sitting)
        return SittingRead(
            sitting=sitting,
            lines=timed_lines(sitting, items) if staff or sitting.state in SHOWN else [],
            seats=seats_on(sitting.held_on),
            readable=frozenset(papers.values_list("item_id", flat=True)),
            deed=deed if own else None,
            missing=missing(deed, facts_of(sitting, today=today), today=today) if own and deed else (),
            is_staff=staff,
            leads=actor.keeps(None),
            minutes_are_open=sitting.state in MINUTES_STAND or drafts,
            aside=deeds_aside(SittingState(sitting.state)) if actor.keeps(None) else (),
        )


@dataclass(frozen=True, kw_only=True)
class ItemRead:
    """A case before a sitting as somebody finds it, with what was advised on it."""

    item: CaseItem
    has_paper: bool
    paper_is_open: bool
    is_approved: bool
    footing_stands: bool
    advice: Sequence[AdviceRead]
    before: Sequence[CaseItem]
    recused: Sequence[Recusal]
    keeps: bool
    leads: bool
    may_advise: bool
    may_approve: bool


def read_item(*, item_id: UUID, actor: Actor, now: datetime) -> ItemRead:
    """Return a case before a sitting; its paper is read by a press of its own. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = item_for(actor, item_id, today=today)
        rows = items_for(actor, today=today).select_related("basis", "material", "sitting")
        item = rows.get(pk=found.pk)
        keeps = keeps_item(actor, item, today=today)
        is_open = papers_for(actor, today=today).filter(item=item).exists()
        thread = items_for(actor, today=today).filter(case=item.case_id).exclude(pk=item.pk)
        paper = getattr(item, "material", None)
        recused = recused_from([item.case_id]).get(item.case_id, [])
        opening.note("sittings.item_read", item)
        going_on = item.sitting.state in SHOWN and item.state not in (ItemState.ENDED, ItemState.TAKEN_OFF)
        return ItemRead(
            item=item,
            has_paper=paper is not None,
            paper_is_open=is_open,
            is_approved=paper is not None and paper.approved_at is not None,
            footing_stands=item.footing.stands(today=today),
            advice=advice_of([item], opening).get(item.pk, []),
            before=list(thread.exclude(state=ItemState.TAKEN_OFF).order_by("sitting__held_on")),
            recused=recused if keeps or chairs(actor, item.sitting, today=today) else [],
            keeps=keeps,
            leads=actor.keeps(None),
            may_advise=going_on and (keeps or is_open),
            may_approve=keeps and actor.keeps(None) and paper is not None and paper.written_by != actor.user,
        )


def read_agenda(
    *, sitting_id: UUID, actor: Actor, now: datetime
) -> tuple[Sitting, list[TimedLine], list[Seat]]:
    """Return a 次第 for paper. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sitting, items = shown_in(sitting_id, actor, today=today)
        shown = items if is_staff(actor) or sitting.state in SHOWN else []
        opening.note("sittings.agenda_printed", sitting)
        return sitting, timed_lines(sitting, shown), seats_on(sitting.held_on)


def read_unanswered(*, actor: Actor, now: datetime) -> list[Advice]:
    """Return the advice on an actor's cases that waits for an answer; no word of it."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        return list(unanswered_advice(advice_for(actor, today=today)))


@dataclass(frozen=True, kw_only=True)
class QuestionRead:
    """A quick question with its words."""

    line: QuestionLine
    text: str
    answer: str
    keeps: bool
    leads: bool


def read_question(*, question_id: UUID, actor: Actor, now: datetime) -> QuestionRead:
    """Return a quick question. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        question = question_for(actor, question_id, today=today)
        opening.note("sittings.question_read", question, ["question", "answer"])
        return QuestionRead(
            line=_lines([question], now=now)[0],
            text=question.unseal("question"),
            answer=question.unseal("answer") if question.answer is not None else "",
            keeps=cases_for(actor, today=today).filter(pk=question.case_id).exists(),
            leads=actor.keeps(None),
        )


@dataclass(frozen=True, kw_only=True)
class ThreadRead:
    """All that the committee had to do with a case, for those who work on it."""

    case: Case
    items: Sequence[CaseItem]
    questions: Sequence[QuestionLine]
    introductions: Sequence[tuple[Introduction, str]]
    recused: Sequence[tuple[Recusal, str]]
    may_write: bool


def read_thread(*, case_id: UUID, actor: Actor, now: datetime) -> ThreadRead:
    """Return the way of a case through the committee. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        opening.note("sittings.thread_read", case)
        items = items_for(actor, today=today).filter(case=case).order_by("sitting__held_on")
        questions = questions_for(actor, today=today).filter(case=case).select_related("asked_of")
        links = Introduction.objects.filter(case=case).select_related("linked_by").order_by("-linked_on")
        return ThreadRead(
            case=case,
            items=list(items),
            questions=_lines(questions.order_by("-asked_at"), now=now),
            introductions=[(each, each.unseal("body")) for each in links],
            recused=[
                (each, each.unseal("reason") if each.reason is not None else "")
                for each in recused_from([case.pk]).get(case.pk, [])
            ],
            may_write=case.closed_on is None,
        )


def may_come_in(*, actor: Actor, now: datetime) -> bool:
    """Return whether this room is there for an actor today: for staff, and for whoever holds a seat."""
    with opened(actor, now=now):
        return is_staff(actor) or seat_today(actor, today=timezone.localdate(now)) is not None
