"""Reads of leads: what waits at the desk, what a visit round takes up, why others do not think of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.inquiries import Inquiry
from directory.models import Agency
from foundation.centre.queries import current_centre
from foundation.japanese.business_days import Closures
from foundation.japanese.text import fold
from foundation.limits.queries import course as limit_course
from foundation.limits.queries import limit
from foundation.small_counts import threshold_now
from training_media.models import Chapter, Course, Part

from . import rules
from .enums import LEAD_DESK_ROLES, LeadState, Reason
from .limits import ANSWERED_WITHIN
from .models import Lead, LeadQuerySet, NotNow


@dataclass(frozen=True)
class LeadRow:
    """A lead as a list shows it: the day promised for the first call, and whether something is late."""

    lead: Lead
    answer_by: date
    days: int
    is_late: bool


@dataclass(frozen=True)
class Narrowing:
    """What the desk looks for among leads."""

    words: str = ""
    course: int | None = None
    chapter: int | None = None
    owner: int | None = None
    older_than: int = 0


def leads() -> LeadQuerySet:
    """Return all leads with what a list shows of them, the oldest first."""
    return Lead.objects.select_related("course", "agency__kind", "owner__person")


def lead_with_notes() -> LeadQuerySet:
    """Return leads with all that was written down of them."""
    return leads().select_related("part", "chapter").prefetch_related("notes__written_by__person")


def narrowed(found: LeadQuerySet, wanted: Narrowing, *, now: datetime) -> LeadQuerySet:
    """Keep the leads that fit."""
    if wanted.words:
        found = found.filter(
            Q(agency_name__icontains=wanted.words)
            | Q(agency__folded_name__contains=fold(wanted.words))
            | Q(agency__public_id__iexact=wanted.words)
            | Q(number__iexact=wanted.words)
        )
    if wanted.course is not None:
        found = found.filter(course=wanted.course)
    if wanted.chapter is not None:
        found = found.filter(chapter=wanted.chapter)
    if wanted.owner is not None:
        found = found.filter(owner=wanted.owner)
    if wanted.older_than:
        found = found.filter(received_at__lt=now - timedelta(days=wanted.older_than))
    return found


def lead_rows(found: Iterable[Lead], *, today: date, closures: Closures) -> list[LeadRow]:
    """Return the lines of a list."""
    promise = limit_course(ANSWERED_WITHIN)
    rows = []
    for lead in found:
        received = timezone.localdate(lead.received_at)
        promised = rules.answer_by(received, closures, within=promise.on(received))
        late = rules.is_late(lead.state, promised=promised, next_on=lead.next_on, today=today)
        rows.append(LeadRow(lead, promised, (today - received).days, late))
    return rows


def answer_by(received_on: date) -> date:
    """Return the day until which whoever asked is called, as promised on the day of asking."""
    within = limit(ANSWERED_WITHIN, on=received_on)
    return rules.answer_by(received_on, current_centre().hours.closures, within=within)


def waiting(*, today: date) -> LeadQuerySet:
    """Return the leads that wait for the desk on this day: new ones, and those whose next day has come."""
    due = Q(state=LeadState.NEW, next_on__isnull=True) | Q(next_on__lte=today)
    return leads().filter(due, erased_at__isnull=True)


def inquiries(now: datetime) -> list[Inquiry]:
    """Return the leads that nobody has called yet, for the queue of the contact desk."""
    today, closures = timezone.localdate(now), current_centre().hours.closures
    new = leads().filter(state=LeadState.NEW)
    return [
        Inquiry(
            number=row.lead.number,
            received_at=row.lead.received_at,
            who=row.lead.agency_name,
            about=f"{row.lead.course.title}（{row.lead.get_wish_display()}）",
            address=reverse("lead_desk:lead", args=[row.lead.pk]),
            owner=str(row.lead.owner or ""),
            is_late=row.is_late,
        )
        for row in lead_rows(new, today=today, closures=closures)
    ]


def open_leads(*, agency: Agency | None = None) -> LeadQuerySet:
    """Return the leads that a visit round may take up, the oldest first; of one agency, or of all."""
    found = leads().open()
    return found if agency is None else found.filter(agency=agency)


def lead_of(form_key: UUID) -> Lead | None:
    """Return what was sent with these words in this form; None before it was."""
    return Lead.objects.select_related("course").filter(form_key=form_key).first()


def places_of(course: Course) -> list[tuple[Part, list[Chapter]]]:
    """Return the parts of a course with their chapters, in the order in which they are watched."""
    parts = course.parts.prefetch_related("chapters").order_by("number")
    return [(part, list(part.chapters.all())) for part in parts]


def not_now_of(viewers: Sequence[int], course: Course) -> NotNow | None:
    """Return what one of these viewers said themselves last of why not now; None where nobody did."""
    said = NotNow.objects.filter(viewer__in=viewers, course=course, is_sure=True)
    return said.order_by("-said_at", "-pk").first()


def said_by(viewer: int, course: int | None, since: datetime | None) -> QuerySet[NotNow]:
    """Return what a viewer, by id, said of why not now: of one course or of all, from a moment on."""
    found = NotNow.objects.filter(viewer=viewer).select_related("course").order_by("said_at", "pk")
    if course is not None:
        found = found.filter(course=course)
    return found if since is None else found.filter(said_at__gte=since)


def count_wishes(course: Course, agencies: Collection[int]) -> int:
    """Return how many leads of these agencies there are about a course."""
    return Lead.objects.filter(course=course, agency__in=agencies).count()


def desk_people() -> QuerySet[User]:
    """Return who may go on with leads, by name."""
    found = User.objects.filter(groups__name__in=LEAD_DESK_ROLES, is_active=True).distinct()
    return found.select_related("person").order_by("person__name_kana", "pk")


def desk_addresses() -> list[str]:
    """Return whom a new lead is told: the mailbox of the centre, without one whoever works at the desk."""
    shared = current_centre().email
    return [shared] if shared else [each.email for each in desk_people() if each.email]


def courses_with_leads() -> list[Course]:
    """Return the courses that somebody asked or said something about."""
    asked = Q(pk__in=Lead.objects.values("course")) | Q(pk__in=NotNow.objects.values("course"))
    return list(Course.objects.filter(asked))


def chapters_with_leads(course: int) -> list[Chapter]:
    """Return the chapters of a course that somebody asked about."""
    asked = Chapter.objects.filter(pk__in=Lead.objects.filter(course=course).values("chapter"))
    return list(asked.order_by("part__number", "start"))


def forgettable(until: date) -> LeadQuerySet:
    """Return the leads whose contact is erased: nothing was due and nothing was written since that day."""
    ended = Q(state=LeadState.RESULT, last_result__lte=until)
    silent = ~Q(state=LeadState.RESULT) & Q(last_touch__lte=until)
    dated = Lead.objects.annotate(
        last_result=Greatest("result_on", "next_on"), last_touch=Greatest(TruncDate("changed_at"), "next_on")
    )
    return dated.filter(ended | silent, erased_at__isnull=True)


def words_to_forget(until: date) -> QuerySet[NotNow]:
    """Return the reasons whose words are erased."""
    end = timezone.make_aware(datetime.combine(until, time.max))
    return NotNow.objects.filter(said_at__lte=end).exclude(words="")


@dataclass(frozen=True)
class ReasonTable:
    """Why facilities do not think of it now, as far as numbers may be shown; `base` is how many answered.

    None where so few answered that nothing is shown. However many of a facility say so, it counts once: else
    five who sat before one screen were a number that may be shown, and it would be that of one facility.
    """

    base: int | None
    threshold: int
    groups: list[rules.Group]
    rows: list[rules.ReasonRow]
    words: list[str]


def reason_table(course: Course | None) -> ReasonTable:
    """Return the reasons of one course or of all, by kind of facility, guarded as small numbers are."""
    threshold = threshold_now()
    # Of what one person is said to have said, that which they said themselves.
    counted = NotNow.objects.order_by("viewer_id", "course_id", "-is_sure").distinct("viewer_id", "course_id")
    said = counted.select_related("viewer__agency__kind")
    if course is not None:
        said = said.filter(course=course)
    facilities = _facilities(said)
    if len(facilities) < threshold:
        return ReasonTable(None, threshold, [], [], [])
    groups = rules.grouped(_groups(facilities), threshold=threshold)
    with_words = [each for each in facilities if each.words]
    words = sorted(words for each in with_words for words in each.words)
    shown = words if len(with_words) >= threshold else []
    rows = rules.reason_rows(groups, threshold=threshold)
    return ReasonTable(len(facilities), threshold, groups, rows, shown)


@dataclass
class _Facility:
    """What those of one facility said, however many they are; whoever is of none stands alone."""

    kind: tuple[int, str]
    reasons: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def _facilities(answers: Iterable[NotNow]) -> list[_Facility]:
    found: dict[tuple[str, int], _Facility] = {}
    for each in answers:
        agency = each.viewer.agency
        key = ("agency", agency.pk) if agency else ("viewer", each.viewer_id)
        kind = (agency.kind.position, agency.kind.name) if agency else (0, rules.REST)
        facility = found.setdefault(key, _Facility(kind))
        facility.reasons |= set(each.reasons)
        facility.words |= {each.words} - {""}
    return list(found.values())


def _groups(facilities: Iterable[_Facility]) -> list[rules.Group]:
    found: dict[tuple[int, str], list[_Facility]] = {}
    for each in facilities:
        found.setdefault(each.kind, []).append(each)
    return [
        rules.Group(
            name,
            len(rows),
            {reason: sum(reason in each.reasons for each in rows) for reason in Reason.values},
        )
        for (_, name), rows in sorted(found.items())
    ]
