import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from handoff.disclosure.enums import BasisKind, Part
from handoff.machine.enums import GROUNDS, ToldHow
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .handoff import Handoff

TABLE = "machine_emergency"
LASTS = timedelta(hours=24)


class Emergency(SealedModel):
    """Parts that a lead told at once, without consent, safeguard or approval, to save somebody from harm.

    It lasts 24 hours: what is told later is told anew. Another person looks at it afterwards. Nothing is
    opened on the screen of a receiver: it is told by telephone, face to face or on paper.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="emergencies")
    ground = models.CharField("根拠", max_length=30, choices=BasisKind)
    parts = ArrayField(models.CharField(max_length=20, choices=Part), verbose_name="知らせたもの")
    how = models.CharField("どのように", max_length=20, choices=ToldHow)
    told_to = SealedField("だれに")
    reason = SealedField("わけ")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("日時")
    until = models.DateTimeField("いつまで")
    form_key = models.UUIDField("入力の鍵", unique=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField("確かめた日時", null=True)
    review = SealedField("確かめたこと", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "緊急の提供"
        ordering = ["at"]
        constraints = [
            *sealed_only(TABLE, "told_to", "reason", "review"),
            models.CheckConstraint(
                name=f"{TABLE}_has_a_ground",
                condition=Q(ground__in=sorted(GROUNDS)),
                violation_error_message="この根拠では、緊急に知らせられません。",
            ),
            known_choice(
                table=TABLE, field="how", choices=ToldHow, says="どのように知らせたかを選んでください。"
            ),
            models.CheckConstraint(
                name=f"{TABLE}_tells_known_parts",
                condition=Q(parts__contained_by=sorted(Part.values)) & Q(parts__len__gt=0),
                violation_error_message="知らせるものを選んでください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_lasts_a_day",
                condition=Q(until=F("at") + LASTS),
                violation_error_message="緊急の提供は、24時間で終わります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, review__isnull=True)
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False, review__isnull=False)
                    & ~Q(reviewed_by=F("by"))
                ),
                violation_error_message="知らせた人とは別の人が確かめます。",
            ),
        ]

    def __str__(self) -> str:
        return "緊急の提供"

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id
