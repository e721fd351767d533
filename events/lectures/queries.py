"""Reads of lectures: the menu, requests, and who is where when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from events.enums import EVENT_DESK_ROLES
from events.models import Session
from foundation.centre.queries import current_centre
from foundation.decision import Decision
from foundation.japanese.business_days import add_business_days, holiday_name
from foundation.limits.queries import limit

from . import rules
from .enums import OPEN, WAITS_FOR_CENTRE, Part, ProposalState, RequestState, SlotKind
from .limits import ANSWERED_WITHIN
from .models import Lecturer, LectureRequest, LecturerSlot, LectureTheme, Proposal, Resource, ResourceSlot
from .models.menu import LectureThemeQuerySet


def menu() -> LectureThemeQuerySet:
    """Return the themes that can be asked for, with who speaks about them."""
    return LectureTheme.objects.active().prefetch_related("lecturers")


def every_theme() -> QuerySet[LectureTheme]:
    """Return active and retired themes for the desk."""
    return LectureTheme.objects.order_by("-is_active", "code").prefetch_related("lecturers__person")


def every_lecturer() -> QuerySet[Lecturer]:
    """Return everybody who goes out to speak or did."""
    return Lecturer.objects.select_related("person").order_by("-is_active", "-can_lead", "person__name_kana")


def active_lecturers() -> QuerySet[Lecturer]:
    """Return whom one may send now, those who lead first."""
    return Lecturer.objects.filter(is_active=True).select_related("person")


def lecturers_for(theme: LectureTheme | None) -> QuerySet[Lecturer]:
    """Return whom a theme may name: everybody who goes out now, and who stands with it already."""
    known = Q(is_active=True) | Q(pk__in=theme.lecturers.values("pk") if theme else [])
    return Lecturer.objects.filter(known).select_related("person")


def active_resources() -> QuerySet[Resource]:
    """Return rooms and equipment that can be used now."""
    return Resource.objects.filter(is_active=True)


def every_resource() -> QuerySet[Resource]:
    """Return rooms and equipment, those in use first."""
    return Resource.objects.order_by("-is_active", "-kind", "name")


def is_spent(key: UUID) -> bool:
    """Return whether a form has been sent already."""
    return LectureRequest.objects.filter(form_key=key).exists()


def requests() -> QuerySet[LectureRequest]:
    """Return requests with what screens name of them."""
    return LectureRequest.objects.select_related("theme", "event", "agency")


GROUPS = {
    "waiting": ("お返事がいるもの", WAITS_FOR_CENTRE),
    "proposed": ("先方のお返事待ち", frozenset({RequestState.PROPOSED})),
    "agreed": ("決まったもの", frozenset({RequestState.AGREED})),
    "over": (
        "終わったもの",
        frozenset(RequestState.values) - OPEN,
    ),
}


def requests_in(group: str) -> QuerySet[LectureRequest]:
    """Return one group of requests: what waits for the centre by its promise, all others newest first."""
    found = requests().filter(state__in=GROUPS[group][1]).prefetch_related("wishes")
    return found.order_by("answer_by", "pk") if group == "waiting" else found.order_by("-state_since", "-pk")


def to_be_marked(now: datetime) -> QuerySet[LectureRequest]:
    """Return the agreed lectures that are over, so that staff write down how it went."""
    return requests().filter(state=RequestState.AGREED, event__sessions__ends_at__lte=now).distinct()


def session_of(request: LectureRequest) -> Session | None:
    """Return the date of an agreed request."""
    return request.event.sessions.first() if request.event else None


def events_of_lectures(event_ids: Collection[int]) -> set[int]:
    """Return which of these events are lectures that a host asked for: the host gathers who listens."""
    found = LectureRequest.objects.filter(event__in=event_ids)
    return set(found.values_list("event", flat=True))


def open_proposal(request: LectureRequest) -> Proposal | None:
    """Return the date that waits for the requester's answer."""
    return request.proposals.filter(state=ProposalState.OPEN).first()


def going(request: LectureRequest) -> list[LecturerSlot]:
    """Return who goes, the lead first; of a lecture that was called off, who was to go."""
    slots = LecturerSlot.objects.filter(request=request).select_related("lecturer__person")
    return sorted(slots, key=lambda slot: slot.part == Part.JUNIOR)


def things(request: LectureRequest) -> list[ResourceSlot]:
    """Return which rooms and things are used."""
    return list(ResourceSlot.objects.filter(request=request).select_related("resource"))


def absences(now: datetime) -> QuerySet[LecturerSlot]:
    """Return days off and meetings that are not over."""
    slots = LecturerSlot.objects.taken().filter(request__isnull=True, ends_at__gt=now)
    return slots.select_related("lecturer__person")


def people_to_add() -> QuerySet[Person]:
    """Return who can become a lecturer: the centre's people and experts who may lecture."""
    staff = Q(user__groups__name__in=EVENT_DESK_ROLES, user__is_active=True)
    experts = Q(expert__may_lecture=True)
    known = Person.objects.filter(staff | experts, erased_at__isnull=True, merged_into__isnull=True)
    return known.filter(lecturer__isnull=True).order_by("name_kana", "pk").distinct()


