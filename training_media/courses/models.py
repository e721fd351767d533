from pathlib import PurePath
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.urls import reverse

from content.facts.models import DatedFact
from foundation.choices import known_choice
from training_media.models import Chapter, Course, Part

from .enums import Language


class _Length(Func):
    """PostgreSQL's number of entries in an array; 0 for an empty one."""

    function = "cardinality"
    output_field = IntegerField()


class CaptionTrack(models.Model):
    """The captions of a part in one language, as checked WebVTT.

    Cues without words wait for their translation; they are kept and not handed out.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="caption_tracks", verbose_name="部")
    language = models.CharField("ことば", max_length=4, choices=Language)
    text = models.TextField("字幕")
    # Cues with words; a track that has none shows nothing and counts as none.
    said = models.PositiveIntegerField("言葉のある字幕の数")
    waiting = models.PositiveIntegerField("言葉のない字幕の数", default=0)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "字幕"
        ordering: ClassVar = ["part", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="courses_captiontrack_language_once",
                fields=["part", "language"],
                violation_error_message="このことばの字幕は、もうあります。",
            ),
            models.CheckConstraint(
                name="courses_captiontrack_is_webvtt",
                condition=Q(text__startswith="WEBVTT\n"),
                violation_error_message="字幕はWebVTTの形で残します。",
            ),
            known_choice(
                table="courses_captiontrack",
                field="language",
                choices=Language,
                says="ことばを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}の字幕"

    @property
    def tag(self) -> str:
        """The language as browsers know it."""
        return Language(self.language).tag

    @property
    def own_name(self) -> str:
        """The language as those who read it call it."""
        return Language(self.language).own_name


class CourseAttachment(models.Model):
    """A file that belongs to a course, such as slides or a notice of the ministry; served by a view."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="attachments")
    title = models.CharField("題名", max_length=80)
    file = models.FileField("ファイル", upload_to="courses/%Y/")
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "資料"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="courses_courseattachment_has_a_title",
                condition=~Q(title=""),
                violation_error_message="資料の題名を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return PurePath(self.file.name or "").name

    @property
    def suffix(self) -> str:
        """The kind of the file, such as PDF."""
        return self.file_name.rpartition(".")[2].upper()

    def get_absolute_url(self) -> str:
        return reverse("courses:attachment", args=[self.pk, self.file_name])


class ChapterFact(models.Model):
    """A dated figure in the fact box of a chapter; readers get the value that counts today."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="facts")
    fact = models.ForeignKey(DatedFact, models.PROTECT, related_name="+", verbose_name="数字")

    class Meta:
        verbose_name = verbose_name_plural = "章の数字"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="courses_chapterfact_once",
                fields=["chapter", "fact"],
                violation_error_message="この数字は、もうこの章にあります。",
            )
        ]


class ChapterAnswer(models.Model):
    """A question that is often asked about a chapter, and its answer."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="answers")
    question = models.CharField("質問", max_length=120)
    answer = models.TextField("答え", max_length=600)

    class Meta:
        verbose_name = verbose_name_plural = "よくある質問"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="courses_chapteranswer_says_both",
                condition=~Q(question="") & ~Q(answer=""),
                violation_error_message="質問と答えの両方を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.question


class PartQuestion(models.Model):
    """The one question that may be asked after a part; `right` is the right choice, counted from 0."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="question", verbose_name="部")
    text = models.CharField("質問", max_length=200)
    choices = ArrayField(models.CharField(max_length=120), verbose_name="選択肢")
    right = models.PositiveSmallIntegerField("正しい答え")
    explanation = models.TextField("答えの説明", max_length=600, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "確かめの質問"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="courses_partquestion_has_its_answer",
                condition=Q(right__lt=_Length(F("choices"))),
                violation_error_message="正しい答えは、選択肢の中から選んでください。",
            ),
            models.CheckConstraint(
                name="courses_partquestion_leaves_a_choice",
                condition=Q(choices__len__gte=2, choices__len__lte=5),
                violation_error_message="選択肢は2つから5つまで書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LessonCard(models.Model):
    """One point as a small card (E7): for lectures, for course pages, and to be printed."""

    point = models.CharField("要点", max_length=60)
    note = models.TextField("説明", max_length=240)
    source = models.CharField(
        "出典", max_length=160, help_text="資料の名前と、いつのものか。例：好取組事例集 取組7、令和5年3月"
    )
    courses = models.ManyToManyField(Course, related_name="cards", blank=True, verbose_name="載せる研修動画")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "要点カード"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="courses_lessoncard_has_a_source",
                condition=~Q(point="") & ~Q(note="") & ~Q(source=""),
                violation_error_message="要点、説明、出典を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.point
