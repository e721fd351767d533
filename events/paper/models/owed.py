from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.paper.enums import LeavingWay, Outcome
from foundation.choices import known_choice


class OwedLetter(models.Model):
    """Something that has to be told by FAX, phone or post: one for each cause, as for mail.

    Whom it goes to is read when it goes (registries.addressees), so that a mended number is the one dialled.
    One that was dropped by nobody was taken off by itself: its reader left, or its event is off.
    """

    cause = models.CharField("きっかけ", max_length=200, unique=True)
    source = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    number = models.CharField("受付番号", max_length=12)
    subject = models.CharField("件名", max_length=250)
    words = models.TextField("伝えること")
    owed_at = models.DateTimeField("できた日時")
    outcome = models.CharField("どうなったか", max_length=7, choices=Outcome, blank=True)
    left_by = models.CharField("送った方法", max_length=5, choices=LeavingWay, blank=True)
    settled_at = models.DateTimeField("送った日時", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "送るもの"
        ordering: ClassVar = ["owed_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["outcome", "owed_at"], name="paper_owedletter_outcome")]
        constraints: ClassVar = [
            known_choice(
                table="paper_owedletter",
                field="outcome",
                choices=Outcome,
                says="送ったかどうかを選んでください。",
            ),
            models.CheckConstraint(
                name="paper_owedletter_settled_says_who",
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)
                | Q(outcome=Outcome.DROPPED, settled_at__isnull=False),
                violation_error_message="だれがいつ送ったかを書いてください。",
            ),
            models.CheckConstraint(
                name="paper_owedletter_sent_says_how",
                condition=Q(outcome=Outcome.SENT, left_by__in=LeavingWay.values)
                | ~Q(outcome=Outcome.SENT) & Q(left_by=""),
                violation_error_message="送った方法を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def was_taken_off(self) -> bool:
        """Whether it need not leave any more without anybody having said so."""
        return self.outcome == Outcome.DROPPED and self.settled_by_id is None

    @property
    def heading(self) -> str:
        """The subject without the mark of its number, which stands beside it on paper."""
        return self.subject.removeprefix(f"【受付 {self.number}】")
