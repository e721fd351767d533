import uuid

from django.db import models

from foundation.choices import known_choice
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .handoff import Handoff

TABLE = "machine_packagepart"


class Profile(models.Model):
    """Which part opens at which step for a kind of receiver, where the lead has settled it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField("相手の種類", max_length=20, choices=ReceiverCategory, unique=True)
    steps = models.JSONField("どこで何が開くか", default=dict)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "何をいつ開くかの決まり"
        constraints = [
            known_choice(
                table="machine_profile", field="category", choices=ReceiverCategory, says="知らない種類です。"
            )
        ]

    def __str__(self) -> str:
        return self.get_category_display()


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
