from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from .activity import USER, Activity


class YearLock(models.Model):
    """A fiscal year as it was reported, from its locking until a manager unlocked it, and why."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    locked_at = models.DateTimeField("確定した日時")
    locked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    unlocked_at = models.DateTimeField("確定をといた日時", null=True, blank=True)
    unlocked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    unlocked_because = models.CharField("確定をといたわけ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度の確定"
        ordering: ClassVar = ["-fiscal_year", "-locked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="activities_yearlock_one_at_a_time",
                fields=["fiscal_year"],
                condition=Q(unlocked_at__isnull=True),
                violation_error_message="この年度は、もう確定しています。",
            ),
            models.CheckConstraint(
                name="activities_yearlock_unlocked_with_a_reason",
                condition=Q(unlocked_at__isnull=True, unlocked_by__isnull=True, unlocked_because="")
                | Q(unlocked_at__gte=F("locked_at"), unlocked_by__isnull=False) & ~Q(unlocked_because=""),
                violation_error_message="確定をとくには、わけが必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}"


class LockedActivity(models.Model):
    """An activity as it was when its year was locked: names, sectors, areas, counts. Never changed.

    A trigger of the database refuses every change. `facts` is `counting.CountedActivity` as JSON.
    """

    lock = models.ForeignKey(YearLock, models.PROTECT, related_name="activities")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    facts = models.JSONField("確定した中身")

    class Meta:
        verbose_name = verbose_name_plural = "確定した活動"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="activities_lockedactivity_once",
                fields=["lock", "activity"],
                violation_error_message="この活動は、もう確定しています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lock_id} {self.activity_id}"
