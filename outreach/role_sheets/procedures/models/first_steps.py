from typing import ClassVar

from django.db import models
from django.db.models import Q

from content.reviewed import Reviewed


class FirstSteps(Reviewed):
    """A path for newcomers that everybody may read on 「はじめの一歩」, without signing in.

    The path itself, who walks it and how far each has come are kept by `training_media.paths`.
    """

    path = models.OneToOneField(
        "paths.Path", models.CASCADE, related_name="first_steps", verbose_name="はじめての道すじ"
    )
    words = models.TextField("はじめのことば", max_length=400)
    is_shown = models.BooleanField("公開する", default=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "はじめの一歩（だれでも読める道すじ）"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                name="procedures_firststeps_says_something",
                condition=Q(words__regex=r"\S"),
                violation_error_message="はじめのことばを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.path.title
