"""Facilities that would like to hear more, what the centre did about it, and why others would not."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.models import Agency
from foundation.choices import known_choice
from training_media.models import Chapter, Course, Part
from training_media.viewing.models import Viewer
from training_media.watching.enums import Way

from .enums import OPEN, LeadState, Outcome, Reason, Wish

USER = "accounts.User"
# What is erased some time after the result.
PERSONAL = ("contact_name", "phone", "email", "good_time", "words")


class LeadQuerySet(models.QuerySet["Lead"]):
    def open(self) -> "LeadQuerySet":
        """Keep those of which nothing has come yet."""
        return self.filter(state__in=OPEN)


class Lead(models.Model):
    """Somebody of a facility would like to hear more of what a course says: 「話を聞きたい」.

    The name of the facility is as of that day. `way` says how far we know who asked: whoever only wrote the
    name of a facility is `Way.NOBODY`. Contact and words are erased some time after the result.
    """

    form_key = models.UUIDField(unique=True)
    number = models.CharField("受付番号", max_length=20, unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="leads", verbose_name="研修動画")
    part = models.ForeignKey(
        Part, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="部"
    )
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="章"
    )
    # Part and chapter as they were called on that day; empty is the whole course.
    about = models.CharField("どの内容について", max_length=150, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="事業所"
    )
    agency_name = models.CharField("事業所の名前", max_length=100)
    way = models.CharField("どこから", max_length=10, choices=Way)
    wish = models.CharField("希望", max_length=10, choices=Wish)
    words = models.CharField("ことば", max_length=300, blank=True)
    contact_name = models.CharField("連絡をとる方", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    good_time = models.CharField("都合のよい時間", max_length=100, blank=True)
    received_at = models.DateTimeField("届いた日時")
    state = models.CharField("状態", max_length=10, choices=LeadState, default=LeadState.NEW)
    owner = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="担当"
    )
    contacted_on = models.DateField("連絡した日", null=True, blank=True)
    visited_on = models.DateField("訪問した日", null=True, blank=True)
    outcome = models.CharField("結果", max_length=12, choices=Outcome, blank=True)
    result_on = models.DateField("結果が出た日", null=True, blank=True)
    next_on = models.DateField("次に連絡する日", null=True, blank=True)
    changed_at = models.DateTimeField("さいごに書いた日時")
    erased_at = models.DateTimeField("連絡先を消した日時", null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "「話を聞きたい」"
        ordering: ClassVar = ["received_at", "id"]
        indexes: ClassVar = [models.Index(fields=["state", "received_at"], name="leads_lead_state")]
        constraints: ClassVar = [
            known_choice(
                table="leads_lead", field="way", choices=Way, says="どこから届いたかを選んでください。"
            ),
            known_choice(table="leads_lead", field="wish", choices=Wish, says="希望を選んでください。"),
            known_choice(table="leads_lead", field="state", choices=LeadState, says="状態を選んでください。"),
            known_choice(
                table="leads_lead",
                field="outcome",
                choices=Outcome,
                says="結果を選んでください。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name="leads_lead_is_of_a_facility",
                condition=~Q(agency_name=""),
                violation_error_message="事業所の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="leads_lead_result_has_an_outcome_and_a_day",
                condition=Q(state=LeadState.RESULT, result_on__isnull=False) & ~Q(outcome="")
                | ~Q(state=LeadState.RESULT) & Q(outcome="", result_on__isnull=True),
                violation_error_message="結果と、その日を書いてください。",
            ),
            models.CheckConstraint(
                name="leads_lead_considering_has_a_next_day",
                condition=~Q(outcome=Outcome.CONSIDERING)
                | Q(next_on__isnull=False)
                | Q(erased_at__isnull=False),
                violation_error_message="「検討中」のときは、次に連絡する日も書いてください。",
            ),
            models.CheckConstraint(
                name="leads_lead_steps_have_their_day",
                condition=Q(state__in=[LeadState.NEW, LeadState.RESULT])
                | Q(state=LeadState.CONTACTED, contacted_on__isnull=False, next_on__isnull=False)
                | Q(state=LeadState.VISITED, visited_on__isnull=False, next_on__isnull=False),
                violation_error_message="連絡した日か訪問した日と、次に連絡する日を書いてください。",
            ),
            models.CheckConstraint(
                name="leads_lead_somebody_goes_on_with_it",
                condition=Q(state=LeadState.NEW) | Q(owner__isnull=False) | Q(outcome=Outcome.SILENT),
                violation_error_message="担当を決めてください。",
            ),
            models.CheckConstraint(
                name="leads_lead_can_be_answered_or_is_erased",
                condition=Q(erased_at__isnull=True) & ~Q(contact_name="") & ~Q(phone="", email="")
                | Q(erased_at__isnull=False, state=LeadState.RESULT, next_on__isnull=True)
                & Q(**dict.fromkeys(PERSONAL, "")),
                violation_error_message="連絡をとる方と、電話かメールを書いてください。消したものには残せません。",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LeadNote(models.Model):
    """One step that was taken with a lead, as it was written down; the words go with the contact."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="notes")
    state = models.CharField("状態", max_length=10, choices=LeadState)
    on = models.DateField("日")
    words = models.CharField("ことば", max_length=300, blank=True)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "「話を聞きたい」の記録"
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="leads_leadnote", field="state", choices=LeadState, says="状態を選んでください。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.on}"


class NotNow(models.Model):
    """Why somebody who watched a course does not think of it now, as it was said last.

    `is_sure`: they said so themselves, by their account or their own card. What is said at a card by whoever
    bears the name there, or of several at once, stands beside it and never in its place.
    """

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="not_now")
    course = models.ForeignKey(Course, models.PROTECT, related_name="not_now")
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason), verbose_name="わけ")
    words = models.CharField("その他のわけ", max_length=200, blank=True)
    said_at = models.DateTimeField("答えた日時")
    is_sure = models.BooleanField("本人が答えた", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "受け入れを、いまは考えていない"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="leads_notnow_once",
                fields=["viewer", "course", "is_sure"],
                violation_error_message="この研修動画には、もう答えています。",
            ),
            models.CheckConstraint(
                name="leads_notnow_has_known_reasons",
                condition=Q(reasons__contained_by=Reason.values) & Q(reasons__len__gte=1),
                violation_error_message="当てはまるものを、選んでください。",
            ),
            models.CheckConstraint(
                name="leads_notnow_words_for_others_alone",
                condition=Q(words="") | Q(reasons__contains=[Reason.OTHER]),
                violation_error_message="ことばは、「その他」を選んだときに書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.course_id}"
