import uuid

from django.db import models

from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

TABLE = "cases_supportedperson"


class SupportedPerson(SealedModel):
    """Somebody whom the centre supports (対象者). Who it is stands sealed under a key of their own.

    The key goes with their last case: then the row says only that there was somebody.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = SealedField("氏名", null=True)
    name_kana = SealedField("フリガナ", null=True)
    born_on = SealedField("生年月日", null=True)
    contact = SealedField("連絡先", null=True)
    made_at = models.DateTimeField("書いた日時")
    shredded_at = models.DateTimeField("消去した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "支援している人"
        constraints = [
            *sealed_only(TABLE, "name", "name_kana", "born_on", "contact"),
            models.CheckConstraint(
                name=f"{TABLE}_shredded_keeps_nothing",
                condition=models.Q(shredded_at__isnull=True)
                | models.Q(
                    name__isnull=True, name_kana__isnull=True, born_on__isnull=True, contact__isnull=True
                ),
                violation_error_message="消去した人の内容は残せません。",
            ),
        ]

    def __str__(self) -> str:
        return "支援している人"

    def names(self) -> list[str]:
        """Return the name and how it is read, for texts that must not call this person by it."""
        return [self.unseal(name) for name in ("name", "name_kana") if getattr(self, name) is not None]

    @property
    def key_id(self) -> uuid.UUID:
        return self.key
