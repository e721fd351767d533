"""What stands beside the film: files, figures, answers, the question of a part, cards."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from content.facts.models import DatedFact
from content.services import RecordIsGone, store_in_transaction
from events.services.attachments import Upload
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from training_media.courses.exceptions import CourseRefused
from training_media.courses.models import (
    ChapterAnswer,
    ChapterFact,
    CourseAttachment,
    LessonCard,
    PartQuestion,
)
from training_media.courses.rules import may_ask
from training_media.models import Chapter, Course, Part
from training_media.registries import settle_before_change

from .steps import follow_change_in_transaction, insist, lock_course_in_transaction

ANSWER_GONE = "ほかの人が、質問を消しました。画面を開き直して、いまの質問を確かめてください。"
CARD_GONE = "このカードは、もうありません。"


@dataclass(frozen=True)
class AnswerPlan:
    """What staff wrote of a frequent question; `answer_id` names the one that it changes, None adds one."""

    question: str
    answer: str
    answer_id: int | None = None


@transaction.atomic(durable=True)
def attach_files(
    *, course: Course, uploads: Sequence[Upload], actor: User, now: datetime
) -> list[CourseAttachment]:
    """Keep files with a course, under names that say nothing."""
    course = lock_course_in_transaction(course.pk)
    made = []
    for upload in uploads:
        attachment = CourseAttachment(course=course, title=upload.title, size=upload.content.size)
        attachment.file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content)
        made.append(attachment)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.files_attached", actor=actor, subject=course, now=now, fields=["attachments"])
    return made


@transaction.atomic(durable=True)
def rename_file(*, attachment: CourseAttachment, title: str, actor: User, now: datetime) -> None:
    """Call a file by another title."""
    course = lock_course_in_transaction(attachment.course_id)
    CourseAttachment.objects.filter(pk=attachment.pk).update(title=title)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.file_renamed", actor=actor, subject=attachment, now=now, fields=["title"])


@transaction.atomic(durable=True)
def detach_file(*, attachment: CourseAttachment, actor: User, now: datetime) -> None:
    """Take a file away; the storage forgets it once the transaction has committed."""
    course = lock_course_in_transaction(attachment.course_id)
    gone = CourseAttachment(pk=attachment.pk)
    transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))
    CourseAttachment.objects.filter(pk=attachment.pk).delete()
    follow_change_in_transaction(course, now=now)
    chain.record("courses.file_detached", actor=actor, subject=gone, now=now)


@transaction.atomic(durable=True)
def furnish_chapter(
    *,
    chapter: Chapter,
    facts: Collection[DatedFact],
    answers: Sequence[AnswerPlan] = (),
    removed: Collection[int] = (),
    actor: User,
    now: datetime,
) -> None:
    """Give a chapter exactly these figures, write these answers and remove some, by id; the others stay.

    A figure that stands there under a former value stays as it is. Raises CourseRefused.
    """
    course = lock_course_in_transaction(chapter.part.course_id)
    there = ChapterFact.objects.filter(chapter=chapter)
    there.exclude(fact__key__in={fact.key for fact in facts}).delete()
    kept = set(there.values_list("fact__key", flat=True))
    for fact in facts:
        if fact.key not in kept:
            ChapterFact.objects.create(chapter=chapter, fact=fact)
    chapter.answers.filter(pk__in=removed).delete()
    _write_answers(chapter, answers)
    follow_change_in_transaction(course, now=now)
    chain.record(
        "courses.chapter_furnished", actor=actor, subject=chapter, now=now, fields=["facts", "answers"]
    )


def _write_answers(chapter: Chapter, plans: Sequence[AnswerPlan]) -> None:
    named = {plan.answer_id for plan in plans if plan.answer_id is not None}
    if named - set(chapter.answers.values_list("pk", flat=True)):
        raise CourseRefused(ANSWER_GONE)
    for plan in plans:
        values = {"question": plan.question, "answer": plan.answer}
        if plan.answer_id is None:
            ChapterAnswer.objects.create(chapter=chapter, **values)
        else:
            ChapterAnswer.objects.filter(pk=plan.answer_id).update(**values)


@transaction.atomic(durable=True)
def ask_after_part(*, part: Part, details: Mapping[str, Any] | None, actor: User, now: datetime) -> None:
    """Let a question be asked after a part, or none. Raises CourseRefused."""
    course = lock_course_in_transaction(part.course_id)
    settle_before_change(course, now=now)
    if details is None:
        PartQuestion.objects.filter(part=part).delete()
    else:
        insist(may_ask(details["choices"], details["right"]))
        PartQuestion.objects.update_or_create(part=part, defaults=dict(details))
    follow_change_in_transaction(course, now=now)
    chain.record("courses.question_written", actor=actor, subject=part, now=now, fields=["question"])


@transaction.atomic(durable=True)
def write_card(
    *,
    card: LessonCard | None,
    details: Mapping[str, Any],
    courses: Collection[Course],
    actor: User,
    now: datetime,
) -> LessonCard:
    """Make or change a card and say on which courses it stands. Raises CourseRefused."""
    try:
        saved, changed = store_in_transaction(card or LessonCard(), {**details, "changed_at": now})
    except RecordIsGone as error:
        raise CourseRefused(CARD_GONE) from error
    assert isinstance(saved, LessonCard)
    concerned = {*saved.courses.values_list("pk", flat=True), *(course.pk for course in courses)}
    saved.courses.set(courses)
    for pk in sorted(concerned):
        follow_change_in_transaction(lock_course_in_transaction(pk), now=now)
    chain.record("courses.card_written", actor=actor, subject=saved, now=now, fields=[*changed, "courses"])
    return saved


@transaction.atomic(durable=True)
def remove_card(*, card: LessonCard, actor: User, now: datetime) -> None:
    """Remove a card from everywhere."""
    concerned = sorted(card.courses.values_list("pk", flat=True))
    gone = LessonCard(pk=card.pk)
    LessonCard.objects.filter(pk=card.pk).delete()
    for pk in concerned:
        follow_change_in_transaction(lock_course_in_transaction(pk), now=now)
    clear_public_pages_in_transaction()
    chain.record("courses.card_removed", actor=actor, subject=gone, now=now)
