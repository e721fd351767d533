"""Courses and their parts are made and changed; only a manager lets the public in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.numbering.services import next_number_in_transaction
from foundation.public_pages import clear_public_pages_in_transaction
from training_media.courses import queries
from training_media.courses.access import may_open_courses
from training_media.courses.exceptions import CourseRefused
from training_media.courses.rules import MOVES, chapters_fit, may_be_opened, may_move, may_remove
from training_media.courses.search import SOURCE
from training_media.enums import CourseState
from training_media.models import Chapter, Course, Part
from training_media.registries import settle_before_change

from .steps import follow_change_in_transaction, insist, lock_course_in_transaction

PART_GONE = "この部は、もうありません。"
CHAPTER_GONE = "ほかの人が、章を消しました。画面を開き直して、いまの章を確かめてください。"
# Beyond the end of any recording, in milliseconds.
FAR_AWAY = 1_000_000_000
STILL_NEEDED = "視聴などの記録があるので、消せません。"


@dataclass(frozen=True)
class ChapterPlan:
    """What staff wrote about a chapter; `chapter_id` names the one that it changes, None adds one."""

    start: int
    title: str
    summary: str = ""
    chapter_id: int | None = None


@transaction.atomic(durable=True)
def create_course(*, details: Mapping[str, Any], actor: User, now: datetime) -> Course:
    """Make a course as a draft, with its first part."""
    number = next_number_in_transaction("training_media.course", now=now, letter="V", digits=2)
    course = Course.objects.create(
        slug=number.lower(), created_by=actor, created_at=now, changed_at=now, **details
    )
    Part.objects.create(course=course, number=1, title="前編")
    chain.record("courses.created", actor=actor, subject=course, now=now, fields=details)
    return course


@transaction.atomic(durable=True)
def change_course(*, course: Course, details: Mapping[str, Any], actor: User, now: datetime) -> Course:
    """Change what a course says of itself. Raises CourseRefused where an open one would need more."""
    course = lock_course_in_transaction(course.pk)
    changed = [name for name, value in details.items() if getattr(course, name) != value]
    for name in changed:
        setattr(course, name, details[name])
    course.save(update_fields=changed)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.changed", actor=actor, subject=course, now=now, fields=changed)
    return course


@transaction.atomic(durable=True)
def move_course(
    *, course: Course, move: str, actor: User, now: datetime, no_captions_reason: str | None = None
) -> Course:
    """Take one step in a course's life. Only a manager opens it, with recordings and captions or a reason.

    Raises CourseRefused.
    """
    course = lock_course_in_transaction(course.pk)
    insist(may_move(course.state, move, is_manager=may_open_courses(actor)))
    step, fields = MOVES[move], ["state"]
    if step.target == CourseState.OPEN:
        if no_captions_reason is not None:
            course.no_captions_reason = no_captions_reason
            fields.append("no_captions_reason")
        standings = queries.standings(course, today=timezone.localdate(now))
        insist(may_be_opened(standings, no_captions_reason=course.no_captions_reason))
    course.state, course.changed_at = step.target, now
    course.save(update_fields=[*fields, "changed_at"])
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [course.pk])
    chain.record(f"courses.moved_to_{step.target}", actor=actor, subject=course, now=now, fields=fields)
    return course


@transaction.atomic(durable=True)
def remove_course(*, course: Course, actor: User, now: datetime) -> None:
    """Remove a draft with all that belongs to it but the recordings. Raises CourseRefused."""
    course = lock_course_in_transaction(course.pk)
    insist(may_remove(course.state))
    gone, files = Course(pk=course.pk), [each.file for each in queries.attachments_of(course)]
    try:
        with transaction.atomic():
            course.delete()
    except ProtectedError as error:
        raise CourseRefused(STILL_NEEDED) from error
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    chain.record("courses.removed", actor=actor, subject=gone, now=now)


@transaction.atomic(durable=True)
def add_part(
    *,
    course: Course,
    details: Mapping[str, Any],
    chapters: Sequence[ChapterPlan] = (),
    actor: User,
    now: datetime,
) -> Part:
    """Add a part at the end of a course. Raises CourseRefused where the course is open and needs more."""
    course = lock_course_in_transaction(course.pk)
    settle_before_change(course, now=now)
    last = course.parts.aggregate(last=Max("number"))["last"] or 0
    part = Part.objects.create(course=course, number=last + 1, **details)
    _write_chapters(part, chapters, ())
    _insist_that_chapters_fit(part)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.part_added", actor=actor, subject=part, now=now, fields=details)
    return part


@transaction.atomic(durable=True)
def change_part(
    *,
    part: Part,
    details: Mapping[str, Any],
    chapters: Sequence[ChapterPlan] = (),
    removed: Collection[int] = (),
    actor: User,
    now: datetime,
) -> Part:
    """Change a part, these of its chapters, and remove some, by id, with what they hold; the others stay.

    Raises CourseRefused.
    """
    course = lock_course_in_transaction(part.course_id)
    settle_before_change(course, now=now)
    part = _part(part.pk)
    changed = [name for name, value in details.items() if getattr(part, name) != value]
    for name in changed:
        setattr(part, name, details[name])
    part.save(update_fields=changed)
    _write_chapters(part, chapters, removed)
    _insist_that_chapters_fit(part)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.part_changed", actor=actor, subject=part, now=now, fields=[*changed, "chapters"])
    return part


def _write_chapters(part: Part, plans: Sequence[ChapterPlan], removed: Collection[int]) -> None:
    part.chapters.filter(pk__in=removed).delete()
    named = {plan.chapter_id for plan in plans if plan.chapter_id is not None}
    if named - set(part.chapters.values_list("pk", flat=True)):
        raise CourseRefused(CHAPTER_GONE)
    others = part.chapters.exclude(pk__in=named).values_list("start", flat=True)
    insist(chapters_fit([*others, *(plan.start for plan in plans)], duration=None))
    # Two chapters may change places: none of them stands in another's way meanwhile.
    part.chapters.filter(pk__in=named).update(start=F("start") + FAR_AWAY)
    for plan in plans:
        values = {"start": plan.start, "title": plan.title, "summary": plan.summary}
        if plan.chapter_id is None:
            Chapter.objects.create(part=part, **values)
        else:
            Chapter.objects.filter(pk=plan.chapter_id).update(**values)


def _insist_that_chapters_fit(part: Part) -> None:
    duration = part.recording.duration if part.recording else None
    insist(chapters_fit(list(part.chapters.values_list("start", flat=True)), duration=duration))


@transaction.atomic(durable=True)
def remove_part(*, part: Part, actor: User, now: datetime) -> None:
    """Remove a part with chapters and captions; the recording stays. Raises CourseRefused."""
    course = lock_course_in_transaction(part.course_id)
    settle_before_change(course, now=now)
    part = _part(part.pk)
    chain_subject = Part(pk=part.pk)
    try:
        with transaction.atomic():
            part.delete()
    except ProtectedError as error:
        raise CourseRefused(STILL_NEEDED) from error
    for number, each in enumerate(course.parts.order_by("number"), start=1):
        course.parts.filter(pk=each.pk).update(number=number)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.part_removed", actor=actor, subject=chain_subject, now=now)


@transaction.atomic(durable=True)
def move_part_up(*, part: Part, actor: User, now: datetime) -> None:
    """Let a part change places with the one before it; the first stays where it is."""
    course = lock_course_in_transaction(part.course_id)
    part = _part(part.pk)
    before = course.parts.filter(number__lt=part.number).order_by("-number").first()
    if before is None:
        return
    course.parts.filter(pk=before.pk).update(number=part.number)
    course.parts.filter(pk=part.pk).update(number=before.number)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.part_moved", actor=actor, subject=part, now=now, fields=["number"])


def _part(pk: int) -> Part:
    part = Part.objects.select_related("recording").filter(pk=pk).first()
    if part is None:
        raise CourseRefused(PART_GONE)
    return part
