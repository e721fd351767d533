"""Lists over the directory, notices to agencies, who wants none, and when an event reminds."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.enums import Sector
from directory.models import Agency, Municipality, ServiceKind, WelfareArea
from events.models import Event
from foundation.choices import known_choice

from .enums import AddressedTo, LastContact, NoticeState, NoticeWay, Outcome, RefusedBy

USER = "accounts.User"
CAUSE = "events.notice:"


class ListRule(models.Model):
    """Which agencies of the directory a list finds: a rule, so that it is right on the day it is used.

    Several values of one kind: any of them is right; what is empty does not narrow the list.
    """

    name = models.CharField("名前", max_length=60, unique=True)
    sectors = ArrayField(
        models.CharField(max_length=30, choices=Sector), verbose_name="分野", default=list, blank=True
    )
    areas = models.ManyToManyField(WelfareArea, verbose_name="圏域", blank=True, related_name="+")
    municipalities = models.ManyToManyField(Municipality, verbose_name="市町村", blank=True, related_name="+")
    services = models.ManyToManyField(ServiceKind, verbose_name="サービス", blank=True, related_name="+")
    last_contact = models.CharField(
        "研修・行事とのかかわり", max_length=12, choices=LastContact, blank=True, default=LastContact.ANY
    )
    within_months = models.PositiveSmallIntegerField("この何か月", default=12)
    addressed_to = models.CharField(
        "だれあてに", max_length=6, choices=AddressedTo, default=AddressedTo.OFFICE
    )

    class Meta:
        verbose_name = verbose_name_plural = "送り先の名簿"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_listrule_has_a_name",
                condition=~Q(name=""),
                violation_error_message="名簿の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="notices_listrule_looks_back_some_months",
                condition=Q(within_months__range=(1, 60)),
                violation_error_message="月の数は、1から60までにしてください。",
            ),
            known_choice(
                table="notices_listrule",
                field="last_contact",
                choices=LastContact,
                says="研修・行事とのかかわりを選んでください。",
            ),
            known_choice(
                table="notices_listrule",
                field="addressed_to",
                choices=AddressedTo,
                says="だれあてかを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One letter to the agencies of a list: an invitation to an event, or a free letter. Sent once."""

    number = models.CharField("番号", max_length=12, unique=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="invitations")
    rule = models.ForeignKey(ListRule, models.PROTECT, related_name="notices", verbose_name="送り先の名簿")
    subject = models.CharField("件名", max_length=100)
    text = models.TextField("本文", max_length=4000)
    # Why it came, as the list stood when it was sent.
    why = models.CharField("送ったわけ", max_length=300, blank=True, default="")
    state = models.CharField("状態", max_length=6, choices=NoticeState, default=NoticeState.DRAFT)
    made_at = models.DateTimeField("作った日時")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("送った日時", null=True)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "案内"
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_notice_sent_says_who_and_when",
                condition=Q(state=NoticeState.DRAFT, sent_at__isnull=True, sent_by__isnull=True)
                | Q(state=NoticeState.SENT, sent_at__isnull=False, sent_by__isnull=False),
                violation_error_message="送った案内には、だれがいつ送ったかが必要です。",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Recipient(models.Model):
    """An agency to which a notice goes, by which way, and what became of it; once for each notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="notices_received")
    way = models.CharField("方法", max_length=4, choices=NoticeWay)
    outcome = models.CharField("どうなったか", max_length=4, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "案内の送り先"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notices_recipient_agency_once",
                fields=["notice", "agency"],
                violation_error_message="この事業所は、もう送り先にあります。",
            ),
            known_choice(
                table="notices_recipient",
                field="way",
                choices=NoticeWay,
                says="送る方法を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}（{self.get_way_display()}）"

    @property
    def cause(self) -> str:
        """What its mail or letter is known by."""
        return f"{CAUSE}{self.notice_id}:{self.agency_id}"


class Refusal(models.Model):
    """An agency that wants no notices; answers to its own applications still come."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="notice_refusal")
    said_at = models.DateTimeField("言われた日時")
    heard_by = models.CharField("どうやって", max_length=4, choices=RefusedBy)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "お知らせはいりません"
        ordering: ClassVar = ["-said_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_refusal_of_the_desk_says_who",
                condition=Q(heard_by=RefusedBy.LINK, written_by__isnull=True)
                | Q(heard_by=RefusedBy.DESK, written_by__isnull=False),
                violation_error_message="職員が入力したときは、だれが入力したかが必要です。",
            )
        ]

    def __str__(self) -> str:
        return str(self.agency)


class ReminderPlan(models.Model):
    """When one event reminds, and whether it says thanks; without a plan the limits say when."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="reminder_plan")
    days = ArrayField(models.PositiveSmallIntegerField(), verbose_name="何日前", default=list, blank=True)
    hours = models.PositiveSmallIntegerField("何時間前", null=True, blank=True)
    says_thanks = models.BooleanField("終わったあとに、お礼を送る", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの日"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_reminderplan_days_are_near",
                condition=Q(days__contained_by=list(range(1, 31))),
                violation_error_message="お知らせの日は、1日前から30日前までにしてください。",
            ),
            models.CheckConstraint(
                name="notices_reminderplan_hours_are_of_a_day",
                condition=Q(hours__isnull=True) | Q(hours__range=(1, 23)),
                violation_error_message="時間は、1時間前から23時間前までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)
