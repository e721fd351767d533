"""Numbered copies of papers: made, handed out, taken back, shredded."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.enums import Presence
from outreach.study_groups.meetings.models import Copy, Material, Meeting
from outreach.study_groups.meetings.queries.roll import roll_of

from .steps import CLOSED, hold_meeting_in_transaction

NOT_ON_THE_ROLL = "この会議に来る方から選んでください。"
HANDED = "この番号は、もうわたしているか、手元にありません。画面を開き直してください。"
NOBODY_CAME = "会場に来た方が、まだ記録されていません。先に、出欠を書いてください。"
NOBODY_LEFT = "会場に来た方は、みな持っています。"
NONE_LEFT = "配れる番号が、もうありません。"
NOT_THESE = "選んだ番号の中に、そうできないものがあります。一覧のようすを見て、選び直してください。"
NO_REASON = "なくなったわけを書いてください。"
NOTHING = "番号を選んでください。"
NOT_OUT = "わたした日より前にはできません。わたした番号だけを選んでください。"


@transaction.atomic(durable=True)
def add_material(
    *, meeting: Meeting, title: str, reference: str, count: int, actor: User, now: datetime
) -> Material:
    """Write down a paper with its numbered copies: by title, or of a case by its number alone."""
    found = _held(meeting, actor=actor, now=now)
    made = Material.objects.create(meeting=found, title=title, reference=reference, count=count, added_at=now)
    Copy.objects.bulk_create(Copy(material=made, number=number) for number in range(1, count + 1))
    fields = [f"copies:{count}"]
    chain.record("group_meetings.material_added", actor=actor, subject=made, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def hand_copy(*, copy: Copy, person: int | None, holder: str, on: date, actor: User, now: datetime) -> None:
    """Write down to whom a numbered copy went: somebody of the roll, or a word. Raises GroupRefused."""
    meeting = _held(copy.material.meeting, actor=actor, now=now)
    if person is not None and person not in {each.person for each in roll_of(meeting.row.plan.community, on)}:
        raise GroupRefused(NOT_ON_THE_ROLL)
    word = "" if person is not None else holder
    changed = _here().filter(pk=copy.pk).update(handed_on=on, person=person, holder=word)
    if not changed:
        raise GroupRefused(HANDED)
    fields = [f"number:{copy.number}"]
    chain.record("group_meetings.copy_handed", actor=actor, subject=copy.material, now=now, fields=fields)


@transaction.atomic(durable=True)
def hand_out(*, material: Material, on: date, actor: User, now: datetime) -> int:
    """Hand copies to whoever is there and has none, by number; returns how many. Raises GroupRefused."""
    meeting = _held(material.meeting, actor=actor, now=now)
    has = Copy.objects.filter(material=material, person__isnull=False).values("person")
    known = meeting.attendance.filter(presence=Presence.VENUE, person__isnull=False)
    there = known.exclude(person__in=has).order_by("pk")
    people = list(there.values_list("person", flat=True))
    free = list(_here().filter(material=material))
    if not meeting.attendance.filter(presence=Presence.VENUE).exists():
        raise GroupRefused(NOBODY_CAME)
    if not people or not free:
        raise GroupRefused(NOBODY_LEFT if not people else NONE_LEFT)
    handed = 0
    for copy, person in zip(free, people, strict=False):
        handed += Copy.objects.filter(pk=copy.pk).update(handed_on=on, person=person)
    fields = [f"copies:{handed}"]
    chain.record("group_meetings.handed_out", actor=actor, subject=material, now=now, fields=fields)
    return handed


@transaction.atomic(durable=True)
def take_back(*, material: Material, numbers: Collection[int], on: date, actor: User, now: datetime) -> int:
    """Write down that these numbers came back; returns how many. Raises GroupRefused."""
    _held(material.meeting, actor=actor, now=now)
    rows = _chosen(material, numbers, Copy.objects.out())
    if rows.filter(handed_on__gt=on).exists():
        raise GroupRefused(NOT_OUT)
    changed = rows.update(returned_on=on)
    _tell("taken_back", material, changed, actor=actor, now=now)
    return changed


@transaction.atomic(durable=True)
def shred(*, material: Material, numbers: Collection[int], on: date, actor: User, now: datetime) -> int:
    """Write down that this person shredded these numbers, also once a meeting is closed; returns how many.

    Raises GroupRefused.
    """
    hold_meeting_in_transaction(material.meeting, actor=actor, now=now)
    kept = Copy.objects.filter(shredded_on__isnull=True, lost_on__isnull=True)
    rows = _chosen(material, numbers, kept)
    if rows.filter(Q(handed_on__gt=on) | Q(returned_on__gt=on)).exists():
        raise GroupRefused(NOT_OUT)
    changed = rows.update(shredded_on=on, shredded_by=actor)
    _tell("shredded", material, changed, actor=actor, now=now)
    return changed


@transaction.atomic(durable=True)
def lose(
    *, material: Material, numbers: Collection[int], on: date, because: str, actor: User, now: datetime
) -> int:
    """Write down that these numbers are lost and why, so that a meeting can be closed; returns how many.

    Raises GroupRefused.
    """
    _held(material.meeting, actor=actor, now=now)
    if not because:
        raise GroupRefused(NO_REASON)
    gone = {"returned_on__isnull": True, "shredded_on__isnull": True, "lost_on__isnull": True}
    changed = _chosen(material, numbers, Copy.objects.filter(**gone)).update(lost_on=on, lost_because=because)
    _tell("lost", material, changed, actor=actor, now=now)
    return changed


@transaction.atomic(durable=True)
def undo(*, material: Material, numbers: Collection[int], actor: User, now: datetime) -> int:
    """Take back what was written last of each of these numbers, until the meeting is closed; how many.

    Raises GroupRefused.
    """
    _held(material.meeting, actor=actor, now=now)
    moved = Q(handed_on__isnull=False) | Q(shredded_on__isnull=False) | Q(lost_on__isnull=False)
    rows = list(_chosen(material, numbers, Copy.objects.filter(moved)))
    for each in rows:
        names = next(names for names in _LAST if getattr(each, names[0]) is not None)
        Copy.objects.filter(pk=each.pk).update(**{name: _NOTHING.get(name) for name in names})
    _tell("undone", material, len(rows), actor=actor, now=now)
    return len(rows)


# What belongs to each step, the last one first.
_LAST = (
    ("lost_on", "lost_because"),
    ("shredded_on", "shredded_by"),
    ("returned_on",),
    ("handed_on", "person", "holder"),
)
_NOTHING = {"lost_because": "", "holder": ""}


def _here() -> QuerySet[Copy]:
    """Return what lies here and may be handed out: what was shredded or is lost may not."""
    return Copy.objects.filter(handed_on__isnull=True, shredded_on__isnull=True, lost_on__isnull=True)


def _chosen(material: Material, numbers: Collection[int], may: QuerySet[Copy]) -> QuerySet[Copy]:
    """Return these numbers. Raises GroupRefused without any, and where one of them may not."""
    if not numbers:
        raise GroupRefused(NOTHING)
    found = may.filter(material=material, number__in=numbers)
    if found.count() != len(set(numbers)):
        raise GroupRefused(NOT_THESE)
    return found


def _tell(verb: str, material: Material, count: int, *, actor: User, now: datetime) -> None:
    assert_in_transaction("tell_of_copies")
    fields = [f"copies:{count}"]
    chain.record(f"group_meetings.{verb}", actor=actor, subject=material, now=now, fields=fields)


def _held(meeting: Meeting, *, actor: User, now: datetime) -> Meeting:
    """Return a held meeting whose papers may still move: until it is closed."""
    found, _ = hold_meeting_in_transaction(meeting, actor=actor, now=now)
    if found.closed_on is not None:
        raise GroupRefused(CLOSED)
    return found
