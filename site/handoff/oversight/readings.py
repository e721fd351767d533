"""Who read what: events of the chain, the case they belong to, whose people they are, what is odd."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from foundation.audit.models import Entry
from foundation.centre.queries import current_centre
from foundation.japanese.business_days import is_business_day
from foundation.limits.queries import limits
from handoff.cases.models import Case
from handoff.machine.models import Handoff, PackagePart
from handoff.models import Enrolment

from . import rules
from .enums import Mark
from .held import cases_of, subjects_of
from .limits import DAY_BEGINS, DAY_ENDS, DEED_WITHIN, MANY_CASES

# What a verb says on the screen; of all others it is told by what was read and how.
WORDS = {
    "cases.identity_read": "だれのケースかを見た",
    "cases.stood_in": "代わりに開いた",
    "cases.corrected": "名前や生年月日を直した",
    "machine.draft_read": "下書きを読んだ",
    "opinion.register_read": "意見書の一覧を読んだ",
    "opinion.register_exported": "意見書の一覧を持ち出した",
    "oversight.package_read": "開示の中身を読んだ",
    "oversight.package_printed": "開示の書類を印刷した",
    "oversight.register_read": "第三者提供の記録を読んだ",
    "oversight.register_exported": "第三者提供の記録を持ち出した",
    "oversight.shared_read": "渡した書類を読んだ人を見た",
    "oversight.traced": "読めた人・読んだ人を調べた",
}
# A part is read on the screen, or with all that is open as a paper.
PART_READINGS = {"machine.part_read": "", "papers.part_printed": "（印刷した）"}
HOW = {
    "read": "{}を読んだ",
    "shown": "{}を見た",
    "printed": "{}を印刷した",
    "exported": "{}を持ち出した",
    "downloaded": "{}を受け取った",
    "copied": "{}の写しを受け取った",
    "unmarked": "{}の、しるしのない写しを受け取った",
    "screen": "{}を画面で読んだ",
}
# In this order somebody who goes through a month should look: an evening at the desk is the least of it.
WEIGHT = (Mark.IDENTITY_ALONE, Mark.STAND_IN, Mark.MANY_CASES, Mark.OUTSIDE_HOURS)
GROUPS_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class ReadingLine:
    """One event with who it was, whose they were at that time, and what marks it bears."""

    at: datetime
    person: str
    side: str
    words: str
    reference: str
    marks: frozenset[Mark]


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person in a month: how often they read, of how many cases, how often oddly."""

    person: str
    side: str
    readings: int
    cases: int
    odd: int


@dataclass(frozen=True, kw_only=True)
class OddGroup:
    """What somebody read oddly of one case in a month, the oldest first, and how often each mark stands."""

    person: str
    side: str
    reference: str
    lines: Sequence[ReadingLine]

    @property
    def marks(self) -> list[tuple[Mark, int]]:
        counts = Counter(mark for line in self.lines for mark in line.marks)
        return [(mark, counts[mark]) for mark in WEIGHT if counts[mark]]


@dataclass(frozen=True, kw_only=True)
class MonthRead:
    """All readings of a month: by person, and those that bear a mark."""

    people: Sequence[PersonLine]
    odd: Sequence[ReadingLine]
    readings: int

    @property
    def first_groups(self) -> list[OddGroup]:
        """Return what is looked at first of what is odd."""
        return odd_groups(self.odd)[:GROUPS_SHOWN]

    @property
    def other_groups(self) -> list[OddGroup]:
        return odd_groups(self.odd)[GROUPS_SHOWN:]


def odd_groups(lines: Iterable[ReadingLine]) -> list[OddGroup]:
    """Return odd readings by person and case: the heaviest mark first, then what stands there most often."""
    found: dict[tuple[str, str, str], list[ReadingLine]] = {}
    for line in lines:
        found.setdefault((line.person, line.side, line.reference), []).append(line)
    groups = [
        OddGroup(person=person, side=side, reference=reference, lines=rows)
        for (person, side, reference), rows in found.items()
    ]
    return sorted(groups, key=lambda each: (WEIGHT.index(each.marks[0][0]), -len(each.lines)))


def month_read(first: datetime, after: datetime) -> MonthRead:
    """Return who read how often between two moments, and what is odd in it.

    Deeds of the days after are looked at as well: whoever saw a name at the end of a month may still act.
    """
    today = timezone.localdate(first)
    values = limits(DAY_BEGINS, DAY_ENDS, MANY_CASES, DEED_WITHIN, on=today)
    usual = rules.Usual(
        begins=values[DAY_BEGINS],
        ends=values[DAY_ENDS],
        many_cases=values[MANY_CASES],
        deed_within=values[DEED_WITHIN],
    )
    later = after + timedelta(days=usual.deed_within)
    entries = list(Entry.objects.filter(at__gte=first, at__lt=later, actor_id__isnull=False).order_by("id"))
    events = _events(entries)
    marks = rules.odd_marks(events, usual)
    names = Names(entries)
    counted = [
        place
        for place, event in enumerate(events)
        if entries[place].at < after and (event.is_reading or event.verb == rules.STOOD_IN)
    ]
    lines = [_line(entries[place], events[place], marks.get(place, frozenset()), names) for place in counted]
    return MonthRead(
        people=_people([(lines[at], events[place].case_id) for at, place in enumerate(counted)]),
        odd=[line for line in lines if line.marks],
        readings=sum(1 for place in counted if events[place].is_reading),
    )


