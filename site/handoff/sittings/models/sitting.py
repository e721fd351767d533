import uuid
from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.sittings.enums import (
    MINUTES_STAND,
    AgendaWord,
    How,
    OffReason,
    Place,
    Presence,
    ReadingWay,
    SittingState,
)


class Days(Func):
    """The days from the first to the last of a term, both included."""

    function = "daterange"
    output_field = DateRangeField()


def _days() -> Days:
    return Days("since", "until", RangeBoundary(inclusive_upper=True))


class Seat(models.Model):
    """Who sits in the review committee, on which chair, from and until which day.

    It opens nothing by itself: the person is enrolled besides, as 委員 or オブザーバー (`enums.ROLE_OF`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    place = models.CharField("席", max_length=10, choices=Place)
    since = models.DateField("任期のはじまり")
    until = models.DateField("任期の終わり")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    ended_at = models.DateTimeField("とりやめた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "委員会の席"
        constraints = [
            within_our_time(table="sittings_seat", days=("since", "until")),
            known_choice(table="sittings_seat", field="place", choices=Place, says="知らない席です。"),
            models.CheckConstraint(
                name="sittings_seat_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="終わりの日は、はじまりの日よりあとにしてください。",
            ),
            ExclusionConstraint(
                name="sittings_seat_one_for_a_person",
                expressions=[("person", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
                violation_error_message="この方の任期が、重なっています。",
            ),
            ExclusionConstraint(
                name="sittings_seat_one_chair",
                expressions=[(_days(), RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True, place=Place.CHAIR),
                violation_error_message="委員長は、一度に一人です。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_place_display()


class Sitting(models.Model):
    """One meeting of the review committee. Nothing is written in it in free words but its place.

    `readable_until` is the last day on which the committee may read the papers after the meeting; without it
    they close with the meeting. `briefed_with` and `confirmed_how` say how the chair was spoken to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("回", unique=True)
    held_on = models.DateField("日")
    starts_at = models.TimeField("はじまり")
    ends_at = models.TimeField("終わり")
    place = models.CharField("場所", max_length=60)
    state = models.CharField("状態", max_length=20, choices=SittingState, default=SittingState.PLANNED)
    papers_for_observers = models.BooleanField("オブザーバーにも資料を配る", default=False)
    readable_until = models.DateField("会のあとも資料を読める最後の日", null=True)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField("書いた日時")
    briefed_on = models.DateField("打合せの日", null=True)
    briefed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    briefed_how = models.CharField("打合せのしかた", max_length=10, choices=How, blank=True)
    sent_at = models.DateTimeField("資料を配布した日時", null=True)
    confirmed_at = models.DateTimeField("議事録が確定した日時", null=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_how = models.CharField("確定のしかた", max_length=10, choices=How, blank=True)
    off_reason = models.CharField("中止のわけ", max_length=10, choices=OffReason, blank=True)
    off_at = models.DateTimeField("中止した日時", null=True)
    off_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "委員会の会"
        constraints = [
            within_our_time(table="sittings_sitting", days=("held_on", "readable_until", "briefed_on")),
            known_choice(
                table="sittings_sitting", field="state", choices=SittingState, says="知らない状態です。"
            ),
            models.CheckConstraint(
                name="sittings_sitting_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="終わりの時刻は、はじまりよりあとにしてください。",
            ),
            models.CheckConstraint(
                name="sittings_sitting_readable_after_it",
                condition=Q(readable_until__isnull=True) | Q(readable_until__gte=F("held_on")),
                violation_error_message="資料を読める最後の日は、会の日かそのあとにしてください。",
            ),
            models.CheckConstraint(
                name="sittings_sitting_chair_was_briefed",
                condition=Q(state__in=(SittingState.PLANNED, SittingState.CALLED_OFF))
                | Q(briefed_on__isnull=False, briefed_by__isnull=False),
                violation_error_message="委員長との打合せを、先に記録してください。",
            ),
            known_choice(
                table="sittings_sitting",
                field="off_reason",
                choices=OffReason,
                says="知らないわけです。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name="sittings_sitting_called_off_says_why",
                condition=(
                    Q(state=SittingState.CALLED_OFF, off_at__isnull=False, off_by__isnull=False)
                    & ~Q(off_reason="")
                )
                | (~Q(state=SittingState.CALLED_OFF) & Q(off_reason="", off_at=None, off_by=None)),
                violation_error_message="だれが、いつ、なぜ中止したかが要ります。",
            ),
            models.CheckConstraint(
                name="sittings_sitting_minutes_were_confirmed",
                condition=~Q(state__in=sorted(MINUTES_STAND))
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                violation_error_message="議事録は、委員長が確定します。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}回"

    @property
    def minutes_there(self) -> int:
        """Return how long it lasts, in minutes."""
        first, last = (datetime.combine(date.min, each) for each in (self.starts_at, self.ends_at))
        return int((last - first).total_seconds() // 60)


class AgendaLine(models.Model):
    """One line of a 次第: a case, or one of the words of a list; zero minutes take it off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField("順番")
    minutes = models.PositiveSmallIntegerField("分")
    word = models.CharField("こと", max_length=20, choices=AgendaWord, blank=True)
    item = models.OneToOneField("sittings.CaseItem", on_delete=models.PROTECT, null=True, related_name="line")

    class Meta:
        verbose_name = verbose_name_plural = "次第"
        ordering = ["position", "id"]
        constraints = [
            known_choice(
                table="sittings_agendaline",
                field="word",
                choices=AgendaWord,
                says="知らない言葉です。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name="sittings_agendaline_case_or_word",
                condition=(Q(item__isnull=False) & Q(word="")) | (Q(item__isnull=True) & ~Q(word="")),
                violation_error_message="ケースか、ことばのどちらかを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_word_display()


class NumberedCopy(models.Model):
    """The number under which somebody reads the papers of a sitting; on paper it goes out and comes back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="copies")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("番号")
    handed_at = models.DateTimeField("配った日時", null=True)
    returned_at = models.DateTimeField("返った日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "番号つきの資料"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="sittings_numberedcopy_number_once",
                fields=["sitting", "number"],
                violation_error_message="この番号は、もう使われています。",
            ),
            models.UniqueConstraint(
                name="sittings_numberedcopy_one_for_a_person",
                fields=["sitting", "person"],
                violation_error_message="この方の番号は、もう決まっています。",
            ),
            models.CheckConstraint(
                name="sittings_numberedcopy_returned_after_handed",
                condition=Q(returned_at__isnull=True) | Q(handed_at__isnull=False),
                violation_error_message="配っていない資料は、返りません。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}号"


class PaperReading(models.Model):
    """Who saw the paper on a case, when, under which number. Never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey("sittings.CaseItem", on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("番号", null=True)
    way = models.CharField("どのように", max_length=10, choices=ReadingWay)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "資料を読んだ記録"
        ordering = ["at"]
        constraints = [
            known_choice(
                table="sittings_paperreading", field="way", choices=ReadingWay, says="知らない読み方です。"
            )
        ]

    def __str__(self) -> str:
        return self.get_way_display()


class Attendance(models.Model):
    """Who came to a sitting, of those whose term covered its day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField("出欠", max_length=10, choices=Presence)

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        constraints = [
            known_choice(
                table="sittings_attendance", field="presence", choices=Presence, says="知らない出欠です。"
            ),
            models.UniqueConstraint(
                name="sittings_attendance_once",
                fields=["sitting", "seat"],
                violation_error_message="この方の出欠は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_presence_display()
