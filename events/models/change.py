from typing import ClassVar

from django.db import models
from django.db.models import Q

from events.enums import ChangeKind
from foundation.choices import known_choice

from .session import Session


class DateChange(models.Model):
    """What became of a date: why, when it was decided, and from when to when.

    Never changed and never removed: a trigger of the database refuses both. From the first one the plan of
    the year knows for when something was planned.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("何を", max_length=10, choices=ChangeKind)
    reason = models.CharField("理由", max_length=200)
    decided_on = models.DateField("決めた日")
    was_starts_at = models.DateTimeField("前の始まり")
    was_ends_at = models.DateTimeField("前の終わり")
    # Only where a new date is known.
    starts_at = models.DateTimeField("新しい始まり", null=True, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "日程の変更"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="events_datechange",
                field="kind",
                choices=ChangeKind,
                says="何をするかを選んでください。",
            ),
            models.CheckConstraint(
                name="events_datechange_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="理由を書いてください。",
            ),
            models.CheckConstraint(
                name="events_datechange_new_date_if_postponed",
                condition=Q(kind=ChangeKind.POSTPONED) | Q(starts_at__isnull=True),
                violation_error_message="新しい日は、延期のときだけ書きます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind}"
