"""Reading incidents: what is shown, and the event without which nothing is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.incidents.access import handled_incident, handles, incident_for, lessons_for
from handoff.incidents.enums import Item
from handoff.incidents.models import Incident, Lesson, Step
from handoff.incidents.queries import ReadingEvent, facts_of, limits_on, readings_of
from handoff.incidents.rules import Clock, Facts, clock_of

ERASED = "（残しておく期間が過ぎたので、消去しました）"


@dataclass(frozen=True, kw_only=True)
class ItemRead:
    """One of the nine items as it stands."""

    item: Item
    text: str
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class IncidentRead:
    """An incident as somebody sees it; whoever only reported it reads their own words and how far it is."""

    incident: Incident
    facts: Facts
    clock: Clock | None
    what: str
    is_handled: bool
    judgement: str = ""
    items: Sequence[ItemRead] = ()
    steps: Sequence[tuple[Step, str]] = ()


def read_incident(*, incident_id: UUID, actor: Actor, now: datetime, is_shown: bool = True) -> IncidentRead:
    """Return an incident with what this actor may know of it; the reading is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    with opened(actor, now=now) as opening:
        found = incident_for(actor, incident_id)
        if is_shown:
            opening.note("incidents.read", found)
        return _read(found, actor, now)


def read_for_report(*, incident_id: UUID, report: str, actor: Actor, now: datetime) -> IncidentRead:
    """Return an incident to print its report; the printing is written down. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id)
        opening.note("incidents.printed", found, [report])
        return _read(found, actor, now)


def read_readers(*, incident_id: UUID, actor: Actor, now: datetime) -> tuple[Incident, list[ReadingEvent]]:
    """Return who has read what the incident concerns (「だれが読んだか」). Raises Http404."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id)
        opening.note("incidents.readers_read", found)
        return found, readings_of(found)


def read_lessons(*, actor: Actor, now: datetime) -> list[tuple[Lesson, str]]:
    """Return what was learnt from incidents, the newest first; no case stands beside it."""
    with opened(actor, now=now):
        return [(each, each.unseal("text")) for each in lessons_for(actor)]


def _read(incident: Incident, actor: Actor, now: datetime) -> IncidentRead:
    today = timezone.localdate(now)
    facts = facts_of(incident)
    what = incident.unseal("what") if incident.what is not None else ERASED
    clock = clock_of(facts, limits_on(today), today=today)
    if not handles(actor):
        return IncidentRead(incident=incident, facts=facts, clock=None, what=what, is_handled=False)
    return IncidentRead(
        incident=incident,
        facts=facts,
        clock=clock,
        what=what,
        is_handled=True,
        judgement=incident.unseal("judgement") if incident.judgement is not None else "",
        items=_items(incident),
        steps=_steps(incident),
    )


def _items(incident: Incident) -> list[ItemRead]:
    """Return the nine items in their order, those of which nothing is written too."""
    rows = {Item(row.item): row for row in incident.items.all()}
    found = []
    for item in Item:
        row = rows.get(item)
        if row is not None:
            row.incident = incident
        text = row.unseal("text") if row is not None and row.text is not None else ""
        found.append(ItemRead(item=item, text=text, is_known=row is not None and row.is_known))
    return found


def _steps(incident: Incident) -> list[tuple[Step, str]]:
    found = []
    for step in incident.steps.select_related("written_by__person"):
        step.incident = incident
        found.append((step, step.unseal("words") if step.words is not None else ""))
    return found
