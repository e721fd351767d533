from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from directory.enums import AreaScheme
from foundation.copied import CopyStaysTrue


class DateRange(Func):
    """PostgreSQL's `daterange(from, until, bounds)`."""

    function = "daterange"
    output_field = DateRangeField()


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def valid(self, *, today: date) -> "MunicipalityQuerySet":
        """Keep municipalities that exist on this day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        )


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

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "市町村"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_municipality_code_is_6_digits",
                condition=Q(code__regex=r"^[0-9]{6}$"),
                violation_error_message="全国地方公共団体コードは6けたの数字です。",
            ),
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
            models.CheckConstraint(
                name="directory_municipality_is_not_its_own_successor",
                condition=~Q(pk=F("successor")),
                violation_error_message="自分自身を後継にはできません。",
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
            ),
            models.UniqueConstraint(name="directory_welfarearea_scheme_of_id", fields=["id", "scheme"]),
            models.CheckConstraint(
                name="directory_welfarearea_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                violation_error_message="終わりの日は、始まりの日よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityInArea(models.Model):
    """Which area a municipality belongs to, from when to when.

    One area at a time per scheme; `scheme` repeats the area's, because the constraint needs it in this table.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, verbose_name="市町村")
    area = models.ForeignKey(WelfareArea, on_delete=models.PROTECT, verbose_name="圏域")
    scheme = models.CharField("区分", max_length=12, choices=AreaScheme)
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "圏域の市町村"
        constraints: ClassVar = [
            CopyStaysTrue(
                name="directory_municipalityinarea_scheme_is_its_areas",
                above="area",
                fields=["scheme"],
                violation_error_message="圏域と区分が合っていません。",
            ),
            models.CheckConstraint(
                name="directory_municipalityinarea_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                violation_error_message="終わりの日は、始まりの日よりあとにしてください。",
            ),
            ExclusionConstraint(
                name="directory_municipalityinarea_one_per_scheme",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="この市町村は、同じ時期に別の圏域に入っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}（{self.area}）"
