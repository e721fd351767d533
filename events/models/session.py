from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from events.enums import DateState, EventState, KeptFor, Way
from foundation.choices import known_choice


def takes_place(through: str = "") -> Q:
    """Return the one meaning of a date that takes place: of a public event, neither off nor put off."""
    wanted = {"event__state": EventState.PUBLISHED, "state": DateState.PLANNED}
    return Q(**{f"{through}{name}": value for name, value in wanted.items()})


class SessionQuerySet(models.QuerySet["Session"]):
    def held(self, now: datetime) -> "SessionQuerySet":
        """Keep the dates that are over, of events that took place."""
        return self.filter(takes_place(), ends_at__lte=now)


class Session(models.Model):
    """One date of an event: what gets scarce, so its row is what a seat's taker locks.

    The online address is for confirmed people only, from `online_opens_at` on. UID and SEQUENCE of the
    calendar entry are stored, never derived.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    state = models.CharField("開くかどうか", max_length=10, choices=DateState, default=DateState.PLANNED)
    doors_open_at = models.TimeField("受付を始める時刻", null=True, blank=True)
    venue = models.CharField("会場", max_length=100, blank=True)
    venue_address = models.CharField("会場の住所", max_length=200, blank=True)
    venue_route = models.TextField("会場までの行き方", max_length=500, blank=True)
    online_url = models.URLField("オンラインの入口", max_length=500, blank=True)
    online_note = models.CharField("オンラインの案内", max_length=200, blank=True)
    online_opens_at = models.DateTimeField("オンラインの入口を見せ始める日時", null=True, blank=True)
    online_phone = models.CharField("電話での参加の案内", max_length=200, blank=True)
    venue_capacity = models.PositiveSmallIntegerField("会場の席", null=True, blank=True)
    online_capacity = models.PositiveSmallIntegerField("オンラインの席", null=True, blank=True)
    # When the centre decided whose seats these are, by which criteria, and from which seed lots were drawn.
    decided_at = models.DateTimeField("決定した日時", null=True, blank=True)
    criteria = models.CharField("決め方の基準", max_length=300, blank=True)
    draw_seed = models.CharField("くじの種", max_length=32, blank=True)
    # So that a date that is one meeting alone, as most are, asks for no parts.
    part_count = models.PositiveSmallIntegerField("回の数", default=0)
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
            models.CheckConstraint(
                name="events_session_has_no_part_or_several",
                condition=~Q(part_count=1),
                violation_error_message="回は、2つ以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_session_decided_by_criteria",
                condition=Q(decided_at__isnull=True, criteria="", draw_seed="")
                | (Q(decided_at__isnull=False) & ~Q(criteria="")),
                violation_error_message="決定には、日時と基準が必要です。",
            ),
            known_choice(
                table="events_session",
                field="state",
                choices=DateState,
                says="開くかどうかを選んでください。",
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


class KeptSeats(models.Model):
    """Seats of one way that only some applications may take until a moment; then they are for everybody."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="kept_seats")
    kept_for = models.CharField("だれのために", max_length=10, choices=KeptFor)
    area = models.ForeignKey(
        "directory.WelfareArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    way = models.CharField("参加の方法", max_length=10, choices=Way)
    seats = models.PositiveSmallIntegerField("席の数")
    until = models.DateTimeField("いつまで")

    class Meta:
        verbose_name = verbose_name_plural = "取っておく席"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="events_keptseats_once",
                fields=["session", "kept_for", "way", "area"],
                nulls_distinct=False,
                violation_error_message="同じ人のための席は、一つにまとめて書いてください。",
            ),
            models.CheckConstraint(
                name="events_keptseats_keeps_some",
                condition=Q(seats__gte=1),
                violation_error_message="取っておく席を、1つ以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_keptseats_area_for_areas",
                condition=Q(kept_for=KeptFor.AREA, area__isnull=False)
                | (~Q(kept_for=KeptFor.AREA) & Q(area__isnull=True)),
                violation_error_message="地域枠には圏域を選び、ほかの枠では選ばないでください。",
            ),
            known_choice(
                table="events_keptseats",
                field="kept_for",
                choices=KeptFor,
                says="だれのための席かを選んでください。",
            ),
            known_choice(
                table="events_keptseats",
                field="way",
                choices=Way,
                says="参加の方法を選んでください。",
            ),
        ]
