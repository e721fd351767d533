"""Whose time a lecture takes: the steps that hold, fix, move and give back, inside a transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from events.lectures import queries, rules
from events.lectures.enums import Part, SlotKind, Standing
from events.lectures.exceptions import RequestRefused, SlotIsTaken
from events.lectures.models import Lecturer, LectureRequest, LecturerSlot, Resource, ResourceSlot
from events.lectures.models.booking import TAKEN_LECTURER, TAKEN_RESOURCE
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction

WORDS = {
    "lectures_lecturerslot_in_one_place": TAKEN_LECTURER,
    "lectures_resourceslot_used_once": TAKEN_RESOURCE,
}


@dataclass(frozen=True)
class Team:
    """Who goes and what goes along."""

    lead: int
    juniors: tuple[int, ...] = ()
    resources: tuple[int, ...] = ()

    @property
    def parts(self) -> dict[int, Part]:
        return dict.fromkeys(self.juniors, Part.JUNIOR) | {self.lead: Part.LEAD}


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn the database's refusal of a double booking into SlotIsTaken."""
    try:
        yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in WORDS:
            raise
        raise SlotIsTaken(WORDS[constraint]) from error


def book_in_transaction(
    request: LectureRequest, team: Team, span: rules.Span, *, standing: Standing, despite: bool
) -> None:
    """Take the time of a team for a request instead of what it had.

    Raises RequestRefused for a team without a lead and, unless `despite`, for a day or hour at which somebody
    does not go out; SlotIsTaken for whoever is elsewhere, which never gives way.
    """
    assert_in_transaction("book")
    lecturers = lock_lecturers_in_transaction(team.parts)
    resources = lock_resources_in_transaction(team.resources)
    _insist(rules.may_send([(team.parts[each.pk], each.can_lead) for each in lecturers]))
    refuse_taken_in_transaction(request, lecturers, resources, span)
    if not despite:
        _insist(queries.day_off(span))
        for lecturer in lecturers:
            _insist(rules.outside_hours(str(lecturer), span, queries.hours(lecturer)))
    LecturerSlot.objects.filter(request=request).delete()
    ResourceSlot.objects.filter(request=request).delete()
    LecturerSlot.objects.bulk_create(
        LecturerSlot(
            lecturer=each,
            kind=SlotKind.LECTURE,
            request=request,
            part=team.parts[each.pk],
            standing=standing,
            **_moments(span),
        )
        for each in lecturers
    )
    ResourceSlot.objects.bulk_create(
        ResourceSlot(resource=each, request=request, **_moments(span)) for each in resources
    )


def move_in_transaction(request: LectureRequest, span: rules.Span) -> None:
    """Let the team of a request come at another time, or again. Raises SlotIsTaken."""
    assert_in_transaction("move")
    own, things = LecturerSlot.objects.filter(request=request), ResourceSlot.objects.filter(request=request)
    lecturers = lock_lecturers_in_transaction(own.values_list("lecturer", flat=True))
    resources = lock_resources_in_transaction(things.values_list("resource", flat=True))
    refuse_taken_in_transaction(request, lecturers, resources, span)
    own.update(released_at=None, standing=Standing.FIXED, **_moments(span))
    things.update(released_at=None, **_moments(span))


def release_in_transaction(request: LectureRequest, *, now: datetime) -> None:
    """Give back the time of a request's team; who was to go stays known."""
    assert_in_transaction("release")
    LecturerSlot.objects.filter(request=request, released_at=None).update(released_at=now)
    ResourceSlot.objects.filter(request=request, released_at=None).update(released_at=now)


def lock_lecturers_in_transaction(pks: Iterable[int]) -> list[Lecturer]:
    """Lock what gets scarce, in one order for everybody, and return it."""
    assert_in_transaction("lock_lecturers")
    wanted = set(pks)
    locked = Lecturer.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    found = list(locked.filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise RequestRefused("選んだ講師が見つかりません。選びなおしてください。")
    return found


def lock_resources_in_transaction(pks: Iterable[int]) -> list[Resource]:
    """Lock rooms and equipment, in one order for everybody, and return them."""
    assert_in_transaction("lock_resources")
    return list(Resource.objects.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk"))


def refuse_taken_in_transaction(
    request: LectureRequest | None,
    lecturers: Sequence[Lecturer],
    resources: Sequence[Resource],
    span: rules.Span,
) -> None:
    """Raise SlotIsTaken with the words of whatever stands in the way."""
    assert_in_transaction("refuse_taken")
    own = request.pk if request else None
    taken = queries.taken_by_lecturer([each.pk for each in lecturers], span, but=own)
    used = queries.taken_by_resource([each.pk for each in resources], span, but=own)
    found = [rules.not_free(str(each), span, taken.get(each.pk, ())) for each in lecturers]
    found += [rules.not_free(str(each), span, used.get(each.pk, ())) for each in resources]
    for decision in found:
        if not decision.allowed:
            raise SlotIsTaken(decision.reason)


def span_of(starts_at: datetime, ends_at: datetime, travel: int) -> rules.Span:
    """Return local moments with the travel before and after."""
    return rules.Span(timezone.localtime(starts_at), timezone.localtime(ends_at), travel, travel)


def _moments(span: rules.Span) -> dict[str, datetime]:
    return {
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "busy_from": span.busy_from,
        "busy_until": span.busy_until,
    }


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise RequestRefused(decision.reason)
