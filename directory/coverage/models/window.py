from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.coverage.enums import WindowState
from directory.coverage.rules import FIRST_YEAR, LAST_YEAR
from directory.models import Agency, Municipality
from foundation.choices import known_choice


class MunicipalWindow(models.Model):
    """Whether a municipality does 連携強化事業 in a fiscal year, who does it for it, and whom to phone.

    All of it is public but the note; the contractor's name is shown where the agency itself is.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="windows")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状態", max_length=8, choices=WindowState, default=WindowState.NOT_YET)
    contractor = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracted_windows",
        verbose_name="委託先",
    )
    window_name = models.CharField("窓口の名前", max_length=80, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    has_senior_specialist = models.BooleanField("主任相談支援専門員がいる", null=True, blank=True)
    started_on = models.DateField("始めた日", null=True, blank=True)
    note = models.CharField("メモ", max_length=300, blank=True)
    changed_at = models.DateTimeField("最後に変えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "市町村の窓口"
        ordering: ClassVar = ["fiscal_year", "municipality__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="coverage_window_once_a_year",
                fields=["municipality", "fiscal_year"],
                violation_error_message="この市町村の、この年度の行は、もうあります。",
            ),
            known_choice(
                table="coverage_window", field="state", choices=WindowState, says="状態を選んでください。"
            ),
            models.CheckConstraint(
                name="coverage_window_year_is_a_year",
                condition=Q(fiscal_year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message="年度は、西暦4けたで書いてください。",
            ),
            models.CheckConstraint(
                name="coverage_window_running_has_a_name",
                condition=~Q(state=WindowState.RUNNING) | ~Q(window_name=""),
                violation_error_message="行っている市町村には、窓口の名前が要ります。",
            ),
            models.CheckConstraint(
                name="coverage_window_not_yet_has_not_started",
                condition=~Q(state=WindowState.NOT_YET) | Q(started_on__isnull=True, contractor__isnull=True),
                violation_error_message="まだ決まっていない市町村に、委託先と始めた日は書けません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.fiscal_year}年度"
