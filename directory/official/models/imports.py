from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from directory.enums import OfficialSource
from directory.official.enums import RunState, Verdict
from foundation.choices import known_choice

from .records import OfficialRecord


def imports_storage() -> Storage:
    """Return where uploads lie until they are read."""
    return storages["imports"]


class ImportRun(models.Model):
    """Some files taken in together: uploaded → read → applied → undone, each step once."""

    state = models.CharField("状態", max_length=8, choices=RunState, default=RunState.UPLOADED)
    uploaded_at = models.DateTimeField("受け取った日時")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # When it was published, where no file's name tells it.
    period = models.DateField("公表された時期")
    # What one sentence says: new, changed, missing, same, left out, problems.
    counts: Any = models.JSONField("数", default=dict)
    # Lines read so far, for those who wait.
    lines_read = models.PositiveIntegerField("読んだ行", default=0)
    percent_read = models.PositiveSmallIntegerField("読んだ割合（％）", default=0)
    read_at = models.DateTimeField("読み終えた日時", null=True, blank=True)
    applied_at = models.DateTimeField("取り入れた日時", null=True, blank=True)
    undone_at = models.DateTimeField("元に戻した日時", null=True, blank=True)
    # How many times records had been changed by imports when this one was read: more make it out of date.
    read_after = models.PositiveIntegerField(null=True, editable=False)
    # Which of these times was this one's: what came later is taken back first.
    applied_as = models.PositiveIntegerField(null=True, editable=False, unique=True)
    # Ids of the corporations and agencies that it added, so that they can go again.
    made: Any = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "公表データの取り入れ"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="official_run_state_has_its_time",
                condition=Q(state__in=[RunState.UPLOADED, RunState.REFUSED], applied_at__isnull=True)
                | Q(state=RunState.READ, read_at__isnull=False, applied_at__isnull=True)
                | Q(state=RunState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=RunState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                violation_error_message="状態と日時が合っていません。",
            ),
            models.CheckConstraint(
                name="official_run_applied_in_its_turn",
                condition=Q(applied_at__isnull=True, applied_as__isnull=True)
                | Q(applied_at__isnull=False, applied_as__isnull=False),
                violation_error_message="取り入れた日時と順番は、両方要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"取り入れ {self.pk}"


class ImportFile(models.Model):
    """One file as it was uploaded: a CSV, or a ZIP of some; of these the first says what it is."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("ファイル名", max_length=200)
    stored = models.FileField("ファイル", storage=imports_storage, max_length=300)
    sha256 = models.CharField(max_length=64)
    source = models.CharField("もとのデータ", max_length=4, choices=OfficialSource, blank=True)
    period = models.DateField("公表された時期", null=True, blank=True)
    encoding = models.CharField("文字コード", max_length=10, blank=True)
    lines = models.PositiveIntegerField("行数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "取り入れるファイル"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """What a run found for one record; kept for what it changes, so that it can be taken back."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="found")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, null=True)
    line = models.PositiveIntegerField("行", null=True)
    identity = models.UUIDField()
    verdict = models.CharField(max_length=7, choices=Verdict)
    record = models.ForeignKey(OfficialRecord, on_delete=models.SET_NULL, null=True, related_name="+")
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "取り入れの行"
        constraints: ClassVar = [
            known_choice(
                table="official_line", field="verdict", choices=Verdict, says="行の判定が分かりません。"
            ),
        ]
        indexes: ClassVar = [models.Index(name="official_line_identity", fields=["run", "identity"])]

    def __str__(self) -> str:
        return f"{self.line} {self.get_verdict_display()}"


class ImportProblem(models.Model):
    """What is wrong in a file, where, and what to do."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, null=True)
    # The CSV in a ZIP that holds several.
    part = models.CharField("ZIPの中のファイル", max_length=200, blank=True)
    line = models.PositiveIntegerField("行", null=True)
    column = models.CharField("列", max_length=60, blank=True)
    message = models.CharField("内容", max_length=300)
    stops = models.BooleanField("取り入れられない", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "取り入れの問題"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.message

    @property
    def where(self) -> str:
        """File, line and column, as far as they are known."""
        names = [self.file.name if self.file else "", self.part]
        line = f"{self.line:,}行目" if self.line else ""
        return " ".join(filter(None, (*names, line, self.column)))
