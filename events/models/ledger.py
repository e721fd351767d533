from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from events.enums import EntryKind, OfferAnswer, Way
from foundation.choices import known_choice
from foundation.copied import CopyStaysTrue

# Facts of a whole application.
WITHOUT_PEOPLE = (EntryKind.PASSED, EntryKind.MOVED)


class SeatEntry(models.Model):
    """One fact of the seat ledger, never changed: seats, line and passes can be counted from these alone.

    The application role may only insert and select.
    """

    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="seat_entries")
    application = models.ForeignKey(
        "events.Application", on_delete=models.PROTECT, null=True, related_name="seat_entries"
    )
    kind = models.PositiveSmallIntegerField(choices=EntryKind)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    people = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "席の台帳"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="events_seatentry_capacity_has_no_application",
                condition=Q(kind=EntryKind.CAPACITY, application__isnull=True)
                | (~Q(kind=EntryKind.CAPACITY) & Q(application__isnull=False)),
                violation_error_message="席の数の記録は、申し込みのものではありません。",
            ),
            models.CheckConstraint(
                name="events_seatentry_counts_people",
                condition=Q(kind__in=[EntryKind.CAPACITY, *WITHOUT_PEOPLE]) | Q(people__gte=1),
                violation_error_message="人数を1以上にしてください。",
            ),
            CopyStaysTrue(
                name="events_seatentry_session_is_its_applications",
                above="application",
                fields=["session"],
                violation_error_message="申し込みと開催日が合っていません。",
            ),
            known_choice(
                table="events_seatentry",
                field="kind",
                choices=EntryKind,
                says="何があったかを選んでください。",
            ),
            known_choice(
                table="events_seatentry",
                field="way",
                choices=Way,
                says="参加の方法を選んでください。",
                may_be_blank=True,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["application", "kind"], name="events_seatentry_application")
        ]


class Offer(models.Model):
    """Free seats that a group from the line is asked about: they are kept for it until it answers.

    Without `expires_at` staff ask by phone; no time ends it.
    """

    application = models.ForeignKey("events.Application", on_delete=models.PROTECT, related_name="offers")
    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="offers")
    made_at = models.DateTimeField("案内した日時")
    expires_at = models.DateTimeField("返事の期限", null=True, blank=True)
    answer = models.CharField("返事", max_length=10, choices=OfferAnswer, blank=True, default="")
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "席の案内"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CopyStaysTrue(
                name="events_offer_session_is_its_applications",
                above="application",
                fields=["session"],
                violation_error_message="申し込みと開催日が合っていません。",
            ),
            models.UniqueConstraint(
                name="events_offer_one_open",
                fields=["application"],
                condition=Q(answer=OfferAnswer.OPEN),
                violation_error_message="この申し込みには、もう席を案内しています。",
            ),
            models.CheckConstraint(
                name="events_offer_answered_says_when",
                condition=Q(answer=OfferAnswer.OPEN, answered_at__isnull=True)
                | (~Q(answer=OfferAnswer.OPEN) & Q(answered_at__isnull=False)),
                violation_error_message="返事には、日時が必要です。",
            ),
            known_choice(
                table="events_offer",
                field="answer",
                choices=OfferAnswer,
                says="返事を選んでください。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], condition=Q(answer=OfferAnswer.OPEN), name="events_offer_open"
            )
        ]


class Seat(models.Model):
    """A numbered seat held by one person: the ledger's second line of defence.

    Two people cannot hold one number, and no number can exceed the capacity that stood when it was taken.
    """

    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="seats")
    participant = models.ForeignKey("events.Participant", on_delete=models.PROTECT, related_name="seats")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    way = models.CharField(max_length=10, choices=Way)
    number = models.PositiveSmallIntegerField("席の番号")
    capacity = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "席"
        constraints: ClassVar = [
            CopyStaysTrue(
                name="events_seat_session_and_way_are_its_persons",
                above="participant",
                fields=["session", "way"],
                follows=True,
                violation_error_message="席と、参加する方の開催日や方法が合っていません。",
            ),
            models.UniqueConstraint(
                name="events_seat_number_once",
                fields=["session", "way", "number"],
                condition=Q(released_at__isnull=True),
                violation_error_message="この席は、もう取られています。",
            ),
            models.UniqueConstraint(
                name="events_seat_one_per_participant",
                fields=["participant"],
                condition=Q(released_at__isnull=True),
                violation_error_message="この方には、もう席があります。",
            ),
            models.CheckConstraint(
                name="events_seat_number_within_capacity",
                condition=Q(number__gte=1, number__lte=F("capacity")),
                violation_error_message="席の番号が、席の数を超えています。",
            ),
            known_choice(
                table="events_seat",
                field="way",
                choices=Way,
                says="参加の方法を選んでください。",
            ),
        ]
