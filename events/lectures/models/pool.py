from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from events.lectures.enums import ResourceKind
from events.lectures.rules import WEEKDAYS
from foundation.choices import known_choice

WORKING_DAYS = (0, 1, 2, 3, 4)


def working_days() -> list[int]:
    return list(WORKING_DAYS)


class Lecturer(models.Model):
    """Somebody who may go out to speak, and when; the public reads `shown_as`, never the name."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="lecturer", verbose_name="人")
    shown_as = models.CharField("案内での書き方", max_length=60, default="センターの職員")
    can_lead = models.BooleanField("主をつとめられる", default=False)
    email = models.EmailField("予定を送るメール", blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="出られる曜日", default=working_days
    )
    opens = models.TimeField("出られる時刻（から）", default=time(9))
    closes = models.TimeField("出られる時刻（まで）", default=time(17))
    is_active = models.BooleanField("いま頼める", default=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "講師"
        ordering: ClassVar = ["-can_lead", "person__name_kana", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lectures_lecturer_closes_after_it_opens",
                condition=Q(opens__lt=F("closes")),
                violation_error_message="出られる時刻は、終わりを始まりよりあとにしてください。",
            ),
            models.CheckConstraint(
                name="lectures_lecturer_weekdays_are_days",
                condition=Q(weekdays__contained_by=list(range(7))),
                violation_error_message="曜日を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def weekday_words(self) -> str:
        """The weekdays on which one may ask: 月・火・水."""
        return "・".join(WEEKDAYS[day] for day in sorted(self.weekdays))


class Resource(models.Model):
    """A room of the centre, or a thing or car that goes along: only one lecture has it at a time."""

    kind = models.CharField("種類", max_length=10, choices=ResourceKind)
    name = models.CharField("名前", max_length=60, unique=True)
    note = models.CharField("メモ", max_length=120, blank=True)
    is_active = models.BooleanField("いま使える", default=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "部屋・機材"
        ordering: ClassVar = ["-kind", "name"]
        constraints: ClassVar = [
            known_choice(
                table="lectures_resource", field="kind", choices=ResourceKind, says="種類を選んでください。"
            )
        ]

    def __str__(self) -> str:
        return self.name
