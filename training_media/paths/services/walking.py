"""Somebody takes up a path, is assigned one, and says what is done."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from directory.coverage.access import is_a_municipality
from directory.models import Agency
from foundation.audit import chain
from training_media.paths.enums import PathState
from training_media.paths.exceptions import PathRefused
from training_media.paths.models import Assignment, Path, PathItem, Ticked
from training_media.paths.queries import centre_people, partners_of
from training_media.paths.rules import is_for

from .steps import lock_path_in_transaction

NOT_OPEN = "この道すじは、いま始められません。"
NOT_FOR_THEM = "この道すじは、この方のためのものではありません。"
DUE_EARLIER = "「いつまでに」は、今日か、今日よりあとの日にしてください。"
FILM = "研修動画は、見終わると自動で印がつきます。"
ITEM_GONE = "この項目は、なくなりました。いまの項目を確かめてください。"


@transaction.atomic(durable=True)
def take_up(*, path: Path, agency: Agency | None, actor: User, now: datetime) -> Assignment:
    """Begin a path oneself; whoever walks it already goes on.

    Raises PathRefused when it is not open, or not for whoever acts for this agency.
    """
    path, today = _open_path(path.pk), timezone.localdate(now)
    _insist_it_is_for(path, {actor.person_id}, agency, today)
    assignment, is_new = Assignment.objects.get_or_create(
        path=path,
        person_id=actor.person_id,
        agency=agency,
        defaults={"assigned_on": today},
    )
    if is_new:
        chain.record("paths.taken_up", actor=actor, subject=assignment, now=now)
    return assignment


@transaction.atomic(durable=True)
def assign(
    *,
    path: Path,
    people: Sequence[Person],
    agency: Agency | None,
    due_on: date | None,
    actor: User,
    now: datetime,
) -> int:
    """Let people walk a path, until a day if one is named; returns of how many that is new.

    Who walks it already keeps what they have done, and gets the new day if one is named. Raises PathRefused,
    and assigns it to nobody, when it is not for one of them.
    """
    path, today = _open_path(path.pk), timezone.localdate(now)
    if due_on is not None and due_on < today:
        raise PathRefused(DUE_EARLIER)
    _insist_it_is_for(path, {each.pk for each in people}, agency, today)
    new = 0
    for person in people:
        assignment, is_new = Assignment.objects.update_or_create(
            path=path,
            person=person,
            agency=agency,
            defaults={"assigned_by": actor} | ({} if due_on is None else {"due_on": due_on}),
            create_defaults={"assigned_by": actor, "due_on": due_on, "assigned_on": today},
        )
        new += is_new
        chain.record("paths.assigned", actor=actor, subject=assignment, now=now, fields=["due_on"])
    return new


@transaction.atomic(durable=True)
def tick(*, assignment: Assignment, item: int, actor: User, now: datetime) -> None:
    """Note that an item is done, today; twice is once. Raises PathRefused for films of agencies' people."""
    assignment, found = _item(assignment, item)
    if not assignment.ticks_by_hand(found):
        raise PathRefused(FILM)
    today = timezone.localdate(now)
    _, is_new = Ticked.objects.get_or_create(assignment=assignment, item=found, defaults={"done_on": today})
    if is_new:
        chain.record("paths.ticked", actor=actor, subject=assignment, now=now, fields=[f"item:{found.pk}"])


@transaction.atomic(durable=True)
def untick(*, assignment: Assignment, item: int, actor: User, now: datetime) -> None:
    """Take back that an item is done. Raises PathRefused when the item is gone."""
    assignment, found = _item(assignment, item)
    count, _ = Ticked.objects.filter(assignment=assignment, item=found).delete()
    if count:
        chain.record("paths.unticked", actor=actor, subject=assignment, now=now, fields=[f"item:{found.pk}"])


def _item(assignment: Assignment, item: int) -> tuple[Assignment, PathItem]:
    """Return how somebody walks, locked, and an item of that path."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("path")
    locked = rows.filter(pk=assignment.pk).first()
    found = PathItem.objects.filter(pk=item, path=assignment.path_id).first()
    if locked is None or found is None:
        raise PathRefused(ITEM_GONE)
    return locked, found


def _insist_it_is_for(path: Path, people: set[int], agency: Agency | None, today: date) -> None:
    """Raise PathRefused unless a path is for each of these people, who walk it for an agency or the centre.

    Whoever walks it already goes on.
    """
    there = partners_of(agency, today=today) if agency else centre_people()
    working = set(there.filter(pk__in=people).values_list("pk", flat=True))
    fits = is_for(
        path.for_whom,
        is_centre=agency is None,
        is_partner=agency is not None,
        is_city=agency is not None and is_a_municipality(agency),
    )
    walking = path.assignments.filter(person__in=people, agency=agency).values_list("person", flat=True)
    if (people - set(walking)) - (working if fits else set()):
        raise PathRefused(NOT_FOR_THEM)


def _open_path(pk: int) -> Path:
    path = lock_path_in_transaction(pk)
    if path.state != PathState.OPEN:
        raise PathRefused(NOT_OPEN)
    return path
