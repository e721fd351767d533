"""Handling an incident: judge it, write the nine items, say what was done, report, close with a lesson."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.japanese.text import fold
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.cases.models import Case
from handoff.exceptions import Refused, obey
from handoff.incidents.access import handled_incident
from handoff.incidents.enums import (
    WRITTEN_BY_HAND,
    Criterion,
    Exemption,
    Item,
    Kind,
    Report,
    State,
    StepKind,
)
from handoff.incidents.models import Incident, Lesson, ReportItem, Step
from handoff.incidents.queries import facts_of
from handoff.incidents.rules import (
    has_to_be_reported,
    may_be_assessed,
    may_be_closed,
    may_be_notified,
    may_be_reported_finally,
)
from handoff.vault import store

# What names a case, a hand-off or an incident.
REFERENCE = re.compile(r"[CHJ]\d{1,2}-[0-9A-Z]{5}", re.IGNORECASE)
# One sign is too little to be a name: it would stand in half of all sentences.
SHORTEST_NAME = 2
NO_NAMES = "学んだことに、{what}が入っています。だれのことかわからないように、書いてください。"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What somebody found: what happened after all, which criteria are met, why nothing need be reported."""

    kind: Kind
    criteria: frozenset[Criterion]
    exemption: Exemption
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemWords:
    """What is written of one of the nine items so far."""

    text: str
    is_known: bool


def assess(*, incident_id: UUID, judgement: Judgement, actor: Actor, now: datetime) -> Incident:
    """Say whether it has to be reported: the rule decides, the words say why. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id, is_locked=True)
        obey(may_be_assessed(facts_of(found)))
        found.kind, found.criteria = judgement.kind, sorted(judgement.criteria)
        found.exemption = judgement.exemption
        found.is_reportable = has_to_be_reported(
            kind=judgement.kind, criteria=judgement.criteria, exemption=judgement.exemption
        )
        found.seal(judgement=judgement.reason)
        found.state, found.assessed_by, found.assessed_at = State.ASSESSED, actor.user, now
        found.save()
        _step(found, StepKind.ASSESSED, judgement.reason, opening)
    return found


def write_report_items(
    *, incident_id: UUID, items: Mapping[Item, ItemWords], actor: Actor, now: datetime
) -> None:
    """Write what is known of the nine items; an empty one is taken out. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id, is_locked=True)
        if found.state == State.CLOSED:
            raise Refused("終わったものは、書きなおせません。")
        known = {row.item: row for row in found.items.all()}
        for item, words in items.items():
            row = known.get(item) or ReportItem(item=item)
            row.incident = found
            row.is_known, row.changed_at = words.is_known and bool(words.text), now
            row.seal(text=words.text or None)
            row.save()
        opening.note("incidents.items_written", found, [str(item) for item in items])


def write_step(
    *, incident_id: UUID, kind: StepKind, done_on: date, words: str, actor: Actor, now: datetime
) -> None:
    """Write down what was done on a day: who was told, what came back. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id, is_locked=True)
        if kind not in WRITTEN_BY_HAND:
            raise Refused("したことを選んでください。")
        _refuse_other_days(found, done_on, opening)
        _step(found, kind, words, opening, done_on=done_on)


def note_report(
    *, incident_id: UUID, report: Report, done_on: date, words: str, actor: Actor, now: datetime
) -> Incident:
    """Say that 速報 or 確報 has gone, and on which day. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id, is_locked=True)
        facts = facts_of(found)
        if report == Report.FIRST:
            obey(may_be_notified(facts))
            found.state, found.first_reported_on = State.NOTIFIED, done_on
        else:
            obey(may_be_reported_finally(facts))
            found.state, found.finally_reported_on = State.REPORTED_FINALLY, done_on
        _refuse_other_days(found, done_on, opening)
        found.save()
        kind = StepKind.FIRST_REPORT if report == Report.FIRST else StepKind.FINAL_REPORT
        _step(found, kind, words, opening, done_on=done_on)
    return found


def close_incident(*, incident_id: UUID, lesson: str, actor: Actor, now: datetime) -> Incident:
    """End an incident with what everybody may learn from it. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = handled_incident(actor, incident_id, is_locked=True)
        obey(may_be_closed(facts_of(found)))
        _refuse_names(found, lesson)
        found.state, found.closed_at = State.CLOSED, now
        found.save(update_fields=["state", "closed_at"])
        row = Lesson(incident=found, kind=found.kind, written_on=today)
        store.create(row.key)
        row.seal(text=lesson)
        row.save(force_insert=True)
        _step(found, StepKind.CLOSED, "", opening)
    return found


def _step(
    incident: Incident, kind: StepKind, words: str, opening: Opening, *, done_on: date | None = None
) -> None:
    step = Step(
        incident=incident,
        kind=kind,
        done_on=done_on or timezone.localdate(opening.now),
        written_by=opening.actor.user,
        written_at=opening.now,
    )
    step.seal(words=words or None)
    step.save(force_insert=True)
    opening.note(f"incidents.{kind}", incident)


def _refuse_other_days(incident: Incident, day: date, opening: Opening) -> None:
    if not incident.found_on <= day <= timezone.localdate(opening.now):
        raise Refused("した日は、気づいた日から今日までの日にしてください。")


def _refuse_names(incident: Incident, text: str) -> None:
    """Refuse a lesson that names a case by its number, or the person whose case it was."""
    if REFERENCE.search(fold(text).upper()):
        raise Refused(NO_NAMES.format(what="番号"))
    if incident.case_id is None:
        return
    case = Case.objects.select_related("person").filter(pk=incident.case_id).first()
    if case is None or case.person.name is None:
        return
    words = [fold(each) for each in case.person.unseal("name").split()]
    if any(len(word) >= SHORTEST_NAME and word in fold(text) for word in words):
        raise Refused(NO_NAMES.format(what="お名前"))
