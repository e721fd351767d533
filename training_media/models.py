from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice

from .enums import CourseState, Watchers


class Recording(models.Model):
    """A recorded training that can be watched; a new edit of it is another recording."""

    title = models.CharField("題名", max_length=100)
    # Milliseconds; it never changes, because what was watched is measured in it.
    duration = models.PositiveIntegerField("長さ（ミリ秒）")
    # The new edit in its place; what both have in common is kept with what was watched (`viewing.KeptPiece`).
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="earlier", verbose_name="新しい版"
    )

    class Meta:
        verbose_name = verbose_name_plural = "動画"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="training_media_recording_is_not_its_own_successor",
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                violation_error_message="新しい版には、ほかの動画を選んでください。",
            ),
            models.CheckConstraint(
                name="training_media_recording_lasts",
                condition=Q(duration__gt=0),
                violation_error_message="長さのない動画は使えません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CourseQuerySet(models.QuerySet["Course"]):
    def readable(self) -> "CourseQuerySet":
        """Keep what the public may read of: courses that are open or were."""
        return self.filter(state__in=[CourseState.OPEN, CourseState.CLOSED])


class Course(models.Model):
    """A recorded training in one or more parts, such as a 90-minute briefing in two."""

    slug = models.SlugField(max_length=20, unique=True)
    title = models.CharField("名前", max_length=80)
    summary = models.CharField("ひとことで言うと", max_length=200, blank=True)
    aims = models.TextField("ねらい", max_length=1000, blank=True, help_text="1行に1つ書いてください。")
    audience_text = models.CharField("対象の説明", max_length=80, blank=True)
    lecturer = models.CharField("講師", max_length=80, blank=True)
    watchers = models.CharField("見られる人", max_length=10, choices=Watchers, default=Watchers.INVITED)
    state = models.CharField("公開", max_length=10, choices=CourseState, default=CourseState.DRAFT)
    # Without captions it opens only when somebody says why.
    no_captions_reason = models.CharField("字幕をつけない理由", max_length=200, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修動画"
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("run_course", "研修動画を運営できる")]
        constraints: ClassVar = [
            known_choice(
                table="training_media_course",
                field="state",
                choices=CourseState,
                says="公開するかどうかを選んでください。",
            ),
            known_choice(
                table="training_media_course",
                field="watchers",
                choices=Watchers,
                says="見られる人を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """A part of a course, such as 前編: one recording."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField("順番")
    title = models.CharField("名前", max_length=60)
    recording = models.ForeignKey(
        Recording, models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="動画"
    )
    lecturer = models.CharField("講師", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="training_media_part_number_once",
                fields=["course", "number"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="同じ順番の部が、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """Where a new subject begins in a part; it ends where the next one begins."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="chapters")
    # Milliseconds of the recording.
    start = models.PositiveIntegerField("始まり（ミリ秒）")
    title = models.CharField("見出し", max_length=80)
    summary = models.TextField("内容", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "章"
        ordering: ClassVar = ["start"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="training_media_chapter_start_once",
                fields=["part", "start"],
                violation_error_message="同じところから始まる章が、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.title
