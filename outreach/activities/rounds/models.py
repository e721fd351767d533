import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice

from .enums import Explained, Stage

USER = "accounts.User"
AGENCY = "directory.Agency"


class Round(models.Model):
    """巡回開拓: a list of agencies that the centre goes to see, for a purpose, from a day until a day."""

    name = models.CharField("名前", max_length=60)
    purpose = models.CharField("ねらい", max_length=200, blank=True)
    opens_on = models.DateField("始める日")
    closes_on = models.DateField("終える日")
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = verbose_name_plural = "巡回"
        ordering: ClassVar = ["-opens_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="activity_rounds_round_has_a_name",
                condition=~Q(name=""),
                violation_error_message="名前を書いてください。",
            ),
            models.CheckConstraint(
                name="activity_rounds_round_closes_after_it_opens",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message="終える日は、始める日より前にできません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """An agency of a round: its place on the route, how far it has come, what is next."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="targets")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="round_targets")
    position = models.PositiveSmallIntegerField("まわる順番")
    stage = models.CharField("ようす", max_length=12, choices=Stage, default=Stage.LISTED)
    concerns = models.CharField("心配していること", max_length=300, blank=True)
    next_step = models.CharField("次にすること", max_length=120, blank=True)
    next_on = models.DateField("次はいつ", null=True, blank=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "まわる機関"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            known_choice(
                table="activity_rounds_target", field="stage", choices=Stage, says="ようすを選んでください。"
            ),
            models.UniqueConstraint(
                name="activity_rounds_target_once",
                fields=["round", "agency"],
                violation_error_message="この機関は、もう入っています。",
            ),
            models.CheckConstraint(
                name="activity_rounds_target_next_has_both",
                condition=Q(next_step="", next_on__isnull=True) | ~Q(next_step="") & Q(next_on__isnull=False),
                violation_error_message="次にすることと、いつまでにするかは、両方書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.agency_id}"


class Visit(models.Model):
    """One visit, as it was written on the spot; the same form sent twice is the same visit."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="visits")
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField("日にち")
    minutes = models.PositiveSmallIntegerField("話した時間（分）", null=True, blank=True)
    met = models.CharField("会った方（係・役職）", max_length=60, blank=True)
    explained = models.CharField("説明したこと", max_length=12, choices=Explained)
    materials = models.CharField("渡した資料", max_length=120, blank=True)
    answer = models.CharField("返事", max_length=12, choices=Stage)
    concerns = models.CharField("心配していること", max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "訪問"
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="activity_rounds_visit",
                field="explained",
                choices=Explained,
                says="説明したことを選んでください。",
            ),
            known_choice(
                table="activity_rounds_visit", field="answer", choices=Stage, says="返事を選んでください。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.day}"
