from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from events.lectures.enums import Part, SlotKind, Standing
from foundation.choices import known_choice

from .pool import Lecturer, Resource
from .request import LectureRequest

TAKEN_LECTURER = "この講師は、その時間（移動を含む）に、ほかの予定があります。"
TAKEN_RESOURCE = "この部屋・機材は、その時間（移動を含む）に、ほかの講座で使います。"


class MomentRange(Func):
    """PostgreSQL's `tstzrange(from, until, bounds)`."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


BUSY = (MomentRange("busy_from", "busy_until", Value("[)")), RangeOperators.OVERLAPS)


class SlotQuerySet[Slot: models.Model](models.QuerySet[Slot]):
    def taken(self) -> "SlotQuerySet[Slot]":
        """Keep the slots that still count."""
        return self.filter(released_at__isnull=True)

    def within(self, since: datetime, until: datetime) -> "SlotQuerySet[Slot]":
        """Keep what touches these hours, travel included."""
        return self.filter(busy_from__lt=until, busy_until__gt=since)


class LecturerSlot(models.Model):
    """Time of a lecturer that is taken: a lecture with the way there and back, a meeting, a day off.

    Nobody is in two places: the database refuses a second slot that overlaps, travel included.
    """

    lecturer = models.ForeignKey(Lecturer, models.PROTECT, related_name="slots", verbose_name="講師")
    kind = models.CharField("種類", max_length=10, choices=SlotKind)
    request = models.ForeignKey(
        LectureRequest, models.CASCADE, null=True, blank=True, related_name="lecturer_slots"
    )
    part = models.CharField("役", max_length=10, choices=Part, blank=True)
    standing = models.CharField("確かさ", max_length=10, choices=Standing, default=Standing.FIXED)
    title = models.CharField("何の予定か", max_length=60, blank=True)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    busy_from = models.DateTimeField("移動を含む始まり")
    busy_until = models.DateTimeField("移動を含む終わり")
    # Kept when a lecture is called off: whoever brings it back finds who was to go.
    released_at = models.DateTimeField("あけた日時", null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "講師の予定"
        ordering: ClassVar = ["starts_at", "part", "pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="lectures_lecturerslot_in_one_place",
                expressions=[("lecturer", RangeOperators.EQUAL), BUSY],
                condition=Q(released_at__isnull=True),
                violation_error_message=TAKEN_LECTURER,
            ),
            models.CheckConstraint(
                name="lectures_lecturerslot_travel_is_around",
                condition=Q(
                    busy_from__lte=F("starts_at"), starts_at__lt=F("ends_at"), busy_until__gte=F("ends_at")
                ),
                violation_error_message="終わりの時刻は、始まりの時刻よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="lectures_lecturerslot_lecture_has_a_request",
                condition=Q(kind=SlotKind.LECTURE, request__isnull=False, part__in=Part.values)
                | (Q(request__isnull=True, part="") & ~Q(kind=SlotKind.LECTURE)),
                violation_error_message="講座の予定には、依頼と役が必要です。",
            ),
            models.UniqueConstraint(
                name="lectures_lecturerslot_one_lead",
                fields=["request"],
                condition=Q(part=Part.LEAD),
                violation_error_message="主の講師は1人です。",
            ),
            known_choice(
                table="lectures_lecturerslot", field="kind", choices=SlotKind, says="種類を選んでください。"
            ),
            known_choice(
                table="lectures_lecturerslot",
                field="standing",
                choices=Standing,
                says="確かさを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"


class ResourceSlot(models.Model):
    """Time for which a room, a thing or a car is taken by a lecture."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="slots", verbose_name="部屋・機材")
    request = models.ForeignKey(LectureRequest, models.CASCADE, related_name="resource_slots")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    busy_from = models.DateTimeField("移動を含む始まり")
    busy_until = models.DateTimeField("移動を含む終わり")
    # Kept when a lecture is called off: whoever brings it back finds who was to go.
    released_at = models.DateTimeField("あけた日時", null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部屋・機材の予定"
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="lectures_resourceslot_used_once",
                expressions=[("resource", RangeOperators.EQUAL), BUSY],
                condition=Q(released_at__isnull=True),
                violation_error_message=TAKEN_RESOURCE,
            ),
            models.CheckConstraint(
                name="lectures_resourceslot_travel_is_around",
                condition=Q(
                    busy_from__lte=F("starts_at"), starts_at__lt=F("ends_at"), busy_until__gte=F("ends_at")
                ),
                violation_error_message="終わりの時刻は、始まりの時刻よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.starts_at:%Y-%m-%d %H:%M}"
