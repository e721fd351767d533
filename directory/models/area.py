from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from directory.enums import AreaScheme


class DateRange(Func):
    """PostgreSQL's `daterange(from, until, bounds)`."""

    function = "daterange"
    output_field = DateRangeField()


class Municipality(models.Model):
    """A city, town or village with its national code; after a merger it points to its successor."""

    code = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    prefecture = models.CharField("都道府県", max_length=4)
    name = models.CharField("名前", max_length=30)
    name_kana = models.CharField("フリガナ", max_length=60)
    valid_from = models.DateField("いつから", null=True, blank=True)
    valid_to = models.DateField("いつまで", null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = verbose_name_plural = "市町村"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_municipality_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                violation_error_message="終わりの日は、始まりの日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="directory_municipality_successor_only_after_end",
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                violation_error_message="後継の市町村を決めるには、終わりの日が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WelfareArea(models.Model):
    """An area of one scheme; schemes change on their own dates."""

    scheme = models.CharField("区分", max_length=12, choices=AreaScheme)
    name = models.CharField("圏域の名前", max_length=40)
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)
    municipalities = models.ManyToManyField(
        Municipality,
        through="MunicipalityInArea",
        through_fields=("area", "municipality"),
        related_name="areas",
    )

    class Meta:
        verbose_name = verbose_name_plural = "圏域"
        ordering: ClassVar = ["scheme", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="directory_welfarearea_name_once",
                fields=["scheme", "name", "valid_from"],
                violation_error_message="同じ区分に、同じ名前の圏域があります。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityInArea(models.Model):
    """Which area a municipality belongs to, from when to when. `scheme` repeats the area's for the constraint."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    area = models.ForeignKey(WelfareArea, on_delete=models.PROTECT)
    scheme = models.CharField(max_length=12, choices=AreaScheme)
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "圏域の市町村"
        constraints: ClassVar = [
            ExclusionConstraint(
                name="directory_municipalityinarea_one_per_scheme",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="この市町村は、同じ時期に別の圏域に入っています。",
            )
        ]
