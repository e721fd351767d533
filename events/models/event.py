from pathlib import PurePath
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from wagtail.fields import RichTextField

from events.enums import Admission, Audience, EventKind, EventState
from foundation.choices import known_choice


class EventQuerySet(models.QuerySet["Event"]):
    def readable(self) -> "EventQuerySet":
        """Keep what the public may read: published and cancelled events, not those for invited people."""
        return self.filter(state__in=[EventState.PUBLISHED, EventState.CANCELLED]).exclude(
            audience=Audience.INVITED
        )


class Event(models.Model):
    """A seminar, lecture or meeting with one or more sessions, made by staff with one form.

    Only `description` is editorial. Dates, places, seats, deadlines and states change by services.
    """

    number = models.CharField("研修番号", max_length=12, unique=True)
    sheet_number = models.CharField("申込書の番号", max_length=6, unique=True)
    slug = models.SlugField(max_length=20, unique=True)
    title = models.CharField("名前", max_length=80)
    subtitle = models.CharField("副題", max_length=80, blank=True)
    kind = models.CharField("種類", max_length=15, choices=EventKind, default=EventKind.TRAINING)
    summary = models.CharField("ひとことで言うと", max_length=200, blank=True)
    description = RichTextField("くわしい内容", blank=True, features=["h3", "bold", "ol", "ul", "link", "hr"])
    audience = models.CharField("対象", max_length=10, choices=Audience, default=Audience.PUBLIC)
    audience_text = models.CharField("対象の説明", max_length=80, blank=True)
    fee = models.CharField("費用", max_length=60, default="無料")
    contact_name = models.CharField("問い合わせの担当", max_length=40, blank=True)
    opens_at = models.DateTimeField("受付を始める日時")
    deadline_at = models.DateTimeField("申し込みの締切")
    admission = models.CharField("決め方", max_length=15, choices=Admission, default=Admission.AFTER_DEADLINE)
    offer_hours = models.PositiveSmallIntegerField(
        "空いた席の返事を待つ時間", null=True, blank=True, default=48
    )
    asks_for_manager = models.BooleanField("所属長の了承を確かめる", default=False)
    most_people = models.PositiveSmallIntegerField("一度に申し込める人数", default=5)
    agency_cap = models.PositiveSmallIntegerField("1事業所の上限", null=True, blank=True)
    most_passes = models.PositiveSmallIntegerField("先を越される回数の上限", default=3)
    hold_until_days = models.PositiveSmallIntegerField("席を取り置く期限（何日前まで）", default=3)
    state = models.CharField("公開", max_length=10, choices=EventState, default=EventState.DRAFT)
    cancel_reason = models.CharField("中止の理由", max_length=200, blank=True)
    cancelled_at = models.DateTimeField("中止した日時", null=True, blank=True)
    # The deadline is a calendar entry of its own; what is stored is never derived.
    deadline_uid = models.CharField(max_length=120, unique=True)
    deadline_sequence = models.PositiveIntegerField(default=0)
    deadline_changed_at = models.DateTimeField()
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修・行事"
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("run_event", "研修・行事を運営できる")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="events_event_opens_before_deadline",
                condition=Q(opens_at__lt=F("deadline_at")),
                violation_error_message="締切は、受付を始める日時よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="events_event_takes_somebody",
                condition=Q(most_people__gte=1) & (Q(agency_cap__isnull=True) | Q(agency_cap__gte=1)),
                violation_error_message="人数の上限は、1以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_event_offers_last_a_while",
                condition=Q(offer_hours__isnull=True) | Q(offer_hours__gte=1),
                violation_error_message="返事を待つ時間は、1時間以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_event_cancelled_says_when",
                condition=Q(state=EventState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=EventState.CANCELLED) & Q(cancelled_at__isnull=True)),
                violation_error_message="中止した日時は、中止のときだけ書きます。",
            ),
            known_choice(
                table="events_event",
                field="kind",
                choices=EventKind,
                says="種類を選んでください。",
            ),
            known_choice(
                table="events_event",
                field="state",
                choices=EventState,
                says="公開するかどうかを選んでください。",
            ),
            known_choice(
                table="events_event",
                field="audience",
                choices=Audience,
                says="対象を選んでください。",
            ),
            known_choice(
                table="events_event",
                field="admission",
                choices=Admission,
                says="決め方を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])


class Attachment(models.Model):
    """A file that belongs to an event, such as a programme; served by a view, never by its own address."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField("題名", max_length=80)
    file = models.FileField("ファイル", upload_to="events/%Y/")
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "資料"

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return PurePath(self.file.name or "").name

    def get_absolute_url(self) -> str:
        return reverse("events:attachment", args=[self.pk, self.file_name])
