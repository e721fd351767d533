from typing import ClassVar

from django.db import models
from django.db.models import Q

from content.reviewed import Reviewed
from foundation.choices import known_choice
from outreach.role_sheets.procedures.enums import Month, TickState, Way

SOMETHING = r"\S"


class StartUpStep(Reviewed):
    """One thing that a municipality does in a month before and while it begins the 連携強化事業."""

    month = models.PositiveSmallIntegerField("月", choices=Month)
    title = models.CharField("すること", max_length=60)
    who = models.CharField("だれが", max_length=80)
    document = models.CharField("書類", max_length=120, blank=True)
    way = models.CharField("どの進め方のときか", max_length=12, choices=Way, default=Way.EVERY)
    words = models.TextField("くわしく", max_length=600, blank=True)
    source = models.CharField("もとの資料", max_length=200)
    source_year = models.CharField("いつの資料か", max_length=40)
    is_shown = models.BooleanField("公開する", default=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "準備の手引き（年度の流れ）"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            known_choice(
                table="procedures_startupstep", field="month", choices=Month, says="月を選んでください。"
            ),
            known_choice(
                table="procedures_startupstep", field="way", choices=Way, says="進め方を選んでください。"
            ),
            models.CheckConstraint(
                name="procedures_startupstep_says_what_who_and_from_where",
                condition=Q(
                    title__regex=SOMETHING,
                    who__regex=SOMETHING,
                    source__regex=SOMETHING,
                    source_year__regex=SOMETHING,
                ),
                violation_error_message="すること、だれが、もとの資料と、その年を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ModelClause(Reviewed):
    """A clause that a contract may take over, in the centre's own words, with what it is good for."""

    title = models.CharField("見出し", max_length=60)
    text = models.TextField("条文の例", max_length=1_000)
    why = models.CharField("何のためか", max_length=200)
    position = models.PositiveSmallIntegerField("順番", default=1)
    is_shown = models.BooleanField("公開する", default=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "契約の条文の例"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                name="procedures_modelclause_says_something",
                condition=Q(title__regex=SOMETHING, text__regex=SOMETHING, why__regex=SOMETHING),
                violation_error_message="見出し、条文の例、何のためかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StartUpCopy(models.Model):
    """The guide of one fiscal year as a municipality's agency ticks it. It knows no person."""

    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, related_name="start_up_copies", verbose_name="機関"
    )
    year = models.PositiveSmallIntegerField("年度")
    begun_on = models.DateField("始めた日")

    class Meta:
        verbose_name = verbose_name_plural = "市町村の準備の進みぐあい"
        ordering: ClassVar = ["-year", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="procedures_startupcopy_once_a_year",
                fields=["agency", "year"],
                violation_error_message="この年度の準備は、もう始めています。",
            ),
            models.CheckConstraint(
                name="procedures_startupcopy_year_is_one",
                condition=Q(year__gte=2000, year__lte=2200),
                violation_error_message="年度を確かめてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class StartUpTick(models.Model):
    """What a municipality says of one step of its copy, and since when."""

    copy = models.ForeignKey(StartUpCopy, models.CASCADE, related_name="ticks")
    step = models.ForeignKey(StartUpStep, models.PROTECT, related_name="ticks")
    state = models.CharField("ようす", max_length=8, choices=TickState)
    on = models.DateField("いつ")

    class Meta:
        verbose_name = verbose_name_plural = "準備の手引きの印"
        constraints: ClassVar = [
            known_choice(
                table="procedures_startuptick",
                field="state",
                choices=TickState,
                says="ようすを選んでください。",
            ),
            models.UniqueConstraint(
                name="procedures_startuptick_once",
                fields=["copy", "step"],
                violation_error_message="もう、印がついています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.step_id}"
