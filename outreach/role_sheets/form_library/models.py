"""Forms of the library: a kind of form, its versions with their files, and what was filled from marks."""

from pathlib import PurePath
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from content.duties.models import Duty
from content.facts.models import PLACE
from content.reviewed import Reviewed
from foundation.choices import known_choice

from .enums import Origin

USER = "accounts.User"
FOLDER = "forms/%Y/"
LONGEST_DIGEST = 64
FIRST_YEAR = 2009


class FormKind(models.Model):
    """A form by its name, whoever made it, with the duty that uses it; one without a duty is for all."""

    code = models.SlugField("記号", max_length=40, unique=True)
    title = models.CharField("様式の名前", max_length=80)
    origin = models.CharField("だれの様式か", max_length=10, choices=Origin)
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="使う業務"
    )
    used_for = models.CharField("何に使うか", max_length=200)
    source = models.CharField("出どころと年", max_length=200)
    source_url = models.CharField("様式のあるところ", max_length=500, blank=True, validators=[PLACE])
    is_listed = models.BooleanField("だれでも読める一覧に出す", default=False)
    created_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = verbose_name_plural = "様式"
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            known_choice(
                table="form_library_formkind",
                field="origin",
                choices=Origin,
                says="だれの様式かを選んでください。",
            ),
            models.CheckConstraint(
                name="form_library_formkind_says_what_it_is",
                condition=Q(title__regex=r"\S", used_for__regex=r"\S", source__regex=r"\S"),
                violation_error_message="様式の名前、何に使うか、出どころを書いてください。",
            ),
            models.CheckConstraint(
                name="form_library_formkind_source_url_is_an_address",
                condition=Q(source_url="") | Q(source_url__regex=r"^(/([^/]|$)|https?://)"),
                violation_error_message="「https://」か「/」で始まる形で書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("form_library:form", args=[self.code])


class FormVersion(Reviewed):
    """One version of a form: an empty file for everybody once published, and one with marks for staff alone.

    Which version is in use follows from the days; files are never exchanged, a new version is added.
    """

    kind = models.ForeignKey(FormKind, models.PROTECT, related_name="versions", verbose_name="様式")
    name = models.CharField("版の名前", max_length=40)
    valid_from = models.DateField("いつから使うか")
    source = models.CharField("出どころと年", max_length=200)
    guide = models.TextField("書き方", max_length=3_000, blank=True)
    blank = models.FileField("空の様式", upload_to=FOLDER, blank=True)
    blank_size = models.PositiveIntegerField(default=0)
    marked = models.FileField("しるしを書いた様式", upload_to=FOLDER, blank=True)
    published_at = models.DateTimeField("公開した日時", null=True, blank=True)
    # It stays when a version is taken back: what somebody may have taken home is not removed.
    first_published_at = models.DateTimeField("はじめて公開した日時", null=True, blank=True)
    created_at = models.DateTimeField("加えた日時")
    changed_at = models.DateTimeField("さいごに直した日時")

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "様式の版"
        ordering: ClassVar = ["kind", "-valid_from", "-id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                name="form_library_formversion_one_from_a_day",
                fields=["kind", "valid_from"],
                violation_error_message="同じ日から使う版が、もうあります。",
            ),
            models.UniqueConstraint(
                name="form_library_formversion_name_once",
                fields=["kind", "name"],
                violation_error_message="同じ名前の版が、もうあります。",
            ),
            models.CheckConstraint(
                name="form_library_formversion_has_a_file",
                condition=~Q(blank="") | ~Q(marked=""),
                violation_error_message="様式のファイルを、1つ以上入れてください。",
            ),
            models.CheckConstraint(
                name="form_library_formversion_only_blank_is_public",
                condition=Q(published_at__isnull=True) | ~Q(blank=""),
                violation_error_message="公開できるのは、空の様式だけです。",
            ),
            models.CheckConstraint(
                name="form_library_formversion_publishing_is_remembered",
                condition=Q(published_at__isnull=True)
                | Q(first_published_at__isnull=False, first_published_at__lte=F("published_at")),
                violation_error_message="公開した版には、はじめて公開した日時が要ります。",
            ),
            models.CheckConstraint(
                name="form_library_formversion_two_files",
                condition=Q(blank="") | ~Q(blank=F("marked")),
                violation_error_message="空の様式と、しるしを書いた様式は、別のファイルです。",
            ),
            models.CheckConstraint(
                name="form_library_formversion_says_what_it_is",
                condition=Q(name__regex=r"\S", source__regex=r"\S"),
                violation_error_message="版の名前と、出どころを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.name}"

    @property
    def blank_suffix(self) -> str:
        return PurePath(str(self.blank.name)).suffix[1:]

    @property
    def marked_suffix(self) -> str:
        return PurePath(str(self.marked.name)).suffix[1:]

    @property
    def seen(self) -> str:
        """Of which words a reader of the form speaks."""
        return self.changed_at.isoformat()


class Filling(models.Model):
    """A form that was filled for a fiscal year: by whom, when, what stands where and why.

    The file is kept as it was given out, for numbers change later; after a time only the record is left.
    `cells` are of the form [place, name of the mark, words, row of its table or None]; `behind` holds for
    each mark the rows behind it, as pairs of words and an address.
    """

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="fillings")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    filled_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    filled_at = models.DateTimeField("作った日時")
    file = models.FileField("作った様式", upload_to="forms/filled/%Y/", blank=True)
    # So that it can be told later whether a file is this one.
    digest = models.CharField(max_length=LONGEST_DIGEST)
    cells = models.JSONField("入れたところ", null=True)
    behind = models.JSONField("もとの記録", null=True)
    unknown = ArrayField(models.CharField(max_length=200), verbose_name="わからなかったしるし", default=list)
    removed_at = models.DateTimeField("ファイルを消した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "作った様式"
        ordering: ClassVar = ["-filled_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["filled_at"], name="form_library_filling_age")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="form_library_filling_file_until_removed",
                condition=(
                    Q(removed_at__isnull=True, cells__isnull=False, behind__isnull=False) & ~Q(file="")
                )
                | Q(removed_at__isnull=False, cells__isnull=True, behind__isnull=True, file=""),
                violation_error_message="ファイルを消したら、もとの記録も残しません。",
            ),
            models.CheckConstraint(
                name="form_library_filling_has_a_digest",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="ファイルのしるし（ハッシュ）が要ります。",
            ),
            models.CheckConstraint(
                name="form_library_filling_year_of_the_programme",
                condition=Q(fiscal_year__gte=FIRST_YEAR),
                violation_error_message="事業が始まった2009年度からの年度を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.fiscal_year}"

    @property
    def suffix(self) -> str:
        return PurePath(str(self.file.name)).suffix[1:]
