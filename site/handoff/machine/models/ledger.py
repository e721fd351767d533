import uuid

from django.db import models

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.disclosure.enums import BasisKind, Part
from handoff.machine.enums import Provision

from .handoff import Handoff

TABLE = "machine_provisionrecord"


class ProvisionRecord(models.Model):
    """What was given to whom, when and on which ground; or that it was closed. Never changed, never removed.

    The items are those of 個人情報保護法29条 and its rules 20条; whom it is about stands there by the case's
    reference alone. Receiver and address are kept as of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Grows with each record of a hand-off, which is locked meanwhile: the last word on a part counts.
    number = models.PositiveIntegerField("順番")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="provisions")
    kind = models.CharField("したこと", max_length=20, choices=Provision)
    part = models.CharField("項目", max_length=20, choices=Part)
    at = models.DateTimeField("日時")
    receiver_name = models.CharField("提供先の名称", max_length=200)
    receiver_address = models.CharField("提供先の住所", max_length=200, blank=True)
    receiver_head = models.CharField("提供先の代表者", max_length=100, blank=True)
    person_reference = models.CharField("本人（番号）", max_length=12)
    basis_kind = models.CharField("根拠", max_length=30, choices=BasisKind)
    basis_on = models.DateField("同意・根拠の日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "第三者提供の記録"
        ordering = ["at", "number"]
        constraints = [
            within_our_time(table=TABLE, days=("basis_on",)),
            models.UniqueConstraint(
                name=f"{TABLE}_number_once",
                fields=["handoff", "number"],
                violation_error_message="同じ順番の記録があります。",
            ),
            known_choice(table=TABLE, field="kind", choices=Provision, says="知らない記録です。"),
            known_choice(table=TABLE, field="part", choices=Part, says="知らない項目です。"),
            known_choice(table=TABLE, field="basis_kind", choices=BasisKind, says="知らない根拠です。"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_part_display()}"
