"""Who may read, walk and make which path: absent and forbidden are the same 404."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role, is_centre_staff
from accounts.models import User
from content.desk import Door
from directory.access import speaking_membership
from directory.coverage.access import speaks_for_a_municipality
from directory.models import Agency, Membership
from training_media.courses.access import may_open_courses, video_desk

from . import queries
from .enums import PEOPLE_ROLES, ForWhom, PathState
from .models import Assignment, Path
from .rules import is_for

# Who makes paths are those who make courses; a manager alone opens them and sees who walks them.
path_desk = video_desk
people_desk = Door(PEOPLE_ROLES)


@dataclass(frozen=True)
class Walker:
    """Whoever signed in, as the one who walks: for an agency, at the centre, or both."""

    person: int
    membership: Membership | None
    is_centre: bool

    @property
    def kinds(self) -> list[str]:
        """For whom paths are that fit."""
        is_city = self.membership is not None and speaks_for_a_municipality(self.membership)
        facts = {"is_centre": self.is_centre, "is_partner": self.membership is not None, "is_city": is_city}
        return [kind for kind in ForWhom if is_for(kind, **facts)]

    @property
    def agency(self) -> Agency | None:
        return self.membership.agency if self.membership else None

    def agency_on(self, path: Path) -> Agency | None:
        """Return for which agency they walk a path; at the centre for none."""
        return None if path.for_whom == ForWhom.CENTRE else self.agency


def may_open_paths(user: Visitor) -> bool:
    """Return whether this person may open a path."""
    return may_open_courses(user)


def walker_of(request: HttpRequest, *, today: date) -> Walker:
    """Return who walks. Raises Http404 for whoever works neither for an agency nor at the centre."""
    assert isinstance(request.user, User)
    membership = speaking_membership(request, today=today)
    is_centre = is_centre_staff(request.user)
    if membership is None and not is_centre:
        raise Http404
    return Walker(request.user.person_id, membership, is_centre)


@dataclass(frozen=True)
class Readable:
    """A path as somebody reads it: how they walk it, if they do, and whether they may begin."""

    path: Path
    assignment: Assignment | None
    may_begin: bool


def path_to_walk(walker: Walker, pk: int, user: Visitor) -> Readable:
    """Return a path that this person walks or may begin; who makes paths reads all. Raises Http404."""
    path = get_object_or_404(queries.paths(), pk=pk)
    walked = queries.walk_of(path, walker.person, walker.agency_on(path))
    fits = path.state == PathState.OPEN and path.for_whom in walker.kinds
    if walked is not None and path.state != PathState.DRAFT:
        return Readable(path, walked, may_begin=False)
    if fits or has_role(user, path_desk.roles):
        return Readable(path, None, may_begin=fits)
    raise Http404


def own_walk(walker: Walker, pk: int) -> Assignment:
    """Return how this person walks a path. Raises Http404."""
    path = get_object_or_404(Path.objects.exclude(state=PathState.DRAFT), pk=pk)
    found = queries.walk_of(path, walker.person, walker.agency_on(path))
    if found is None:
        raise Http404
    return found


def paths_for(membership: Membership) -> QuerySet[Path]:
    """Return the open paths that fit the people of an agency."""
    walker = Walker(membership.person_id, membership, is_centre=False)
    return queries.open_paths(walker.kinds)


def path_at_the_desk(pk: int) -> Path:
    """Return a path for whoever works at the desk. Raises Http404."""
    return get_object_or_404(queries.paths(), pk=pk)
