from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.meetings.enums import CaseOutcome, ItemKind, Presence
from outreach.study_groups.references import REFERENCE

from .meeting import PERSON, USER, Meeting

LONGEST_ITEM = 480


class AgendaItem(models.Model):
    """One item of an agenda. A case is its number and minutes: no word of it can be stored here."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=10, choices=ItemKind)
    title = models.CharField("題", max_length=80, blank=True)
    presenter = models.CharField("話す人、機関", max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField("時間（分）")
    reference = models.CharField("事例の番号", max_length=7, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "次第"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_meetings_agendaitem",
                field="kind",
                choices=ItemKind,
                says="種類を選んでください。",
            ),
            models.CheckConstraint(
                name="group_meetings_agendaitem_case_is_a_number_alone",
                condition=Q(kind=ItemKind.CASE, title="", presenter="", reference__regex=REFERENCE)
                | ~Q(kind=ItemKind.CASE) & Q(reference="") & ~Q(title=""),
                violation_error_message="事例は番号（例：R8-014）だけ、ほかの項目は題を書いてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_agendaitem_takes_minutes",
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_ITEM),
                violation_error_message="時間は、1分から480分までです。",
            ),
            models.UniqueConstraint(
                name="group_meetings_agendaitem_case_once",
                fields=["meeting", "reference"],
                condition=Q(kind=ItemKind.CASE),
                violation_error_message="この番号は、もう次第にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title


class Recusal(models.Model):
    """Somebody of the roll leaves the room while a case is discussed; `stands_as` is how minutes say it."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    stands_as = models.CharField("だれとして", max_length=560)
    recorded_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "席を外す人"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_meetings_recusal_once",
                fields=["item", "person"],
                violation_error_message="この人は、もう席を外すことになっています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"


class CaseReport(models.Model):
    """Members were told what came of their advice on a case: on which day, and what; no words."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="report")
    reported_on = models.DateField("知らせた日")
    outcome = models.CharField("その後", max_length=9, choices=CaseOutcome)
    recorded_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "事例のその後"
        ordering: ClassVar = ["reported_on", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_meetings_casereport",
                field="outcome",
                choices=CaseOutcome,
                says="その後を選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"


class Attendance(models.Model):
    """Who of the roll was there, for which body and with a vote or not, as it was on that day.

    Who it was is forgotten after a time (`services.forgetting`); that somebody came stays, to be counted.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    # More than one for whoever stands for more.
    body = models.CharField("機関", max_length=500, blank=True)
    # The member rows whose votes they are.
    seats = ArrayField(models.BigIntegerField(), default=list)
    stands_as = models.CharField("だれとして", max_length=40)
    has_vote = models.BooleanField("採決に加わる", default=False)
    presence = models.CharField("出欠", max_length=6, choices=Presence)
    recorded_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "出欠"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="group_meetings_attendance",
                field="presence",
                choices=Presence,
                says="出欠を選んでください。",
            ),
            models.UniqueConstraint(
                name="group_meetings_attendance_once",
                fields=["meeting", "person"],
                violation_error_message="この人の出欠は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"


class Decision(models.Model):
    """What a meeting decided, who does it, and by when."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    text = models.CharField("決まったこと", max_length=200)
    owner = models.CharField("受け持つ人、機関", max_length=60, blank=True)
    due_on = models.DateField("いつまで", null=True, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "決まったこと"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_decision_says_something",
                condition=~Q(text=""),
                violation_error_message="決まったことを書いてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.pk}"
