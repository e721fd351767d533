from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from events.enums import Way
from events.models import Event, Participant, Session
from foundation.choices import known_choice

from . import rules
from .enums import FactKind, Means

LONGEST_LIMIT = 240


class DayRule(models.Model):
    """From how many minutes on somebody counts as late or as leaving early, told in advance."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="day_rule", verbose_name="研修・行事")
    late_minutes = models.PositiveSmallIntegerField("何分まで遅れてよいか", default=15)
    early_minutes = models.PositiveSmallIntegerField("何分まで早く帰ってよいか", default=15)
    note = models.CharField("あわせて知らせること", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "遅刻・早退の決まり"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attendance_dayrule_is_within_hours",
                condition=Q(late_minutes__lte=LONGEST_LIMIT, early_minutes__lte=LONGEST_LIMIT),
                violation_error_message=f"{LONGEST_LIMIT}分までにしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.late_minutes} {self.early_minutes}"

    @property
    def limits(self) -> rules.DayLimits:
        return rules.DayLimits(self.late_minutes, self.early_minutes)


class DoorFact(models.Model):
    """One line of the door's book: somebody came, left, or a line before was wrong. Never changed.

    Who is there and how long is worked out from these alone. A trigger of the database refuses every change;
    lines go away only when their time to be kept is over.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="door_facts")
    kind = models.CharField("こと", max_length=10, choices=FactKind)
    at = models.DateTimeField("時刻")
    means = models.CharField("どう書いたか", max_length=10, choices=Means)
    withdraws = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="withdrawn_by"
    )
    noted_at = models.DateTimeField("書いた日時")
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "受付の記録"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="attendance_doorfact",
                field="kind",
                choices=FactKind,
                says="何があったかを選んでください。",
            ),
            known_choice(
                table="attendance_doorfact",
                field="means",
                choices=Means,
                says="どう書いたかを選んでください。",
            ),
            models.CheckConstraint(
                name="attendance_doorfact_withdraws_something",
                condition=Q(kind=FactKind.WITHDRAWN, withdraws__isnull=False)
                | (~Q(kind=FactKind.WITHDRAWN) & Q(withdraws__isnull=True)),
                violation_error_message="取り消す記録を選んでください。",
            ),
            models.CheckConstraint(
                name="attendance_doorfact_not_ahead_of_time",
                condition=Q(at__lte=F("noted_at")),
                violation_error_message="時刻が、いまより先になっています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}"

    @property
    def as_fact(self) -> rules.Fact:
        return rules.Fact(self.pk, self.kind, self.at, self.withdraws_id)


class KeptMinutes(models.Model):
    """What remains of the door's book once its lines are forgotten: how long, and whether in time."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="kept_minutes")
    minutes = models.PositiveSmallIntegerField("受講した時間（分）")
    was_on_time = models.BooleanField("遅刻・早退がない")

    class Meta:
        verbose_name = verbose_name_plural = "残した受講時間"

    def __str__(self) -> str:
        return f"{self.participant_id} {self.minutes}"


class Group(models.Model):
    """One group of a date's group work: a table at the venue, or a room on line."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="groups")
    way = models.CharField("参加の方法", max_length=10, choices=Way)
    number = models.PositiveSmallIntegerField("番号")
    name = models.CharField("グループの名前", max_length=40)
    note = models.CharField("場所・進行役など", max_length=100, blank=True)
    seed = models.PositiveIntegerField("分け方の種")

    class Meta:
        verbose_name = verbose_name_plural = "グループ"
        ordering: ClassVar = ["-way", "number"]
        constraints: ClassVar = [
            known_choice(
                table="attendance_group", field="way", choices=Way, says="参加の方法を選んでください。"
            ),
            models.UniqueConstraint(
                name="attendance_group_number_once",
                fields=["session", "way", "number"],
                violation_error_message="同じ番号のグループが、もうあります。",
            ),
            models.CheckConstraint(
                name="attendance_group_has_a_name",
                condition=~Q(name=""),
                violation_error_message="グループの名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Somebody's place in one group; nobody is in two."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="group_member")

    class Meta:
        verbose_name = verbose_name_plural = "グループの人"

    def __str__(self) -> str:
        return f"{self.group_id} {self.participant_id}"
