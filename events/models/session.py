from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from events.enums import EventState, Way


class SessionQuerySet(models.QuerySet["Session"]):
    def held(self, now: datetime) -> "SessionQuerySet":
        """Keep the dates that are over, of events that took place."""
        return self.filter(ends_at__lte=now, event__state=EventState.PUBLISHED)


class Session(models.Model):
    """One date of an event: what gets scarce, so its row is what a seat's taker locks.

    The online address is for confirmed people only. UID and SEQUENCE of the calendar entry are stored,
    never derived.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    doors_open_at = models.TimeField("受付を始める時刻", null=True, blank=True)
    venue = models.CharField("会場", max_length=100, blank=True)
    venue_address = models.CharField("会場の住所", max_length=200, blank=True)
    venue_route = models.TextField("会場までの行き方", max_length=500, blank=True)
    online_url = models.URLField("オンラインの入口", max_length=500, blank=True)
    online_note = models.CharField("オンラインの案内", max_length=200, blank=True)
    venue_capacity = models.PositiveSmallIntegerField("会場の席", null=True, blank=True)
    online_capacity = models.PositiveSmallIntegerField("オンラインの席", null=True, blank=True)
    calendar_uid = models.CharField(max_length=120, unique=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "開催日"
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="events_session_ends_after_it_starts",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message="終わりの時刻は、始まりの時刻よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="events_session_has_seats",
                condition=Q(venue_capacity__isnull=False) | Q(online_capacity__isnull=False),
                violation_error_message="席の数を、1つ以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_session_capacity_is_not_zero",
                condition=~Q(venue_capacity=0) & ~Q(online_capacity=0),
                violation_error_message="使わない参加の方法は、席の数を空けておいてください。",
            ),
            models.CheckConstraint(
                name="events_session_venue_has_a_name",
                condition=Q(venue_capacity__isnull=True) | ~Q(venue=""),
                violation_error_message="会場の名前を書いてください。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="events_session_starts_at")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d}"

    @property
    def capacity(self) -> Mapping[str, int]:
        """The number of seats by way; a way that is not offered is left out."""
        seats = {Way.VENUE: self.venue_capacity, Way.ONLINE: self.online_capacity}
        return {way.value: count for way, count in seats.items() if count}

    @property
    def ways(self) -> list[Way]:
        return [Way(way) for way in self.capacity]
