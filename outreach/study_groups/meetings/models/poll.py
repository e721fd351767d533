from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from outreach.study_groups.meetings.enums import PollMark

from .meeting import PERSON, USER, Meeting


class DatePoll(models.Model):
    """Which day suits: open until closed with a day or without; a meeting has one open at a time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="polls")
    opened_at = models.DateTimeField("始めた日時")
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日程の調整"
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_meetings_datepoll_one_is_open",
                fields=["meeting"],
                condition=Q(closed_at__isnull=True),
                violation_error_message="日程の調整は、もう始まっています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.pk}"


class PollOption(models.Model):
    """A day and its times that are asked about; one of them may be chosen in the end."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    is_chosen = models.BooleanField("この日に決めた", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "候補の日"
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_polloption_ends_after_it_begins",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message="終わる時刻は、始まる時刻よりあとにしてください。",
            ),
            models.UniqueConstraint(
                name="group_meetings_polloption_once",
                fields=["poll", "starts_at"],
                violation_error_message="同じ候補が、2つあります。",
            ),
            models.UniqueConstraint(
                name="group_meetings_polloption_one_is_chosen",
                fields=["poll"],
                condition=Q(is_chosen=True),
                violation_error_message="決める日は、1つです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.starts_at}"


class PollAnswer(models.Model):
    """What somebody of the roll says of an option; `entered_by` may be whoever took it by telephone."""

    option = models.ForeignKey(PollOption, models.CASCADE, related_name="answers")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    mark = models.CharField("返事", max_length=5, choices=PollMark)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "候補の日への返事"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="group_meetings_pollanswer",
                field="mark",
                choices=PollMark,
                says="○△×のどれかを選んでください。",
            ),
            models.UniqueConstraint(
                name="group_meetings_pollanswer_once",
                fields=["option", "person"],
                violation_error_message="この候補には、もう返事があります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option_id} {self.mark}"
