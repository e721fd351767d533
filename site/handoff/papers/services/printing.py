"""Printing for a hand-off: what is open, the record of what was handed over, the event, the paper."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.disclosure.enums import Part
from handoff.exceptions import Refused, obey
from handoff.machine.access import readable_now
from handoff.machine.due_rules import due_on
from handoff.machine.enums import Provision, Side
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of, package_of
from handoff.machine.services.ledger import write_in_ledger_in_transaction
from handoff.papers.access import handoff_to_print, paper_facts
from handoff.papers.enums import Paper
from handoff.papers.making import Contents, PartText, Task, names_of_sides, paper_pdf, reader_line
from handoff.papers.models import LetterNumber
from handoff.papers.rules import CONFIDENTIAL, is_offered, may_print

SERIES = "papers.letter"
# What says which parts lie in the envelope.
LISTING_PARTS = frozenset({Paper.COVER, Paper.LETTER, Paper.RECEIPT})
WITH_TASKS = frozenset({Paper.ROLES, Paper.PLAN})


def print_paper(
    *,
    handoff_id: UUID,
    paper: Paper,
    actor: Actor,
    now: datetime,
    chosen: frozenset[Part] | None = None,
) -> tuple[Handoff, bytes]:
    """Return a paper as PDF; the event of it, and for a package what was handed over, stand with it or not.

    Of a package only what is open to the receiver today, and of that what was chosen. It is laid out before
    the transaction ends: a paper that could not be made was not printed. Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found, sides = handoff_to_print(actor, handoff_id, today=today)
        rows = Handoff.objects.select_for_update(of=("self",))
        handoff = rows.select_related("basis", "safeguard", "performer", "requester").get(pk=found.pk)
        facts = paper_facts(handoff, today=today)
        if not is_offered(paper, facts, sides=sides):
            raise Http404
        obey(may_print(paper, facts))
        side = Side.GIVER if Side.GIVER in sides else Side.RECEIVER
        contents = _contents(handoff, paper, chosen, side=side, opening=opening, today=today)
        pdf = paper_pdf(paper, contents)
        if paper == Paper.PACKAGE:
            _note_parts(handoff, contents.parts, side=side, opening=opening)
        opening.note("papers.printed", handoff, [paper, *contents.parts])
    return handoff, pdf


def _contents(
    handoff: Handoff,
    paper: Paper,
    chosen: frozenset[Part] | None,
    *,
    side: Side,
    opening: Opening,
    today: date,
) -> Contents:
    now, actor = opening.now, opening.actor
    is_open = readable_now(handoff, facts_of(handoff), today=today)
    parts = [part for part in Part if part in is_open and (chosen is None or part in chosen)]
    if paper == Paper.PACKAGE and not parts:
        raise Refused("印刷する書類を、1つ以上選んでください。")
    is_package = paper == Paper.PACKAGE
    return Contents(
        handoff=handoff,
        due=due_on(handoff.due_on, closures=current_centre().hours.closures, today=today),
        now=now,
        parts=parts if is_package or paper in LISTING_PARTS else (),
        texts=_texts(handoff, parts) if is_package else (),
        ask=handoff.unseal("ask") if is_package and handoff.ask is not None else "",
        tasks=_tasks(handoff) if paper in WITH_TASKS else (),
        review_on=_next_review(handoff, today=today) if paper == Paper.PLAN else None,
        letter=letter_in_transaction(handoff, actor=actor, now=now) if paper == Paper.LETTER else None,
        printed_by=reader_line(actor, handoff, side=side, now=now) if paper in CONFIDENTIAL else "",
    )


def letter_in_transaction(handoff: Handoff, *, actor: Actor, now: datetime) -> LetterNumber:
    """Return the number of a locked hand-off's letter; given by the first print, and kept with its day."""
    assert_in_transaction("letter")
    assert actor.user is not None
    known = LetterNumber.objects.filter(handoff=handoff).first()
    if known is not None:
        return known
    number = next_number_in_transaction(SERIES, now=now, letter="引")
    return LetterNumber.objects.create(
        handoff=handoff, number=number, dated=timezone.localdate(now), given_by=actor.user
    )


def _texts(handoff: Handoff, parts: Sequence[Part]) -> list[PartText]:
    rows = {row.part: row for row in package_of(handoff).filter(part__in=parts, contents__isnull=False)}
    for row in rows.values():
        row.handoff = handoff
    return [PartText(part=part, text=rows[part].unseal("contents")) for part in parts if part in rows]


def _tasks(handoff: Handoff) -> list[Task]:
    names, tasks = names_of_sides(handoff), []
    for item in handoff.items.all():
        item.handoff = handoff
        until = item.both_until or handoff.overlap_until if item.now_side != item.next_side else None
        task = Task(
            item=item,
            what=item.unseal("what"),
            now_name=names[item.now_side],
            next_name=names[item.next_side],
            until=until,
        )
        tasks.append(task)
    return tasks


def _next_review(handoff: Handoff, *, today: date) -> date | None:
    """Return the day on which both sides look back next: that of the next meeting which was agreed."""
    days = handoff.meetings.filter(next_on__gte=today).order_by("next_on").values_list("next_on", flat=True)
    return days.first()


def _note_parts(handoff: Handoff, parts: Sequence[Part], *, side: Side, opening: Opening) -> None:
    """Write what leaves on paper: in the ledger where we hand it over, and for each part its own event."""
    if side == Side.GIVER:
        records = [(Provision.PRINTED, part) for part in parts]
        write_in_ledger_in_transaction(handoff, records, now=opening.now)
    for row in package_of(handoff).filter(part__in=parts):
        opening.note("papers.part_printed", row, [row.part])
