"""Reads of paths: which there are, who walks them, how far each has come, what is left for somebody."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.enums import CENTRE_ROLES
from accounts.models import Person
from directory.models import Agency, Membership
from training_media.enums import CourseState
from training_media.models import Course
from training_media.registries import completions_of
from training_media.viewing.models import Viewer

from .enums import PathState
from .models import Assignment, Path, PathItem, Ticked
from .rules import Standing, is_by_hand, standing_of


def paths() -> QuerySet[Path]:
    """Return all paths, with how many items each has and how many people walk it."""
    return Path.objects.annotate(
        item_count=Count("items", distinct=True), walkers=Count("assignments", distinct=True)
    ).order_by("for_whom", "title", "pk")


def open_paths(for_whom: Collection[str]) -> QuerySet[Path]:
    """Return the open paths for these, by title."""
    return paths().filter(state=PathState.OPEN, for_whom__in=for_whom).order_by("title", "pk")


def items_of(path: Path) -> QuerySet[PathItem]:
    """Return the items of a path with their courses, in their order."""
    return PathItem.objects.filter(path=path).select_related("course").order_by("position")


def unseen_films(path: Path) -> list[str]:
    """Return the titles of a path's films that nobody can watch now."""
    items = items_of(path).filter(course__isnull=False).exclude(course__state=CourseState.OPEN)
    return list(items.values_list("title", flat=True))


def courses_to_choose() -> QuerySet[Course]:
    """Return the courses that a path may lead to: none that is put away."""
    return Course.objects.exclude(state=CourseState.ARCHIVED).order_by("title", "pk")


def assignments() -> QuerySet[Assignment]:
    """Return who walks which path, with person, agency and path."""
    return Assignment.objects.select_related("path", "person", "agency")


def walked_by(person: int, agency: Agency | None) -> QuerySet[Assignment]:
    """Return what somebody walks for an agency, and at the centre, that was not a draft again."""
    mine = Q(agency__isnull=True) | Q(agency=agency) if agency else Q(agency__isnull=True)
    found = assignments().filter(mine, person=person)
    return found.exclude(path__state=PathState.DRAFT).order_by(F("due_on").asc(nulls_last=True), "pk")


def walk_of(path: Path, person: int, agency: Agency | None) -> Assignment | None:
    """Return how somebody walks a path for an agency, or at the centre without one."""
    return assignments().filter(path=path, person=person, agency=agency).first()


def walkers_of_agency(agency: Agency, people: Collection[int]) -> QuerySet[Assignment]:
    """Return what these people walk for an agency."""
    return assignments().filter(agency=agency, person__in=people)


def walkers_of_path(path: Path) -> QuerySet[Assignment]:
    """Return who walks a path, the centre's people first, by agency and name."""
    order = (F("agency__folded_kana").asc(nulls_first=True), "agency", "person__name_kana", "person__name")
    return assignments().filter(path=path).order_by(*order, "pk")


def partners_of(agency: Agency, *, today: date) -> QuerySet[Person]:
    """Return those who may act for an agency on a day, in kana order."""
    working = Membership.objects.valid(today=today).of_partners().filter(agency=agency)
    return _known(Person.objects.filter(pk__in=working.order_by().values("person")))


def centre_people() -> QuerySet[Person]:
    """Return those who work at the centre, in kana order."""
    return _known(Person.objects.filter(pk__in=_at_the_centre()))


def _known(people: QuerySet[Person]) -> QuerySet[Person]:
    known = people.filter(merged_into__isnull=True, erased_at__isnull=True)
    return known.order_by("name_kana", "name", "pk")


def _at_the_centre() -> QuerySet[Person, Any]:
    staff = Person.objects.filter(user__is_active=True, user__groups__name__in=CENTRE_ROLES)
    return staff.order_by().values("pk")


def gone(*, today: date) -> QuerySet[Assignment]:
    """Return the walks of people who do not work any more where they walk."""
    working = Membership.objects.not_ended(today=today)
    there = working.filter(person=OuterRef("person"), agency=OuterRef("agency"))
    at_the_centre = Q(agency__isnull=True, person__in=_at_the_centre())
    return Assignment.objects.exclude(at_the_centre).exclude(Exists(there))


@dataclass(frozen=True)
class Step:
    """One item as somebody walks: on which day it was done, and whether they say so themselves."""

    item: PathItem
    done_on: date | None
    is_by_hand: bool

    @property
    def can_be_watched(self) -> bool:
        return self.item.course is not None and self.item.course.state == CourseState.OPEN


@dataclass(frozen=True)
class Walk:
    """How far somebody has come on a path."""

    assignment: Assignment
    steps: tuple[Step, ...]
    standing: Standing


def walks(rows: Iterable[Assignment]) -> list[Walk]:
    """Return how far each of these has come: as many queries for a thousand as for one."""
    found = list(rows)
    if not found:
        return []
    items: dict[int, list[PathItem]] = defaultdict(list)
    wanted = PathItem.objects.filter(path__in={each.path_id for each in found})
    for item in wanted.select_related("course").order_by("position"):
        items[item.path_id].append(item)
    ticks = Ticked.objects.filter(assignment__in=[each.pk for each in found])
    days = {(each.assignment_id, each.item_id): each.done_on for each in ticks}
    watched = _completed(found, [item for of in items.values() for item in of])
    return [_walk(each, items[each.path_id], days, watched) for each in found]


def _walk(
    assignment: Assignment,
    items: Sequence[PathItem],
    days: Mapping[tuple[int, int], date],
    watched: Mapping[tuple[int, int], date],
) -> Walk:
    steps = []
    for item in items:
        by_hand = is_by_hand(item.kind, assignment.path.for_whom)
        said = days.get((assignment.pk, item.pk)) if by_hand else None
        seen = watched.get((assignment.pk, item.course_id or 0))
        done = [day for day in (said, seen) if day is not None]
        steps.append(Step(item, min(done) if done else None, by_hand))
    return Walk(assignment, tuple(steps), standing_of([step.done_on for step in steps]))


def _completed(rows: Sequence[Assignment], items: Sequence[PathItem]) -> dict[tuple[int, int], date]:
    """Return on which day who completed a film of these items, by (assignment, course)."""
    courses = {item.course.pk: item.course for item in items if item.course is not None}
    if not courses:
        return {}
    viewers: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    known = Viewer.objects.filter(person__in={each.person_id for each in rows})
    for pk, person, agency in known.values_list("pk", "person", "agency"):
        viewers[person].append((pk, agency))
    mine = {
        each.pk: [pk for pk, agency in viewers[each.person_id] if each.agency_id in (None, agency)]
        for each in rows
    }
    asked = {pk for own in mine.values() for pk in own}
    if not asked:
        return {}
    found: dict[tuple[int, int], date] = {}
    for course in courses.values():
        marks = completions_of(course, asked)
        for assignment, own in mine.items():
            on = [marks[viewer].completed_on for viewer in own if viewer in marks]
            if on:
                found[assignment, course.pk] = min(on)
    return found


def left_for(person: int, agency: Agency | None) -> int:
    """Return how many items are left for somebody on all their paths."""
    return sum(each.standing.left for each in walks(walked_by(person, agency)))
