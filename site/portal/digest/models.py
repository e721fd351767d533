from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThanOrEqual

from foundation.choices import known_choice
from portal.contact_desk.sealing import KEY_ID_CHARACTERS

from .enums import Cadence, SubscriptionState
from .rules import MOST_ENTRIES, Wish


def count_in(column: str) -> Func:
    """Return the number of elements of an array, as the database counts them."""
    return Func(F(column), function="cardinality", output_field=models.IntegerField())


class DigestIssue(models.Model):
    """What one digest tells, once for each period of a cadence: the public things, and how many mails went.

    It keeps what they are, not their words: what is no longer public when a mail is written stays out of it.
    """

    cadence = models.CharField("いつ", max_length=8, choices=Cadence)
    day = models.DateField("期間の最初の日")
    made_at = models.DateTimeField("作った日時")
    news_ids = ArrayField(models.BigIntegerField(), verbose_name="お知らせ", default=list)
    event_ids = ArrayField(models.BigIntegerField(), verbose_name="研修・行事", default=list)
    mail_count = models.PositiveIntegerField("メールの数", default=0)
    finished_at = models.DateTimeField("全員の分を書き終えた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "送ったお知らせのメール"
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="digest_digestissue_once_a_period",
                fields=["cadence", "day"],
                violation_error_message="この期間のメールは、もう作られています。",
            ),
            known_choice(
                table="digest_digestissue",
                field="cadence",
                choices=Cadence,
                says="いつ届けるかを選んでください。",
            ),
            models.CheckConstraint(
                name="digest_digestissue_is_short",
                condition=LessThanOrEqual(
                    count_in("news_ids") + count_in("event_ids"),
                    MOST_ENTRIES,
                ),
                violation_error_message=f"1通に載せられるのは、{MOST_ENTRIES}件までです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cadence_display()} {self.day}"

    @property
    def entry_count(self) -> int:
        return len(self.news_ids) + len(self.event_ids)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Keep those who pressed the button in the mail."""
        return self.filter(state=SubscriptionState.ACTIVE)


class Subscription(models.Model):
    """One address that gets the digest, or is asked whether it wants it. The address stands here sealed.

    `key_id` names the key that sealed it; empty is sealed anew in the night. `last_issue` is the issue that
    was last looked at for this reader, with or without a mail. Until `open_until` the buttons in the
    questions work, as those mails say.
    """

    public_id = models.UUIDField(unique=True, default=uuid4)
    sealed_address = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    key_id = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True)
    cadence = models.CharField("いつ", max_length=8, choices=Cadence)
    wants_news = models.BooleanField("お知らせ")
    wants_events = models.BooleanField("研修・行事")
    state = models.CharField("状態", max_length=6, choices=SubscriptionState, default=SubscriptionState.ASKED)
    times_asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField("申し込んだ日時")
    open_until = models.DateTimeField("確認できる期限")
    confirmed_at = models.DateTimeField("確認した日時", null=True)
    last_issue = models.ForeignKey(DigestIssue, models.PROTECT, null=True, related_name="+")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせのメールの読者"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="digest_subscription_once_a_state",
                fields=["fingerprint", "state"],
                violation_error_message="この宛先は、もう申し込まれています。",
            ),
            known_choice(
                table="digest_subscription",
                field="cadence",
                choices=Cadence,
                says="いつ届けるかを選んでください。",
            ),
            models.CheckConstraint(
                name="digest_subscription_wants_something",
                condition=Q(wants_news=True) | Q(wants_events=True),
                violation_error_message="受け取るものを、1つは選んでください。",
            ),
            models.CheckConstraint(
                name="digest_subscription_active_is_confirmed",
                condition=Q(state=SubscriptionState.ACTIVE, confirmed_at__isnull=False)
                | Q(state=SubscriptionState.ASKED, confirmed_at__isnull=True, last_issue__isnull=True),
                violation_error_message="確認がすんでいない宛先には、送れません。",
            ),
            models.CheckConstraint(
                name="digest_subscription_address_is_there",
                condition=~Q(sealed_address=b"") & ~Q(fingerprint=""),
                violation_error_message="宛先のない申し込みは残せません。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "cadence"], name="digest_subscription_state")]

    def __str__(self) -> str:
        return f"{self.get_cadence_display()} {self.pk}"

    @property
    def wish(self) -> Wish:
        """What this reader gets."""
        return Wish(self.cadence, self.wants_news, self.wants_events)


class Refusal(models.Model):
    """A mailbox to which no question goes any more, as its owner wishes: a keyed fingerprint, no address."""

    fingerprint = models.CharField(max_length=64, unique=True)
    day = models.DateField("断った日")

    class Meta:
        verbose_name = verbose_name_plural = "お知らせのメールを断った宛先"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="digest_refusal_is_of_a_mailbox",
                condition=~Q(fingerprint=""),
                violation_error_message="宛先のしるしがありません。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.pk}"


class MonthlyCount(models.Model):
    """What happened in one month, as numbers: what stays when an address has gone."""

    month = models.DateField("月", unique=True)
    asked = models.PositiveIntegerField("申し込み", default=0)
    confirmed = models.PositiveIntegerField("確認ずみ", default=0)
    lapsed = models.PositiveIntegerField("確認なし", default=0)
    stopped = models.PositiveIntegerField("止めた", default=0)
    unreachable = models.PositiveIntegerField("届かなくなった", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせのメールの数"
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="digest_monthlycount_begins_a_month",
                condition=Q(month__day=1),
                violation_error_message="月は、その月の1日で書きます。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
