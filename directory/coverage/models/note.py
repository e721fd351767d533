from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from directory.models import Agency, Municipality, ServiceKind, WelfareArea


class CoverageNote(models.Model):
    """Who serves a place that has none of a kind of service itself: a neighbour, from when to when."""

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coverage_notes",
        verbose_name="市町村",
    )
    area = models.ForeignKey(
        WelfareArea, models.PROTECT, null=True, blank=True, related_name="coverage_notes", verbose_name="圏域"
    )
    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="+", verbose_name="サービス")
    covering_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受け持つ市町村"
    )
    covering_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受け持つ機関"
    )
    valid_from = models.DateField("いつから")
    # The first day on which it no longer holds.
    valid_to = models.DateField("いつまで", null=True, blank=True)
    note = models.CharField("説明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "となりの受け持ち"
        ordering: ClassVar = ["municipality__code", "area", "kind", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="coverage_note_is_of_one_place",
                condition=Q(municipality__isnull=True) ^ Q(area__isnull=True),
                violation_error_message="市町村か圏域の、どちらか一つを選んでください。",
            ),
            models.CheckConstraint(
                name="coverage_note_names_one_who_covers",
                condition=Q(covering_municipality__isnull=True) ^ Q(covering_agency__isnull=True),
                violation_error_message="受け持つ市町村か機関の、どちらか一つを書いてください。",
            ),
            models.CheckConstraint(
                name="coverage_note_is_about_a_neighbour",
                condition=Q(municipality__isnull=True)
                | Q(covering_municipality__isnull=True)
                | ~Q(municipality=F("covering_municipality")),
                violation_error_message="自分の市町村は、となりの受け持ちになりません。",
            ),
            models.CheckConstraint(
                name="coverage_note_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                violation_error_message="終わりの日は、始まりの日よりあとにしてください。",
            ),
            models.UniqueConstraint(
                name="coverage_note_once",
                fields=[
                    *("municipality", "area", "kind"),
                    *("covering_municipality", "covering_agency", "valid_from"),
                ],
                nulls_distinct=False,
                violation_error_message="同じ受け持ちが、もう書かれています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.area}　{self.kind}"
