from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from foundation.choices import known_choice
from outreach.study_groups.meetings.enums import ConfirmedAs
from outreach.study_groups.models import PlanRow

PERSON = "accounts.Person"
USER = "accounts.User"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def with_stages(self) -> "MeetingQuerySet":
        """Add what the state of a meeting follows from besides its own dates."""
        versions = MinutesVersion.objects.filter(meeting=OuterRef("pk"))
        return self.annotate(
            is_minuted=Exists(versions.filter(confirmed_at__isnull=False)),
            waits_for_chair=Exists(versions.filter(sent_at__isnull=False, confirmed_at__isnull=True)),
        )


class Meeting(models.Model):
    """What a line of the year's plan is as a meeting: when it is meant to be, and how far it has come.

    Once its line is announced, the session says when and where; `starts_at` is what was proposed before.
    """

    row = models.OneToOneField(PlanRow, models.CASCADE, related_name="meeting")
    starts_at = models.DateTimeField("始まり", null=True, blank=True)
    ends_at = models.DateTimeField("終わり", null=True, blank=True)
    place = models.CharField("場所", max_length=80, blank=True)
    briefed_on = models.DateField("打ち合わせた日", null=True, blank=True)
    briefed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="打ち合わせた人"
    )
    materials_sent_on = models.DateField("資料を送った日", null=True, blank=True)
    held_on = models.DateField("開いた日", null=True, blank=True)
    closed_on = models.DateField("完了した日", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering: ClassVar = ["row__month", "row__position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_meeting_ends_after_it_begins",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                violation_error_message="終わる時刻は、始まる時刻よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_meeting_briefed_says_by_whom",
                condition=Q(briefed_on__isnull=True, briefed_by__isnull=True)
                | Q(briefed_on__isnull=False, briefed_by__isnull=False),
                violation_error_message="打ち合わせた日と、打ち合わせた人を書いてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_meeting_closed_after_it_was_held",
                condition=Q(closed_on__isnull=True) | Q(held_on__lte=F("closed_on")),
                violation_error_message="開いた日を記録してから、完了にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}"


class MinutesVersion(models.Model):
    """Minutes as somebody wrote them. A change is a new version; what was written stays (trigger).

    The last one is sent to the chair and confirmed; a confirmed one is the last.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField("版")
    text = models.TextField("議事要旨", max_length=20_000)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    sent_at = models.DateTimeField("委員長に送った日時", null=True, blank=True)
    confirmed_at = models.DateTimeField("確定した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_as = models.CharField("だれとして", max_length=11, choices=ConfirmedAs, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "議事要旨"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_minutesversion_says_something",
                condition=~Q(text=""),
                violation_error_message="議事要旨を書いてください。",
            ),
            models.UniqueConstraint(
                name="group_meetings_minutesversion_number_once",
                fields=["meeting", "number"],
                violation_error_message="同じ版が、もうあります。",
            ),
            models.UniqueConstraint(
                name="group_meetings_minutesversion_one_is_confirmed",
                fields=["meeting"],
                condition=Q(confirmed_at__isnull=False),
                violation_error_message="この会議の議事要旨は、もう確定しています。",
            ),
            known_choice(
                table="group_meetings_minutesversion",
                field="confirmed_as",
                choices=ConfirmedAs,
                says="だれとして確定したかを選んでください。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name="group_meetings_minutesversion_confirmed_says_by_whom",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_as="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, sent_at__isnull=False)
                & ~Q(confirmed_as=""),
                violation_error_message="確定には、日時と、だれがしたかが要ります。",
            ),
            models.CheckConstraint(
                name="group_meetings_minutesversion_not_by_its_writer",
                condition=Q(confirmed_by__isnull=True)
                | Q(confirmed_as=ConfirmedAs.MANAGER)
                | ~Q(confirmed_by=F("written_by")),
                violation_error_message="自分が書いた版は、自分では確定できません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class MinutesComment(models.Model):
    """What somebody says of a version that was sent to the chair."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="comments")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    text = models.TextField("意見", max_length=1_000)
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "議事要旨への意見"
        ordering: ClassVar = ["written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_minutescomment_says_something",
                condition=~Q(text=""),
                violation_error_message="意見を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.pk}"