def _people(lines: Iterable[tuple[ReadingLine, UUID | None]]) -> list[PersonLine]:
    readings, odd = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    cases: dict[tuple[str, str], set[UUID]] = {}
    for line, case_id in lines:
        key = (line.person, line.side)
        readings[key] += 1
        odd[key] += bool(line.marks)
        if case_id is not None:
            cases.setdefault(key, set()).add(case_id)
    return [
        PersonLine(person=key[0], side=key[1], readings=count, cases=len(cases.get(key, ())), odd=odd[key])
        for key, count in readings.most_common()
    ]


def readings_of(case: Case, *, since: datetime, until: datetime) -> list[ReadingLine]:
    """Return who read anything of a case between two moments, the oldest first."""
    subjects = subjects_of(case)
    whose = Q()
    for label, keys in subjects.items():
        whose |= Q(subject_type=label, subject_key__in=keys)
    entries = list(Entry.objects.filter(whose, at__gte=since, at__lte=until).order_by("id"))
    entries = [each for each in entries if rules.is_reading(each.verb) or each.verb == rules.STOOD_IN]
    names = Names(entries)
    return [
        _line(each, event, frozenset(), names) for each, event in zip(entries, _events(entries), strict=True)
    ]


def readings_of_parts(handoffs: Sequence[Handoff]) -> list[tuple[Handoff, ReadingLine]]:
    """Return who read which part of these hand-offs, the last first; the asking side's own are left out."""
    parts = {each.pk: each for each in PackagePart.objects.filter(handoff__in=handoffs).defer("contents")}
    known = {each.pk: each for each in handoffs}
    entries = list(Entry.objects.filter(verb__in=PART_READINGS, subject_key__in=list(parts)).order_by("-id"))
    names = Names(entries)
    lines = []
    for entry in entries:
        assert entry.subject_key is not None
        part = parts[entry.subject_key]
        handoff = known[part.handoff_id]
        side = names.at(entry, of=handoff.performer_id)
        if side is not None:
            lines.append((handoff, _part_line(entry, part, side, names)))
    return lines


def _part_line(entry: Entry, part: PackagePart, side: str, names: "Names") -> ReadingLine:
    return ReadingLine(
        at=entry.at,
        person=names.person(entry),
        side=side,
        words=f"{part.get_part_display()}{PART_READINGS[entry.verb]}",
        reference="",
        marks=frozenset(),
    )


def words_of(entry: Entry) -> str:
    """Return what an event says on the screen, whichever room wrote it."""
    if entry.verb in WORDS:
        return WORDS[entry.verb]
    how = HOW.get(entry.verb.rpartition(".")[2].rpartition("_")[2])
    if how is None:
        return entry.verb
    return how.format(apps.get_model(entry.subject_type)._meta.verbose_name)


def _events(entries: Sequence[Entry]) -> list[rules.Event]:
    keys: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.subject_key is not None:
            keys.setdefault(entry.subject_type, set()).add(entry.subject_key)
    cases, closures = cases_of(keys), current_centre().hours.closures
    return [
        rules.Event(
            at=timezone.localtime(entry.at),
            actor_id=entry.actor_id,
            verb=entry.verb,
            case_id=cases.get((entry.subject_type, entry.subject_key)) if entry.subject_key else None,
            is_holiday=not is_business_day(timezone.localdate(entry.at), closures),
        )
        for entry in entries
    ]


def _line(entry: Entry, event: rules.Event, marks: frozenset[Mark], names: "Names") -> ReadingLine:
    return ReadingLine(
        at=entry.at,
        person=names.person(entry),
        side=names.side(entry),
        words=words_of(entry),
        reference=names.reference(event.case_id),
        marks=marks,
    )


class Names:
    """Who the actors of some events are, and for whom they were enrolled on those days. Three queries."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        ids = {each.actor_id for each in entries if each.actor_id is not None}
        self._users = User.objects.select_related("person").in_bulk(ids)
        people = [each.person_id for each in self._users.values()]
        self._enrolments: dict[int, list[Enrolment]] = {}
        rows = Enrolment.objects.filter(person__in=people, approved_at__isnull=False)
        for row in rows.select_related("agency").order_by("-id"):
            self._enrolments.setdefault(row.person_id, []).append(row)
        self._references = dict(Case.objects.values_list("pk", "reference"))

    def person(self, entry: Entry) -> str:
        user = self._users.get(entry.actor_id or 0)
        return user.person.name if user else "期限（自動）"

    def side(self, entry: Entry) -> str:
        """Return for whom somebody was enrolled at that time."""
        standing = self._standing(entry)
        return (standing[0].agency.name if standing[0].agency else "センター") if standing else ""

    def at(self, entry: Entry, *, of: int | None) -> str | None:
        """Return the name of this side, or nothing when somebody was not enrolled for it at that time."""
        found = next((each for each in self._standing(entry) if each.agency_id == of), None)
        return None if found is None else (found.agency.name if found.agency else "センター")

    def reference(self, case_id: UUID | None) -> str:
        return self._references.get(case_id, "") if case_id else ""

    def _standing(self, entry: Entry) -> list[Enrolment]:
        user, day = self._users.get(entry.actor_id or 0), timezone.localdate(entry.at)
        rows = self._enrolments.get(user.person_id, []) if user else []
        return [each for each in rows if _counts_on(each, entry.at, day)]


def _counts_on(enrolment: Enrolment, at: datetime, day: date) -> bool:
    ended = enrolment.ended_at is not None and enrolment.ended_at <= at
    return enrolment.valid_from <= day <= enrolment.valid_until and not ended
