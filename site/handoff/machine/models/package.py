import uuid

from django.db import models

from foundation.choices import known_choice
from handoff.disclosure.enums import Part
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .handoff import Handoff

TABLE = "machine_packagepart"


class PackagePart(SealedModel):
    """One part of what is handed over, as it was when it left: a copy, never a view of the case."""

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField("書類", max_length=20, choices=Part)
    contents = SealedField("中身", null=True)
    changed_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "渡す書類"
        constraints = [
            *sealed_only(TABLE, "contents"),
            known_choice(table=TABLE, field="part", choices=Part, says="知らない書類です。"),
            models.UniqueConstraint(
                name=f"{TABLE}_once",
                fields=["handoff", "part"],
                violation_error_message="この書類は、もう入っています。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_part_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id
