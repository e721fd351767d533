from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.models import Agency, AgencyKind
from foundation.choices import known_choice

from .enums import Act, Decision, TableState, Verdict


class Table(models.Model):
    """A list of the centre's own that came in as a file: uploaded → checked → applied → undone."""

    state = models.CharField("状態", max_length=8, choices=TableState, default=TableState.UPLOADED)
    name = models.CharField("ファイル名", max_length=200)
    sheet = models.CharField("シート", max_length=60, blank=True)
    uploaded_at = models.DateTimeField("受け取った日時")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    header: Any = models.JSONField("見出し", default=list)
    header_line = models.PositiveIntegerField("見出しの行")
    # What each column holds (`Content`), nothing where it is not used.
    columns: Any = models.JSONField("列", default=list)
    default_kind = models.ForeignKey(
        AgencyKind, on_delete=models.PROTECT, null=True, blank=True, verbose_name="書いていないときの種類"
    )
    empties_erase = models.BooleanField("空のセルで消す", default=False)
    counts: Any = models.JSONField("数", default=dict)
    checked_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    applied_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)
    undone_at = models.DateTimeField("元に戻した日時", null=True, blank=True)
    # What a job does with it now, for whom and since when, and how many lines it has looked at.
    doing = models.CharField("いましていること", max_length=5, choices=Act, blank=True)
    asked_at = models.DateTimeField("頼んだ日時", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    without_faulty = models.BooleanField("直すところのある行をのぞく", default=False)
    lines_done = models.PositiveIntegerField("見た行", default=0)
    # Why what was asked for last could not be done.
    refusal = models.CharField("できなかったわけ", max_length=300, blank=True)
    # When its lines went; from then on it cannot be taken back.
    forgotten_at = models.DateTimeField("行を消した日時", null=True, blank=True)
    # Ids of the corporations that it added, so that they can go again.
    made_corporations: Any = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "取り込む表"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tables_table_state_has_its_time",
                condition=Q(state=TableState.UPLOADED, checked_at__isnull=True, applied_at__isnull=True)
                | Q(state=TableState.CHECKED, checked_at__isnull=False, applied_at__isnull=True)
                | Q(state=TableState.APPLIED, applied_at__isnull=False, undone_at__isnull=True)
                | Q(state=TableState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
                violation_error_message="状態と日時が合っていません。",
            ),
            models.CheckConstraint(
                name="tables_table_doing_fits_its_state",
                condition=Q(doing="")
                | Q(doing=Act.CHECK, state__in=[TableState.UPLOADED, TableState.CHECKED])
                | Q(doing=Act.APPLY, state=TableState.CHECKED)
                | Q(doing=Act.UNDO, state=TableState.APPLIED),
                violation_error_message="この表は、いま、それができる状態ではありません。",
            ),
            models.CheckConstraint(
                name="tables_table_doing_was_asked_for",
                condition=Q(doing="", asked_at__isnull=True, asked_by__isnull=True)
                | (~Q(doing="") & Q(asked_at__isnull=False, asked_by__isnull=False)),
                violation_error_message="だれがいつ頼んだかが、合っていません。",
            ),
            models.CheckConstraint(
                name="tables_table_forgotten_once_applied",
                condition=Q(forgotten_at__isnull=True) | Q(applied_at__isnull=False),
                violation_error_message="取り込んでいない表は、行だけを消せません。表ごと消します。",
            ),
        ]

    def __str__(self) -> str:
        return f"表 {self.pk}"


class TableLine(models.Model):
    """One line of a table and what it means; cells are forgotten once it is applied."""

    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField("行")
    # Texts; null where a spreadsheet would calculate.
    cells: Any = models.JSONField("セル", default=list)
    verdict = models.CharField("判定", max_length=8, choices=Verdict, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.SET_NULL, null=True, related_name="+")
    # Which agencies it may be: [[id, reasons], …]
    candidates: Any = models.JSONField(default=list)
    decision = models.CharField("決めたこと", max_length=6, choices=Decision, blank=True)
    decided = models.ForeignKey(Agency, on_delete=models.SET_NULL, null=True, related_name="+")
    # Columns of the agency's row, as they stood and as they shall stand.
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "表の行"
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="tables_line_once",
                fields=["table", "line"],
                violation_error_message="この行は、もうあります。",
            ),
            known_choice(
                table="tables_line",
                field="verdict",
                choices=Verdict,
                says="行の判定が分かりません。",
                may_be_blank=True,
            ),
            known_choice(
                table="tables_line",
                field="decision",
                choices=Decision,
                says="決めたことが分かりません。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name="tables_line_says_what_it_changes",
                condition=Q(verdict=Verdict.NEW, before__isnull=True, after__isnull=False)
                | Q(verdict=Verdict.CHANGED, before__isnull=False, after__isnull=False)
                | (~Q(verdict__in=[Verdict.NEW, Verdict.CHANGED]) & Q(after__isnull=True)),
                violation_error_message="変わる行には、前とあとの両方が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}行目 {self.get_verdict_display()}"


class TableFault(models.Model):
    """What is wrong in a line, in which column, and what to do."""

    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=80)
    message = models.CharField("内容", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "表の直すところ"
        ordering: ClassVar = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line}行目 {self.column} {self.message}"


class ColumnMemory(models.Model):
    """What was chosen for a set of headings, to be offered when they come again."""

    fingerprint = models.UUIDField(unique=True)
    # Key of the heading (`columns.keys_of`) → `Content`.
    chosen: Any = models.JSONField(default=dict)
    default_kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, null=True)
    empties_erase = models.BooleanField(default=False)
    used_at = models.DateTimeField("さいごに使った日時")

    class Meta:
        verbose_name = verbose_name_plural = "列の覚え"

    def __str__(self) -> str:
        return f"{len(self.chosen)}列"
