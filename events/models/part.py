from typing import ClassVar

from django.db import models
from django.db.models import Deferrable, F, Q

from events.enums import DateState
from foundation.choices import known_choice

from .session import Session


class Part(models.Model):
    """One meeting of a date that takes several: one application and one seat are for all of them.

    The span of the session is that of its parts, and `Session.part_count` their number; services keep both.
    Triggers of the database look at it at the end of each act: a part that takes place lies within that
    span, and there are as many as the session says.
    Called off or put off alone, a part says why; `planned_starts_at` is when it was meant to be at first.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField("第何回")
    title = models.CharField("この回の題", max_length=100, blank=True)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    venue = models.CharField("会場", max_length=100, blank=True)
    venue_address = models.CharField("会場の住所", max_length=200, blank=True)
    state = models.CharField("開くかどうか", max_length=10, choices=DateState, default=DateState.PLANNED)
    reason = models.CharField("理由", max_length=200, blank=True)
    planned_starts_at = models.DateTimeField("はじめの予定", null=True, blank=True)
    calendar_uid = models.CharField(max_length=120, unique=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "回"
        ordering: ClassVar = ["session", "number"]
        constraints: ClassVar = [
            # Deferred: parts change places within one act.
            models.UniqueConstraint(
                name="events_part_number_once",
                fields=["session", "number"],
                deferrable=Deferrable.DEFERRED,
                violation_error_message="同じ番号の回が、もうあります。",
            ),
            models.CheckConstraint(
                name="events_part_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="回の番号は、1からにしてください。",
            ),
            models.CheckConstraint(
                name="events_part_ends_after_it_starts",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message="終わりの時刻は、始まりの時刻よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="events_part_off_has_a_reason",
                condition=Q(state=DateState.PLANNED) | ~Q(reason=""),
                violation_error_message="理由を書いてください。",
            ),
            known_choice(
                table="events_part",
                field="state",
                choices=DateState,
                says="開くかどうかを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"

    @property
    def name(self) -> str:
        """Which part it is: 第2回／全3回."""
        return f"第{self.number}回／全{self.session.part_count}回"

    @property
    def takes_place(self) -> bool:
        return self.state == DateState.PLANNED
