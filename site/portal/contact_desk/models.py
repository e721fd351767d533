from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from foundation.choices import known_choice
from portal.consultations.enums import AskerKind

from .enums import (
    DONE_STATES,
    OPEN_STATES,
    BestTime,
    MessageState,
    ReplyWay,
    SubjectClass,
)

ONE_OF_US = settings.AUTH_USER_MODEL


class ContactMessageQuerySet(models.QuerySet["ContactMessage"]):
    def open(self) -> "ContactMessageQuerySet":
        """Narrow to what nobody has answered yet."""
        return self.filter(state__in=OPEN_STATES)

    def due_for_erasing(self, today: date, *, kept_days: int) -> "ContactMessageQuerySet":
        """Narrow to what was promised to be gone by now, or was answered longer ago than is kept now."""
        answered_before = today - timedelta(days=kept_days)
        due = Q(erase_due__lte=today) | Q(answered_on__lte=answered_before)
        return self.filter(due, state__in=DONE_STATES)

    def without_contents(self) -> "ContactMessageQuerySet":
        """Leave the sealed bytes in the database: lists never need them."""
        return self.defer("wrapped_key", "ciphertext")


class ContactMessage(models.Model):
    """One message of the contact form. Everything in the sender's own words is sealed (`sealing`).

    The columns in the clear are choices of ours and dates. The sealed bytes are destroyed some time after the
    answer (`limits.KEPT_AFTER_ANSWER`); the row stays for the counts.
    """

    form_key = models.UUIDField(unique=True)
    number = models.CharField("受付番号", max_length=20, unique=True)
    asker_kind = models.CharField("どなたからか", max_length=12, choices=AskerKind)
    subject = models.CharField("何についてか", max_length=12, choices=SubjectClass)
    reply_way = models.CharField("返事の方法", max_length=6, choices=ReplyWay)
    best_time = models.CharField("都合のよい時間", max_length=10, choices=BestTime, blank=True)
    state = models.CharField("状態", max_length=10, choices=MessageState, default=MessageState.NEW)
    received_at = models.DateTimeField("届いた日時")
    assigned_to = models.ForeignKey(
        ONE_OF_US, models.PROTECT, verbose_name="担当", null=True, related_name="contact_messages"
    )
    assigned_at = models.DateTimeField("担当を決めた日時", null=True)
    # The day of the answer, which may be written down later, at `answered_at`.
    answered_on = models.DateField("返事をした日", null=True)
    answered_at = models.DateTimeField("返事を書きとめた日時", null=True)
    answered_by = models.ForeignKey(
        ONE_OF_US, models.PROTECT, verbose_name="返事をした人", null=True, related_name="+"
    )
    closed_at = models.DateTimeField("終わりにした日時", null=True)
    erase_due = models.DateField("内容を消す日", null=True)
    erased_at = models.DateTimeField("内容を消した日時", null=True)
    key_id = models.CharField(max_length=16, blank=True)
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "問い合わせ"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="contact_desk_contactmessage_erased_is_empty",
                condition=Q(
                    state=MessageState.ERASED,
                    key_id="",
                    wrapped_key=b"",
                    ciphertext=b"",
                    erased_at__isnull=False,
                )
                | (
                    ~Q(state=MessageState.ERASED)
                    & ~Q(key_id="")
                    & ~Q(wrapped_key=b"")
                    & ~Q(ciphertext=b"")
                    & Q(erased_at__isnull=True)
                ),
                violation_error_message="消した問い合わせに内容は残せず、消していないものの内容は空にできません。",
            ),
            models.CheckConstraint(
                name="contact_desk_contactmessage_new_has_nobody",
                condition=Q(state=MessageState.NEW, assigned_to__isnull=True, assigned_at__isnull=True)
                | (~Q(state=MessageState.NEW) & Q(assigned_to__isnull=False, assigned_at__isnull=False)),
                violation_error_message="新しい問い合わせに担当はなく、そのあとの問い合わせには担当が必要です。",
            ),
            models.CheckConstraint(
                name="contact_desk_contactmessage_answer_has_dates",
                condition=Q(
                    state__in=OPEN_STATES,
                    answered_on__isnull=True,
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    erase_due__isnull=True,
                )
                | (
                    ~Q(state__in=OPEN_STATES)
                    & Q(
                        answered_on__isnull=False,
                        answered_at__isnull=False,
                        answered_by__isnull=False,
                        erase_due__isnull=False,
                    )
                ),
                violation_error_message="返事をした問い合わせには、返事の日と、内容を消す日が必要です。",
            ),
            models.CheckConstraint(
                name="contact_desk_contactmessage_closed_has_time",
                condition=Q(state=MessageState.CLOSED, closed_at__isnull=False)
                | (Q(state__in=[*OPEN_STATES, MessageState.ANSWERED]) & Q(closed_at__isnull=True))
                | Q(state=MessageState.ERASED),
                violation_error_message="終わりにした問い合わせには、その日時が必要です。",
            ),
            known_choice(
                table="contact_desk_contactmessage",
                field="asker_kind",
                choices=AskerKind,
                says="どなたからかを選んでください。",
            ),
            known_choice(
                table="contact_desk_contactmessage",
                field="subject",
                choices=SubjectClass,
                says="何についてかを選んでください。",
            ),
            known_choice(
                table="contact_desk_contactmessage",
                field="reply_way",
                choices=ReplyWay,
                says="返事の方法を選んでください。",
            ),
            known_choice(
                table="contact_desk_contactmessage",
                field="best_time",
                choices=BestTime,
                says="都合のよい時間を選んでください。",
                may_be_blank=True,
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="contact_desk_message_state"),
            models.Index(fields=["received_at"], name="contact_desk_message_received"),
        ]

    def __str__(self) -> str:
        return self.number


class ContactReader(models.Model):
    """A member of staff who may open messages, from when until when, named by a manager."""

    user = models.ForeignKey(
        ONE_OF_US, models.PROTECT, verbose_name="読む人", related_name="contact_readings"
    )
    since = models.DateTimeField("いつから")
    until = models.DateTimeField("いつまで", null=True)
    named_by = models.ForeignKey(ONE_OF_US, models.PROTECT, verbose_name="決めた人", related_name="+")
    ended_by = models.ForeignKey(
        ONE_OF_US, models.PROTECT, verbose_name="やめにした人", null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "問い合わせを読む人"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="contact_desk_contactreader_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="終わりは、始まりよりあとにしてください。",
            ),
            ExclusionConstraint(
                name="contact_desk_contactreader_once_at_a_time",
                expressions=[
                    (
                        Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("user", RangeOperators.EQUAL),
                ],
                violation_error_message="この人は、もう読む人に決まっています。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
