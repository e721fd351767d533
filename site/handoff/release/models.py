import uuid
from collections.abc import Iterable, Sequence
from typing import Self

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.machine.enums import Side
from handoff.records.models import WorkingRecord
from handoff.records.rules import spoken
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken

from .enums import PlanState
from .rules import STEP_WORDS, WORDS, in_order

TABLE = "release_releasedayplan"


class ReleaseDayPlan(WorkingRecord):
    """The day on which somebody leaves: who meets, the way, papers and medicine, the first night.

    Whatever is changed once it was confirmed has to be confirmed anew. `closing` says what was left undone,
    `next_day` how it went the day after.
    """

    day = models.DateField("出所の日")
    state = models.CharField("状態", max_length=20, choices=PlanState, default=PlanState.PLANNED)
    confirmed_at = models.DateTimeField("確かめた日時", null=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField("終えた日時", null=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    closing = SealedField("できなかったこと", null=True)
    checked_at = models.DateTimeField("翌日に確かめた日時", null=True)
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    next_day = SealedField("翌日の様子", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "出所の日の予定"
        constraints = [
            within_our_time(table=TABLE, days=("day",)),
            *sealed_only(TABLE, "contents", "closing", "next_day"),
            known_choice(table=TABLE, field="state", choices=PlanState, says="知らない状態です。"),
            models.CheckConstraint(
                name=f"{TABLE}_each_state_has_its_moment",
                condition=Q(state=PlanState.PLANNED, confirmed_at=None, done_at=None, checked_at=None)
                | Q(state=PlanState.CONFIRMED, confirmed_at__isnull=False, done_at=None, checked_at=None)
                | Q(state=PlanState.DONE, confirmed_at__isnull=False, done_at__isnull=False, checked_at=None)
                | Q(state=PlanState.CHECKED, done_at__isnull=False, checked_at__isnull=False),
                violation_error_message="いつ、その状態になったかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_checked_with_words",
                condition=~Q(state=PlanState.CHECKED) | Q(next_day__isnull=False),
                violation_error_message="翌日の様子を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return "出所の日の予定"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(WORDS)}[column]


class ReleaseStep(SealedModel):
    """One thing of that day: when, where and what for, with whom, with which papers. Dropped ones stay."""

    plan = models.ForeignKey(ReleaseDayPlan, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("書いた順番")
    contents = SealedField("すること")
    dropped_at = models.DateTimeField("やめた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "その日にすること"
        constraints = [
            *sealed_only("release_releasestep", "contents"),
            models.UniqueConstraint(
                name="release_releasestep_one_at_a_place",
                fields=["plan", "position"],
                violation_error_message="同じ順番の行があります。",
            ),
        ]

    def __str__(self) -> str:
        return "その日にすること"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(STEP_WORDS)}[column]

    @property
    def texts(self) -> dict[str, str]:
        """Return the sealed texts by name."""
        found = self.unseal_data("contents")
        assert isinstance(found, dict), "texts lie under names"
        return found

    @classmethod
    def in_order(cls, rows: Iterable[Self]) -> Sequence[Self]:
        """Return steps as the day goes, plan by plan; those that were dropped stand in their place."""
        by_time = in_order((row, row.texts.get("time", ""), row.position) for row in rows)
        return sorted(by_time, key=lambda row: (row.plan.day, row.plan_id))

    @property
    def key_id(self) -> uuid.UUID:
        return self.plan.key


class StepTick(models.Model):
    """Somebody ticked a step, or took the tick away: who, when and for which side. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(ReleaseStep, on_delete=models.PROTECT, related_name="ticks")
    is_done = models.BooleanField("できた")
    at = models.DateTimeField("日時")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    side = models.CharField("どちらの側", max_length=10, choices=Side)

    class Meta:
        verbose_name = verbose_name_plural = "しるし"
        ordering = ["at", "id"]
        constraints = [
            known_choice(table="release_steptick", field="side", choices=Side, says="知らない側です。")
        ]

    def __str__(self) -> str:
        return "しるし"
