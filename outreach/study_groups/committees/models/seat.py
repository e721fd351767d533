"""Seats of a committee, who was appointed to them from when until when, and which notices were given."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from directory.models.area import DateRange
from foundation.choices import known_choice
from foundation.copied import CopyStaysTrue
from outreach.study_groups.committees.enums import EndReason, NoticeStage, Role, SigningWay
from outreach.study_groups.committees.rules import EARLIEST, LATEST, last_day
from outreach.study_groups.models import Community

USER = "accounts.User"
PERSON = "accounts.Person"


class Seat(models.Model):
    """A place in a committee: for which side it is kept, which body recommends somebody, in which role."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="seats")
    name = models.CharField("席の名前", max_length=40)
    body = models.CharField("推薦する団体", max_length=80, blank=True)
    role = models.CharField("役割", max_length=8, choices=Role, default=Role.MEMBER)
    position = models.PositiveSmallIntegerField("順番")
    abolished_on = models.DateField("なくした日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "席"
        ordering: ClassVar = ["community", "position", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_committees_seat", field="role", choices=Role, says="役割を選んでください。"
            ),
            models.CheckConstraint(
                name="group_committees_seat_has_a_name",
                condition=~Q(name=""),
                violation_error_message="席の名前を書いてください。",
            ),
            models.UniqueConstraint(
                name="group_committees_seat_position_once",
                fields=["community", "position"],
                violation_error_message="同じ順番の席が、もうあります。",
            ),
            # What appointments repeat of their seat.
            models.UniqueConstraint(
                name="group_committees_seat_to_be_copied",
                fields=["id", "community", "role"],
                violation_error_message="席の役割は、1つです。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def in_office() -> DateRange:
    return DateRange("since", Coalesce("ended_on", "until"), Value("[]"))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> Self:
        """Keep those in office on this day."""
        return self.not_over(day).filter(since__lte=day)

    def not_over(self, day: date) -> Self:
        """Keep those in office on this day or later."""
        return self.valid().filter(
            Q(ended_on__isnull=True, until__gte=day) | Q(ended_on__isnull=False, ended_on__gte=day)
        )

    def valid(self) -> Self:
        """Keep those that were not cancelled."""
        return self.filter(cancelled_on__isnull=True)

    def signed(self, day: date) -> Self:
        """Keep those whose promise of secrecy was signed by this day."""
        return self.filter(signed_on__lte=day)


class Appointment(models.Model):
    """Somebody holds a seat for a term, 委嘱; what it opens follows from its days, once secrecy is promised.

    `until` is the last day of the term, `ended_on` the last one in office where they left before. What was
    cancelled on a day, before it opened anything, stays written and counts nowhere.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="appointments")
    # As the seat says, so that the database can look across seats.
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    role = models.CharField("役割", max_length=8, choices=Role)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="appointments")
    since = models.DateField("任期のはじめ")
    until = models.DateField("任期の終わり")
    ended_on = models.DateField("途中で終わった日", null=True, blank=True)
    ended_because = models.CharField(
        "終わったわけ", max_length=8, choices=EndReason, default=EndReason.NOT, blank=True
    )
    cancelled_on = models.DateField("取り消した日", null=True, blank=True)
    number = models.CharField("文書番号", max_length=20, unique=True)
    lettered_on = models.DateField("委嘱状の日付")
    signed_on = models.DateField("守秘の約束の署名", null=True, blank=True)
    signed_way = models.CharField(
        "署名のしかた", max_length=6, choices=SigningWay, default=SigningWay.NOT_YET, blank=True
    )
    appointed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委嘱"
        ordering: ClassVar = ["seat__position", "since", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_committees_appointment",
                field="ended_because",
                choices=EndReason,
                says="終わったわけを選んでください。",
            ),
            known_choice(
                table="group_committees_appointment",
                field="signed_way",
                choices=SigningWay,
                says="署名のしかたを選んでください。",
            ),
            CopyStaysTrue(
                name="group_committees_appointment_as_its_seat",
                above="seat",
                fields=("community", "role"),
                violation_error_message="委嘱の役割は、席の役割と同じにしてください。",
            ),
            models.CheckConstraint(
                name="group_committees_appointment_ends_after_it_begins",
                condition=Q(since__lte=F("until")),
                violation_error_message="任期の終わりは、始まりの日より前にできません。",
            ),
            models.CheckConstraint(
                name="group_committees_appointment_within_our_time",
                condition=Q(since__gte=EARLIEST, until__lte=LATEST),
                violation_error_message="任期の日を、見直してください。",
            ),
            models.CheckConstraint(
                name="group_committees_appointment_ended_within_its_term",
                condition=Q(ended_on__isnull=True, ended_because="")
                | Q(ended_on__gte=F("since"), ended_on__lte=F("until")) & ~Q(ended_because=""),
                violation_error_message="途中で終わった日は任期の中の日にして、わけを選んでください。",
            ),
            models.CheckConstraint(
                name="group_committees_appointment_signed_says_how",
                condition=Q(signed_on__isnull=True, signed_way="")
                | Q(signed_on__isnull=False) & ~Q(signed_way=""),
                violation_error_message="署名の日と、署名のしかたを書いてください。",
            ),
            models.CheckConstraint(
                name="group_committees_appointment_cancelled_before_it_opened",
                condition=Q(cancelled_on__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(cancelled_on__lt=F("since")),
                violation_error_message="任期が始まって署名のある委嘱は、取り消せません。任期を途中で終えてください。",
            ),
            ExclusionConstraint(
                name="group_committees_appointment_one_person_a_seat",
                expressions=[("seat", RangeOperators.EQUAL), (in_office(), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_on__isnull=True),
                violation_error_message="この席には、その時期に、もう委員がいます。",
            ),
            ExclusionConstraint(
                name="group_committees_appointment_one_seat_a_person",
                expressions=[
                    ("community", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (in_office(), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_on__isnull=True),
                violation_error_message="この人は、その時期に、もうこの委員会の席についています。",
            ),
            ExclusionConstraint(
                name="group_committees_appointment_one_chair",
                expressions=[("community", RangeOperators.EQUAL), (in_office(), RangeOperators.OVERLAPS)],
                condition=Q(role=Role.CHAIR, cancelled_on__isnull=True),
                violation_error_message="その時期に、もう委員長がいます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.number}"

    @property
    def last_day(self) -> date:
        """The last day in office."""
        return last_day(self.until, self.ended_on)


class TermNotice(models.Model):
    """A notice that a term ends was given; each of the two once for each appointment."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="notices")
    stage = models.CharField("どのお知らせか", max_length=5, choices=NoticeStage)
    told_on = models.DateField("知らせた日")

    class Meta:
        verbose_name = verbose_name_plural = "任期のお知らせ"
        constraints: ClassVar = [
            known_choice(
                table="group_committees_termnotice",
                field="stage",
                choices=NoticeStage,
                says="どのお知らせかを選んでください。",
            ),
            models.UniqueConstraint(
                name="group_committees_termnotice_once",
                fields=["appointment", "stage"],
                violation_error_message="このお知らせは、もうしました。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.stage}"
