from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.enums import FieldGroup, Level
from directory.models import Agency


class VisibilityWish(models.Model):
    """Who should see a group of fields, as an agency wishes; it holds once staff have set it."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="visibility_wishes")
    group = models.CharField("まとまり", max_length=12, choices=FieldGroup)
    level = models.CharField("見られる人", max_length=8, choices=Level)
    said_by = models.CharField("言った人", max_length=60)
    said_on = models.DateField("言った日")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "「見られる人」の希望"
        ordering: ClassVar = ["agency", "group"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="declared_visibilitywish_once",
                fields=["agency", "group"],
                violation_error_message="このまとまりの希望は、もう届いています。",
            ),
            models.CheckConstraint(
                name="declared_visibilitywish_is_offered",
                condition=Q(group__in=FieldGroup.values) & Q(level__in=Level.values) & ~Q(said_by=""),
                violation_error_message="まとまり、見られる人、言った人を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}：{self.get_level_display()}"