def answer_by(received_on: date) -> date:
    """Return the day until which the centre has promised to answer."""
    days = limit(ANSWERED_WITHIN, on=received_on)
    return add_business_days(received_on, days, current_centre().hours.closures)


def hours(lecturer: Lecturer) -> rules.Hours:
    """Return when a lecturer usually goes out."""
    return rules.Hours(frozenset(lecturer.weekdays), lecturer.opens, lecturer.closes)


def day_off(span: rules.Span) -> Decision:
    """Decide whether the centre works on the day of a lecture."""
    day = span.starts_at.date()
    closed = current_centre().hours.closures.includes(day)
    return rules.on_a_day_off(span, holiday=holiday_name(day), is_closed=closed)


def days_off(wishes: Iterable[datetime]) -> list[str]:
    """Return in words which wished dates lie on days on which the centre usually goes nowhere."""
    local = [timezone.localtime(each) for each in wishes]
    return [decision.reason for each in local if not (decision := day_off(rules.Span(each, each))).allowed]


def _span(slot: LecturerSlot | ResourceSlot) -> rules.Span:
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    before = int((slot.starts_at - slot.busy_from).total_seconds() // 60)
    after = int((slot.busy_until - slot.ends_at).total_seconds() // 60)
    return rules.Span(starts, ends, before, after)


def words_of(slot: LecturerSlot) -> str:
    """Return what takes a lecturer's time: the lecture by its number, a meeting, a day off."""
    if slot.kind == SlotKind.LECTURE and slot.request is not None:
        return f"講座（{slot.request.number}）"
    return slot.title or slot.get_kind_display()


def taken_by_lecturer(
    lecturers: Sequence[int], wanted: rules.Span, *, but: int | None = None
) -> dict[int, list[rules.Taken]]:
    """Return what these lecturers have around a time, without what one request itself has taken."""
    slots = LecturerSlot.objects.taken().within(wanted.busy_from, wanted.busy_until)
    found: dict[int, list[rules.Taken]] = {}
    for slot in slots.filter(lecturer__in=lecturers).select_related("request"):
        if but is None or slot.request_id != but:
            found.setdefault(slot.lecturer_id, []).append(rules.Taken(_span(slot), words_of(slot)))
    return found


def taken_by_resource(
    resources: Sequence[int], wanted: rules.Span, *, but: int | None = None
) -> dict[int, list[rules.Taken]]:
    """Return what these rooms and things are used for around a time, without one request's own use."""
    slots = ResourceSlot.objects.taken().within(wanted.busy_from, wanted.busy_until)
    found: dict[int, list[rules.Taken]] = {}
    for slot in slots.filter(resource__in=resources).select_related("request"):
        if but is None or slot.request_id != but:
            taken = rules.Taken(_span(slot), f"講座（{slot.request.number}）")
            found.setdefault(slot.resource_id, []).append(taken)
    return found


@dataclass(frozen=True)
class Chance:
    """One wished date as the board sees it: who could go, and in words why others could not."""

    starts_at: datetime
    ends_at: datetime
    rank: int
    day_off: str
    free: list[str]
    not_free: list[str]


def chances(request: LectureRequest, travel: int) -> list[Chance]:
    """Return for each wished date who could go. Two queries for each date, however many lecturers."""
    lecturers = list(active_lecturers())
    found = []
    for wish in request.wishes.all():
        starts = timezone.localtime(wish.starts_at)
        span = rules.Span(starts, starts + timedelta(minutes=request.minutes), travel, travel)
        taken = taken_by_lecturer([each.pk for each in lecturers], span, but=request.pk)
        free, refused = [], []
        for each in lecturers:
            decision = rules.not_free(str(each), span, taken.get(each.pk, ()))
            if decision.allowed:
                decision = rules.outside_hours(str(each), span, hours(each))
            if decision.allowed:
                free.append(f"{each}（{'主・副' if each.can_lead else '副'}）")
            else:
                refused.append(decision.reason)
        found.append(Chance(starts, span.ends_at, wish.rank, day_off(span).reason, free, refused))
    return found


def counts_to_answer(today: date) -> tuple[int, int]:
    """Return how many requests wait for the centre, and how many of them for longer than promised."""
    waiting = LectureRequest.objects.filter(state__in=WAITS_FOR_CENTRE)
    return waiting.count(), waiting.filter(answer_by__lt=today).count()


def forgettable(until: datetime) -> QuerySet[LectureRequest]:
    """Return the requests whose last step, or whose lecture, was by then and whose contact is still there."""
    over = Q(event__isnull=True) | ~Q(state=RequestState.AGREED) | Q(event__sessions__ends_at__lte=until)
    found = LectureRequest.objects.filter(over, erased_at__isnull=True, state_since__lte=until)
    return found.order_by("pk").distinct()
