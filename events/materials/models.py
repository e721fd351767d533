from pathlib import PurePath
from typing import ClassVar

from django.db import models
from django.db.models import Q

from events.models import Event


class Material(models.Model):
    """A file for the people with a seat alone, until a day; served by a view that asks who is reading."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="materials", verbose_name="研修・行事")
    title = models.CharField("題名", max_length=80)
    file = models.FileField("ファイル", upload_to="events/materials/%Y/")
    size = models.PositiveIntegerField()
    # The last day on which it can be opened.
    open_until = models.DateField("いつまで")
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "参加した方だけの資料"
        ordering: ClassVar = ["event", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="materials_material_has_a_title",
                condition=~Q(title=""),
                violation_error_message="資料の題名を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return PurePath(self.file.name or "").name
