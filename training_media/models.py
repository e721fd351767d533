from typing import ClassVar

from django.db import models
from django.db.models import Q


class Recording(models.Model):
    """A recorded training that can be watched; a new edit of it is another recording."""

    title = models.CharField("題名", max_length=100)
    # Milliseconds; it never changes, because what was watched is measured in it.
    duration = models.PositiveIntegerField("長さ（ミリ秒）")

    class Meta:
        verbose_name = verbose_name_plural = "動画"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="training_media_recording_lasts",
                condition=Q(duration__gt=0),
                violation_error_message="長さのない動画は使えません。",
            )
        ]

    def __str__(self) -> str:
        return self.title
