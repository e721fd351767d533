from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from outreach.outside_meetings.enums import ItemKind
from outreach.outside_meetings.rules import Steps

from .meetings import AGENCY, USER


class HostKit(models.Model):
    """What an office gets that receives somebody for the first time: a template for many offices."""

    title = models.CharField("名前", max_length=60)
    greeting = models.TextField("はじめのことば", max_length=600)
    is_open = models.BooleanField("使っている", default=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "はじめての受け入れセット"
        ordering: ClassVar = ["-is_open", "title", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outside_meetings_hostkit_says_what_it_is",
                condition=~Q(title="") & ~Q(greeting=""),
                violation_error_message="名前と、はじめのことばを書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class KitItem(models.Model):
    """One thing in a kit: a pamphlet, a short course, whom to call, a material."""

    kit = models.ForeignKey(HostKit, models.CASCADE, related_name="items")
    kind = models.CharField("種類", max_length=8, choices=ItemKind)
    title = models.CharField("題", max_length=80)
    words = models.CharField("ひとこと", max_length=300, blank=True)
    course = models.ForeignKey(
        "training_media.Course",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="研修動画",
    )
    # Of this portal, beginning with a slash.
    address = models.CharField("ページのアドレス", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    position = models.PositiveSmallIntegerField("順番")

    class Meta:
        verbose_name = verbose_name_plural = "受け入れセットに入っているもの"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            known_choice(
                table="outside_meetings_kititem",
                field="kind",
                choices=ItemKind,
                says="種類を選んでください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_kititem_has_a_title",
                condition=~Q(title=""),
                violation_error_message="題を書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_kititem_course_of_a_course",
                condition=Q(kind=ItemKind.COURSE, course__isnull=False)
                | ~Q(kind=ItemKind.COURSE) & Q(course__isnull=True),
                violation_error_message="短い研修には、研修動画を選んでください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_kititem_phone_of_a_call",
                condition=Q(kind=ItemKind.CALL) & ~Q(phone="") | ~Q(kind=ItemKind.CALL) & Q(phone=""),
                violation_error_message="困ったときの連絡先には、電話番号を書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_kititem_address_of_this_portal",
                condition=Q(address="") | Q(address__regex=r"^/([^/]|$)"),
                violation_error_message="このサイトのページを、「/」から書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HostStory(models.Model):
    """What another office tells of its first time, so that nobody and no office can be recognised."""

    kit = models.ForeignKey(HostKit, models.CASCADE, related_name="stories")
    title = models.CharField("題", max_length=60)
    office = models.CharField("どんなところか", max_length=60)
    text = models.TextField("話", max_length=800)

    class Meta:
        verbose_name = verbose_name_plural = "受け入れたところの話"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outside_meetings_hoststory_says_something",
                condition=~Q(title="") & ~Q(office="") & ~Q(text=""),
                violation_error_message="題、どんなところか、話を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class HostSending(models.Model):
    """A kit was given to an office: dates of the steps alone, nothing of any person or stay."""

    kit = models.ForeignKey(HostKit, models.PROTECT, related_name="sendings")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="host_kits")
    # An office with experience that agreed to be asked.
    buddy = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="host_buddies")
    buddy_agreed_on = models.DateField("引き受けてくださった日", null=True, blank=True)
    sent_on = models.DateField("渡した日")
    read_on = models.DateField("読んだ日", null=True, blank=True)
    talked_on = models.DateField("話した日", null=True, blank=True)
    reviewed_on = models.DateField("ふりかえった日", null=True, blank=True)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "渡した受け入れセット"
        ordering: ClassVar = ["-sent_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="outside_meetings_hostsending_once",
                fields=["kit", "agency"],
                violation_error_message="この機関には、もう渡しています。",
            ),
            models.CheckConstraint(
                name="outside_meetings_hostsending_buddy_has_agreed",
                condition=Q(buddy__isnull=True, buddy_agreed_on__isnull=True)
                | Q(buddy__isnull=False, buddy_agreed_on__isnull=False) & ~Q(buddy=F("agency")),
                violation_error_message="相談できる機関は、ほかの機関で、引き受けてくださった日が要ります。",
            ),
            models.CheckConstraint(
                name="outside_meetings_hostsending_steps_after_it_was_sent",
                condition=(Q(read_on__isnull=True) | Q(read_on__gte=F("sent_on")))
                & (Q(talked_on__isnull=True) | Q(talked_on__gte=F("sent_on"))),
                violation_error_message="渡した日からあとの日にしてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_hostsending_reviewed_after_talk",
                condition=Q(reviewed_on__isnull=True)
                | Q(talked_on__isnull=False, reviewed_on__gte=F("talked_on")),
                violation_error_message="ふりかえりは、話した日からあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kit_id} {self.agency_id}"

    @property
    def steps(self) -> Steps:
        return Steps(self.sent_on, self.read_on, self.talked_on, self.reviewed_on)


class HostQuestion(models.Model):
    """What an office asks about its kit, and the centre's answer; never about a person."""

    sending = models.ForeignKey(HostSending, models.CASCADE, related_name="questions")
    text = models.TextField("聞きたいこと", max_length=600)
    asked_at = models.DateTimeField("聞いた日時")
    answer = models.TextField("答え", max_length=1_000, blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受け入れセットへの質問"
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outside_meetings_hostquestion_asks_something",
                condition=~Q(text=""),
                violation_error_message="聞きたいことを書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_hostquestion_answered_says_when",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                violation_error_message="答えには、日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.pk}"
