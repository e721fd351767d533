from typing import ClassVar

from django.db import models

from foundation.choices import known_choice
from outreach.study_groups.enums import HandoverItem

from .community import USER, Community


class HandoverRound(models.Model):
    """One handing over of a community to whoever runs it next; the latest is the one that goes on."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="handover_rounds")
    begun_on = models.DateField("始めた日")
    begun_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "引き継ぎ"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.community_id} {self.begun_on}"


class HandoverTick(models.Model):
    """One thing that was handed over in a round: by whom it was ticked, and when."""

    round = models.ForeignKey(HandoverRound, models.CASCADE, related_name="ticks")
    item = models.CharField("引き継ぐこと", max_length=8, choices=HandoverItem)
    ticked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField("しるしをつけた日時")

    class Meta:
        verbose_name = verbose_name_plural = "引き継ぎのしるし"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_handovertick",
                field="item",
                choices=HandoverItem,
                says="引き継ぐことを選んでください。",
            ),
            models.UniqueConstraint(
                name="study_groups_handovertick_once",
                fields=["round", "item"],
                violation_error_message="もう、しるしがついています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.item}"
