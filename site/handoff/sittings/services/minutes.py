"""Minutes, digests and feedback: what was said, advised and done, as each reader may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.cases.queries import destroyed_among
from handoff.sittings.access import chairs, is_staff, item_for, items_for, minutes_for
from handoff.sittings.enums import MINUTES_STAND, ItemState, SittingState
from handoff.sittings.models import Advice, Attendance, CaseItem, Introduction, Recusal, Sitting
from handoff.sittings.queries import recused_from
from handoff.sittings.rules import known_as

from .papers import shown_in

GONE = "このケースの記録は、消去しました。"


@dataclass(frozen=True, kw_only=True)
class AdviceRead:
    """An advice with its sealed words."""

    advice: Advice
    text: str
    reason: str
    effect: str


def advice_of(items: Sequence[CaseItem], opening: Opening) -> dict[UUID, list[AdviceRead]]:
    """Return the advice on cases that were found for this actor, by case and in order. Two queries.

    Of a case that was destroyed there is none left to read.
    """
    gone = destroyed_among(item.case_id for item in items)
    known = {item.pk: item for item in items if item.case_id not in gone}
    rows = Advice.objects.filter(item__in=known).select_related("given_by", "next_sitting").order_by("number")
    found: dict[UUID, list[AdviceRead]] = {}
    for row in rows:
        row.item = known[row.item_id]
        texts = {
            name: row.unseal(name) if getattr(row, name) is not None else ""
            for name in ("text", "reason", "effect")
        }
        found.setdefault(row.item_id, []).append(AdviceRead(advice=row, **texts))
    for item in items:
        if item.pk in found:
            opening.note("sittings.advice_read", item, ["text", "reason", "effect"])
    return found


@dataclass(frozen=True, kw_only=True)
class MinutesRead:
    """The minutes of a sitting as somebody reads them."""

    sitting: Sitting
    attendance: Sequence[Attendance]
    cases: Sequence[tuple[CaseItem, str, Sequence[AdviceRead], Sequence[Recusal]]]
    is_draft: bool
    may_confirm: bool
    may_write: bool

    @property
    def seen(self) -> str:
        """Return by what these minutes are known when whoever read them confirms them."""
        return known_as(words for _, words, *_ in self.cases)


def read_minutes(*, sitting_id: UUID, actor: Actor, now: datetime, printed: bool = False) -> MinutesRead:
    """Return the minutes, or the draft for staff and chair. Raises Http404, also before there are any."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sitting, items = shown_in(sitting_id, actor, today=today)
        chair = chairs(actor, sitting, today=today)
        may = sitting.state in MINUTES_STAND or (
            sitting.state == SittingState.HELD and (is_staff(actor) or chair)
        )
        if not may:
            raise Http404
        known = {item.pk: item for item in items}
        gone = destroyed_among(item.case_id for item in items)
        parts = {item.pk: GONE for item in items if item.case_id in gone}
        for part in minutes_for(actor, today=today).filter(item__in=items).exclude(item__in=parts):
            part.item = known[part.item_id]
            parts[part.item_id] = part.unseal("words")
            opening.note(
                "sittings.minutes_printed" if printed else "sittings.minutes_read", part.item, ["words"]
            )
        advice, recused = advice_of(items, opening), recused_from(item.case_id for item in items)
        came = Attendance.objects.filter(sitting=sitting).select_related("seat__person")
        opening.note("sittings.minutes_printed" if printed else "sittings.minutes_read", sitting)
        return MinutesRead(
            sitting=sitting,
            attendance=list(came.order_by("seat__place", "seat__person__name_kana")),
            cases=[
                (item, parts.get(item.pk, ""), advice.get(item.pk, []), recused.get(item.case_id, []))
                for item in items
            ],
            is_draft=sitting.state == SittingState.HELD,
            may_confirm=sitting.state == SittingState.HELD and (chair or actor.keeps(None)),
            may_write=actor.is_at(None),
        )


def minutes_known_as(sitting: Sitting, actor: Actor, *, today: date) -> str:
    """Return by what the minutes of a sitting are known now, as far as this actor reads them."""
    _, items = shown_in(sitting.pk, actor, today=today)
    gone = destroyed_among(item.case_id for item in items)
    parts = {part.item_id: part for part in minutes_for(actor, today=today).filter(item__in=items)}
    words = []
    for item in items:
        part = parts.get(item.pk)
        if part is not None:
            part.item = item
        is_there = part is not None and item.case_id not in gone
        words.append(GONE if item.case_id in gone else part.unseal("words") if is_there and part else "")
    return known_as(words)


def read_digest(
    *, sitting_id: UUID, actor: Actor, now: datetime
) -> tuple[Sitting, list[tuple[CaseItem, list[AdviceRead]]]]:
    """Return the advice of a sitting with what was done, of the cases found here. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        sitting, items = shown_in(sitting_id, actor, today=today)
        advice = advice_of(items, opening)
        opening.note("sittings.digest_printed", sitting)
        return sitting, [(item, advice.get(item.pk, [])) for item in items]


def read_feedback(
    *, item_id: UUID, actor: Actor, now: datetime
) -> tuple[CaseItem, list[tuple[CaseItem, list[AdviceRead]]]]:
    """Return all that was advised on a case and what came of it, sitting by sitting. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        item = item_for(actor, item_id, today=today)
        thread = items_for(actor, today=today).filter(case=item.case_id).exclude(state=ItemState.TAKEN_OFF)
        rows = list(thread.order_by("sitting__held_on"))
        advice = advice_of(rows, opening)
        opening.note("sittings.feedback_printed", item)
        return item, [(row, advice.get(row.pk, [])) for row in rows]


@dataclass(frozen=True, kw_only=True)
class LinkCount:
    """How often a member linked us to somebody in a fiscal year."""

    name: str
    count: int
    last_on: date


def count_introductions(
    *, year_begins: date, year_ends: date, actor: Actor, now: datetime
) -> list[LinkCount]:
    """Return how many introductions each member made between two days, of the cases this actor sees."""
    with opened(actor, now=now):
        rows = Introduction.objects.filter(
            case__in=cases_for(actor, today=timezone.localdate(now)).values("pk"),
            linked_on__gte=year_begins,
            linked_on__lt=year_ends,
        ).select_related("linked_by")
        found: dict[int, list[Introduction]] = {}
        for row in rows.order_by("linked_by__name_kana", "linked_by_id", "linked_on"):
            found.setdefault(row.linked_by_id, []).append(row)
    return [
        LinkCount(name=each[0].linked_by.name, count=len(each), last_on=each[-1].linked_on)
        for each in found.values()
    ]
