"""A path is made, changed, opened, closed and removed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from foundation.audit import chain
from training_media.paths import queries
from training_media.paths.access import may_open_paths
from training_media.paths.enums import ItemKind, PathState
from training_media.paths.exceptions import PathRefused
from training_media.paths.models import Path, PathItem, Ticked
from training_media.paths.rules import MOVES, is_address, may_be_for, may_move, may_open, may_remove

from .steps import insist, lock_path_in_transaction

ITEM_GONE = "ほかの人が、項目を消しました。画面を開き直して、いまの項目を確かめてください。"
TWICE = "同じ研修動画が、2つ入っています。"
NO_ADDRESS = "アドレスは、このサイトのページだけです。「/」から書いてください。例：/about/"
NO_COURSE = "研修動画を選んでください。"
# Beyond the last position of any path.
FAR_AWAY = 10_000


@dataclass(frozen=True)
class ItemPlan:
    """What staff wrote of an item, in its order; `item_id` names the one that it changes, None adds one."""

    kind: str
    title: str
    note: str = ""
    course: int | None = None
    address: str = ""
    item_id: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title,
            "note": self.note,
            "course_id": self.course if self.kind == ItemKind.COURSE else None,
            "address": self.address if self.kind == ItemKind.PAGE else "",
        }


@transaction.atomic(durable=True)
def create_path(*, details: Mapping[str, Any], items: Sequence[ItemPlan], actor: User, now: datetime) -> Path:
    """Make a path as a draft. Raises PathRefused."""
    path = Path.objects.create(created_by=actor, created_at=now, changed_at=now, **details)
    _write_items(path, items, ())
    chain.record("paths.created", actor=actor, subject=path, now=now, fields=[*details, "items"])
    return path


@transaction.atomic(durable=True)
def change_path(
    *,
    path: Path,
    details: Mapping[str, Any],
    items: Sequence[ItemPlan],
    removed: Collection[int] = (),
    actor: User,
    now: datetime,
) -> None:
    """Change what a path says, these of its items and their order, and remove some, by id.

    An open one must stay as it could be opened; for whom it is stays once somebody walks it. Raises
    PathRefused.
    """
    path = lock_path_in_transaction(path.pk)
    insist(may_be_for(path.for_whom, details["for_whom"], walkers=path.assignments.count()))
    changed = [name for name, value in details.items() if getattr(path, name) != value]
    for name in changed:
        setattr(path, name, details[name])
    path.changed_at = now
    path.save(update_fields=[*changed, "changed_at"])
    _write_items(path, items, removed)
    if path.state == PathState.OPEN:
        insist(may_open(path.items.count(), unseen=queries.unseen_films(path)))
    chain.record("paths.changed", actor=actor, subject=path, now=now, fields=[*changed, "items"])


def _write_items(path: Path, plans: Sequence[ItemPlan], removed: Collection[int]) -> None:
    path.items.filter(pk__in=removed).delete()
    stored = {each.pk: (each.kind, each.course_id, each.address) for each in path.items.all()}
    named = {plan.item_id: _held(plan) for plan in plans if plan.item_id is not None}
    if named.keys() - stored.keys():
        raise PathRefused(ITEM_GONE)
    _insist_on_what_items_hold(plans)
    # What was said of another film, page or kind of item says nothing of this one.
    turned = [pk for pk, held in named.items() if stored[pk] != held]
    Ticked.objects.filter(item__in=turned).delete()
    # Others may have added items meanwhile: those stand behind; and two films may change places.
    path.items.update(position=F("position") + FAR_AWAY)
    path.items.filter(pk__in=named).update(course=None, kind=ItemKind.TASK, address="")
    for position, plan in enumerate(plans, start=1):
        values = plan.values | {"position": position}
        if plan.item_id is None:
            PathItem.objects.create(path=path, **values)
        else:
            PathItem.objects.filter(pk=plan.item_id).update(**values)
    left = path.items.filter(position__gt=FAR_AWAY).order_by("position")
    for position, each in enumerate(left, start=len(plans) + 1):
        PathItem.objects.filter(pk=each.pk).update(position=position)


def _held(plan: ItemPlan) -> tuple[str, int | None, str]:
    """Return what an item leads to, as it will be stored."""
    values = plan.values
    return values["kind"], values["course_id"], values["address"]


def _insist_on_what_items_hold(plans: Sequence[ItemPlan]) -> None:
    films = [plan.course for plan in plans if plan.kind == ItemKind.COURSE]
    if None in films:
        raise PathRefused(NO_COURSE)
    if len(set(films)) < len(films):
        raise PathRefused(TWICE)
    if not all(is_address(plan.address) for plan in plans if plan.kind == ItemKind.PAGE):
        raise PathRefused(NO_ADDRESS)


@transaction.atomic(durable=True)
def move_path(*, path: Path, move: str, actor: User, now: datetime) -> Path:
    """Open or close a path; only a manager opens it, with items that all can be used. Raises PathRefused."""
    path = lock_path_in_transaction(path.pk)
    insist(may_move(path.state, move, is_manager=may_open_paths(actor)))
    target = MOVES[move].target
    if target == PathState.OPEN:
        insist(may_open(path.items.count(), unseen=queries.unseen_films(path)))
    path.state, path.changed_at = target, now
    path.save(update_fields=["state", "changed_at"])
    chain.record(f"paths.moved_to_{target}", actor=actor, subject=path, now=now, fields=["state"])
    return path


@transaction.atomic(durable=True)
def remove_path(*, path: Path, actor: User, now: datetime) -> None:
    """Remove a draft that nobody walks. Raises PathRefused."""
    path = lock_path_in_transaction(path.pk)
    insist(may_remove(path.state, walkers=path.assignments.count()))
    gone = Path(pk=path.pk)
    path.delete()
    chain.record("paths.removed", actor=actor, subject=gone, now=now)
