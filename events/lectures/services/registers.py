"""Staff keep the menu, the lecturers with their days off, and rooms and equipment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import Person, User
from content.search.services import index_in_transaction
from events.lectures import rules
from events.lectures.enums import SlotKind
from events.lectures.exceptions import RequestRefused
from events.lectures.models import Lecturer, LecturerSlot, LectureTheme, Resource
from events.lectures.search import SOURCE
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import lock_name_in_transaction

from .slots import lock_lecturers_in_transaction, refusals_in_words, refuse_taken_in_transaction

# Each register is written by one after the other: a code, a person, a name is looked for before it is taken.
THEMES, LECTURERS, RESOURCES = "lectures.themes", "lectures.lecturers", "lectures.resources"


@transaction.atomic(durable=True)
def write_theme(
    *,
    theme: LectureTheme | None,
    values: Mapping[str, Any],
    lecturers: Collection[Lecturer],
    actor: User,
    now: datetime,
) -> LectureTheme:
    """Add a theme to the menu or change one. Raises RequestRefused when another one bears the code."""
    lock_name_in_transaction(THEMES)
    same = LectureTheme.objects.filter(code=values["code"]).first()
    if same is not None and same != theme:
        raise RequestRefused("この記号の題目が、もうあります。")
    written, changed = _write(theme or LectureTheme(), values, now)
    before = set(written.lecturers.values_list("pk", flat=True))
    if before != {each.pk for each in lecturers}:
        written.lecturers.set(lecturers)
        changed.append("lecturers")
    index_in_transaction(SOURCE, [written.pk])
    clear_public_pages_in_transaction()
    verb = "events.lecture_theme_changed" if theme else "events.lecture_theme_added"
    chain.record(verb, actor=actor, subject=written, now=now, fields=changed)
    return written


@transaction.atomic(durable=True)
def write_lecturer(
    *, lecturer: Lecturer | None, person: Person | None, values: Mapping[str, Any], actor: User, now: datetime
) -> Lecturer:
    """Add somebody to those who go out, or change when and as what.

    Raises RequestRefused for one who is there.
    """
    lock_name_in_transaction(LECTURERS)
    if lecturer is None:
        if person is None or Lecturer.objects.filter(person=person).exists():
            raise RequestRefused("この方は、もう講師の一覧にいます。")
        lecturer = Lecturer(person=person)
    verb = "events.lecturer_changed" if lecturer.pk else "events.lecturer_added"
    written, changed = _write(lecturer, values, now)
    clear_public_pages_in_transaction()
    chain.record(verb, actor=actor, subject=written, now=now, fields=changed)
    return written


@transaction.atomic(durable=True)
def write_resource(
    *, resource: Resource | None, values: Mapping[str, Any], actor: User, now: datetime
) -> Resource:
    """Add a room or a thing, or change it. Raises RequestRefused for a name that is there."""
    lock_name_in_transaction(RESOURCES)
    same = Resource.objects.filter(name=values["name"]).first()
    if same is not None and same != resource:
        raise RequestRefused("この名前の部屋・機材が、もうあります。")
    verb = "events.resource_changed" if resource else "events.resource_added"
    written, changed = _write(resource or Resource(), values, now)
    chain.record(verb, actor=actor, subject=written, now=now, fields=changed)
    return written


@refusals_in_words()
@transaction.atomic(durable=True)
def note_absence(
    *, lecturer: Lecturer, kind: SlotKind, title: str, span: rules.Span, actor: User, now: datetime
) -> LecturerSlot:
    """Write down a day off or a meeting of a lecturer. Raises SlotIsTaken where a lecture stands already."""
    [lecturer] = lock_lecturers_in_transaction([lecturer.pk])
    refuse_taken_in_transaction(None, [lecturer], [], span)
    slot = LecturerSlot.objects.create(
        lecturer=lecturer,
        kind=kind,
        title=title,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        busy_from=span.busy_from,
        busy_until=span.busy_until,
    )
    chain.record("events.lecturer_busy", actor=actor, subject=slot, now=now, fields=["starts_at", "ends_at"])
    return slot


@transaction.atomic(durable=True)
def remove_absence(*, slot: LecturerSlot, actor: User, now: datetime) -> None:
    """Take a day off or a meeting away again. Raises RequestRefused for a lecture."""
    if slot.kind == SlotKind.LECTURE:
        raise RequestRefused("講座の予定は、依頼の画面で変えます。")
    chain.record("events.lecturer_free", actor=actor, subject=slot, now=now)
    slot.delete()


def _write[Row: Model](row: Row, values: Mapping[str, Any], now: datetime) -> tuple[Row, list[str]]:
    """Save what differs; return the names of it."""
    changed = [name for name, value in values.items() if row.pk is None or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.changed_at = now  # type: ignore[attr-defined]  # -- each register has it
    row.save()
    return row, changed
