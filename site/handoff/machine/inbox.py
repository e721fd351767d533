"""The list of hand-offs as somebody reads it: whose turn first, what is most overdue before the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, F, Max, Q, QuerySet, When

from foundation.centre.queries import current_centre
from handoff.actors import Actor
from handoff.waiting import Waiting, waiting_for

from .access import handoffs_for
from .due_rules import TURNS, Due, due_on
from .enums import BEING_WRITTEN, ENDED, WAITING_FOR_ANSWER, Side, State
from .models import Call, Emergency, Handoff
from .turn_words import names_of

# Which picture of two arcs stands beside a state; none where nothing is shared yet, or any more.
ARCS = {State.OVERLAP: "full", State.HANDING: "half", State.BACKUP: "apart"}
ROWS_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """One hand-off in the list."""

    handoff: Handoff
    is_turn: bool
    is_received: bool
    due: Due | None
    # What whoever answers for the asking side has to look at, in words.
    asks_lead: Sequence[str] = ()
    called_at: datetime | None = None

    @property
    def arcs(self) -> str:
        return ARCS.get(State(self.handoff.state), "")

    @property
    def other_side(self) -> str:
        return names_of(self.handoff)[Side.GIVER if self.is_received else Side.RECEIVER]


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """One page of the list, and where it stands among the others."""

    page: Page[Any]
    lines: Sequence[Line]


def inbox_for(actor: Actor, *, show: str, number: str | None = None, today: date) -> Inbox:
    """Return a page of an actor's hand-offs: `turn`, `urgent`, `over` their limit, `all` that go on, `ended`.

    What ended stands under `turn` as long as the lead has to look at it. Five queries at most.
    """
    found = _with_turn(actor, today=today)
    is_over = Q(state__in=ENDED) | Q(shredded_at__isnull=False)
    kept = {
        "turn": Q(is_turn=True, shredded_at=None),
        "urgent": (Q(is_urgent=True) | Q(is_suspect_support=True)) & ~is_over,
        "over": Q(due_on__lt=today) & ~is_over,
        "ended": is_over,
    }.get(show, ~is_over)
    rows = found.filter(kept).order_by("-is_turn", F("due_on").asc(nulls_last=True), "-changed_at")
    page = Paginator(rows, ROWS_A_PAGE).get_page(number)
    return Inbox(page=page, lines=_lines(list(page.object_list), actor, today=today))


def line_of(actor: Actor, handoff: Handoff, *, today: date) -> Line:
    """Return one hand-off as it stands in its reader's list: whose turn it is has one rule. Three queries."""
    return _lines([_with_turn(actor, today=today).get(pk=handoff.pk)], actor, today=today)[0]


def _with_turn(actor: Actor, *, today: date) -> QuerySet[Any]:
    is_turn = Case(When(_is_turn(actor, today=today), then=True), default=False, output_field=BooleanField())
    return handoffs_for(actor, today=today).annotate(is_turn=is_turn)


def _is_turn(actor: Actor, *, today: date) -> Q:
    """Return which hand-offs wait for this actor: their side's turn, or something that a lead looks at."""
    nothing = Q(pk=None)
    centre = Q(requester=None) if actor.is_at(None) else nothing
    to_centre = Q(performer=None) if actor.is_at(None) else nothing
    gives = Q(requester__in=list(actor.agency_roles)) | centre
    receives = Q(performer__in=list(actor.agency_roles)) | to_centre
    kept = Q(requester__in=[agency for agency in actor.agency_roles if actor.keeps(agency)])
    leads = kept | (Q(requester=None) if actor.keeps(None) else nothing)
    asks = (
        Q(sent_at__isnull=False, approved_at=None) & ~Q(state=State.VOID)
        | Q(pk__in=Emergency.objects.filter(reviewed_at=None).values("handoff"))
        | Q(state__in=WAITING_FOR_ANSWER, due_on__lt=today)
    )
    return (
        (gives & Q(state__in=[state for state, sides in TURNS.items() if Side.GIVER in sides]))
        | (receives & Q(state__in=[state for state, sides in TURNS.items() if Side.RECEIVER in sides]))
        | (leads & asks)
    )


def _lines(rows: Sequence[Any], actor: Actor, *, today: date) -> list[Line]:
    closures = current_centre().hours.closures if rows else None
    called = dict(
        Call.objects.filter(handoff__in=rows).values_list("handoff").annotate(last=Max("at")).order_by()
    )
    waiting = set(
        Emergency.objects.filter(handoff__in=rows, reviewed_at=None).values_list("handoff", flat=True)
    )
    return [
        _line(
            row,
            actor,
            due=due_on(row.due_on, closures=closures, today=today) if closures else None,
            called_at=called.get(row.pk),
            waits_for_review=row.pk in waiting,
        )
        for row in rows
    ]


def _line(
    row: Any, actor: Actor, *, due: Due | None, called_at: datetime | None, waits_for_review: bool
) -> Line:
    sides = sides_of(actor, row)
    asks = _asks_lead(row, due, waits_for_review=waits_for_review) if actor.keeps(row.requester_id) else []
    return Line(
        handoff=row,
        is_turn=row.is_turn,
        is_received=Side.RECEIVER in sides and row.state not in BEING_WRITTEN,
        due=due,
        asks_lead=asks,
        called_at=called_at if Side.GIVER in sides else None,
    )


def _asks_lead(row: Any, due: Due | None, *, waits_for_review: bool) -> list[str]:
    asked = (
        (row.sent_at and not row.approved_at and row.state != State.VOID, "あとからの承認がまだです"),
        (waits_for_review, "緊急の提供を、まだ確かめていません"),
        (due and due.is_over and row.state in WAITING_FOR_ANSWER, "期限がすぎています。電話をしてください"),
    )
    return [words for holds, words in asked if holds]


def sides_of(actor: Actor, handoff: Handoff) -> frozenset[Side]:
    """Return on which sides an actor stands who sees this hand-off; nothing is asked of the database."""
    sides = {Side.GIVER} if actor.is_at(handoff.requester_id) else set[Side]()
    if actor.is_at(handoff.performer_id):
        sides.add(Side.RECEIVER)
    return frozenset(sides)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing around a hand-off that is late or due today, in business days."""

    waiting: Waiting
    due: Due


def tasks_for(actor: Actor, *, today: date) -> list[Task]:
    """Return what waits for an actor in the rooms around their hand-offs, the longest waiting first."""
    found = waiting_for(actor, today=today)
    closures = current_centre().hours.closures if found else None
    dues = [(each, due_on(each.day, closures=closures, today=today)) for each in found] if closures else []
    return [Task(waiting=each, due=due) for each, due in dues if due]
