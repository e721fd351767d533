"""Reads for the screens of incidents; they take the querysets that `access` gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from accounts.models import User
from foundation.audit.models import Entry
from foundation.japanese.dates import fiscal_year
from foundation.limits.queries import limits
from handoff.disclosure.enums import Part

from .enums import SHORT_KINDS, Item, State, StepKind
from .limits import FINAL_REPORT, FINAL_REPORT_IF_MALICIOUS, FIRST_REPORT
from .models import Incident
from .rules import Clock, Facts, Limits, clock_of

# What of the audit trail is a reading, in words.
READINGS = {
    "machine.read": "引継ぎのページ",
    "machine.part_read": "書類",
    "papers.part_printed": "書類（印刷した）",
    "cases.read": "ケースのページ",
    "cases.identity_read": "だれのケースか",
    "cases.stood_in": "代わりに開いた",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One incident in a list, with what is due next."""

    incident: Incident
    clock: Clock | None


@dataclass(frozen=True, kw_only=True)
class YearCount:
    """How many incidents of each kind were found in a fiscal year, in the order of the kinds."""

    year: int
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, kw_only=True)
class ReadingEvent:
    """Who read what, when."""

    entry: Entry
    name: str
    what: str


def cases_under_incident() -> set[UUID]:
    """Return the cases with an incident that has not ended: meanwhile nothing of them is destroyed.

    Asked by the clock or by those who handle incidents; nobody else sees them all.
    """
    found = Incident.objects.exclude(state=State.CLOSED).exclude(case=None)
    return {case_id for case_id in found.values_list("case", flat=True) if case_id is not None}


def lines_of(incidents: QuerySet[Incident], *, today: date) -> list[Line]:
    """Return incidents with their clocks, what is due soonest first. Two queries."""
    counted = limits_on(today)
    rows = incidents.select_related("reporter_agency").order_by("-found_on", "reference")
    lines = [Line(incident=row, clock=clock_of(brief_facts(row), counted, today=today)) for row in rows]
    return sorted(lines, key=lambda line: line.clock.day if line.clock else date.max)


def limits_on(today: date) -> Limits:
    """Return how many days the law gives, as of a day. One query."""
    found = limits(FIRST_REPORT, FINAL_REPORT, FINAL_REPORT_IF_MALICIOUS, on=today)
    return Limits(
        first=found[FIRST_REPORT],
        final=found[FINAL_REPORT],
        final_if_malicious=found[FINAL_REPORT_IF_MALICIOUS],
    )


def brief_facts(incident: Incident) -> Facts:
    """Return what the clocks need of an incident; no query."""
    return Facts(
        state=State(incident.state),
        found_on=incident.found_on,
        is_reportable=bool(incident.is_reportable),
        is_malicious=incident.is_malicious,
    )


def facts_of(incident: Incident) -> Facts:
    """Return an incident as the rules see it. Two queries."""
    items = list(incident.items.values_list("item", "is_known", "text"))
    return Facts(
        state=State(incident.state),
        found_on=incident.found_on,
        is_reportable=bool(incident.is_reportable),
        is_malicious=incident.is_malicious,
        items_written=frozenset(Item(item) for item, _, text in items if text is not None),
        items_known=frozenset(Item(item) for item, is_known, _ in items if is_known),
        steps=frozenset(StepKind(kind) for kind in incident.steps.values_list("kind", flat=True)),
    )


def counts_by_year(incidents: QuerySet[Incident]) -> list[YearCount]:
    """Return how many were found in each fiscal year and of which kind, the newest year first. One query."""
    found: dict[int, dict[str, int]] = {}
    for day, kind, number in incidents.values_list("found_on", "kind").annotate(number=Count("pk")):
        year = found.setdefault(fiscal_year(day), {})
        year[kind] = year.get(kind, 0) + number
    return [
        YearCount(year=year, counts=tuple((words, kinds.get(kind, 0)) for kind, words in SHORT_KINDS.items()))
        for year, kinds in sorted(found.items(), reverse=True)
    ]


def readings_of(incident: Incident) -> list[ReadingEvent]:
    """Return who read the hand-off or the case that is concerned, the newest first. Three queries."""
    parts = parts_concerned(incident)
    subjects = {key for key in (incident.handoff_id, incident.case_id) if key} | set(parts)
    entries = list(Entry.objects.filter(subject_key__in=subjects, verb__in=READINGS).order_by("-id"))
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "person__name"))
    return [
        ReadingEvent(
            entry=entry, name=names.get(entry.actor_id or 0, "（わかりません）"), what=_what(entry, parts)
        )
        for entry in entries
    ]


def parts_concerned(incident: Incident) -> Mapping[UUID, str]:
    """Return the parts of the hand-off that is concerned, by id; none to whoever does not handle it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, part FROM tsunagu_parts_of_incident(%s)", [incident.pk])
        return {pk: Part(part).label for pk, part in cursor.fetchall()}


def _what(entry: Entry, parts: Mapping[UUID, str]) -> str:
    part = parts.get(entry.subject_key) if entry.subject_key else None
    return part or READINGS[entry.verb]
