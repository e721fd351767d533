import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.machine.enums import Side
from handoff.machine.models import Handoff, JointMeeting
from handoff.records.rules import spoken
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken

from .enums import MeetingKind, MeetingState
from .rules import CALL_WORDS, LENGTHS, MOST_DECISIONS, OWNER, SAID, WHAT

TABLE = "meetings_supportmeeting"
_MINUTED = Q(held__isnull=False, minutes__isnull=False, minuted_by__isnull=False, minuted_at__isnull=False)
_CONFIRMED = Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_side="")


class SupportMeeting(SealedModel):
    """A 合同支援会議 from the call to the minutes that the other side has confirmed.

    `contents` is where, who is asked and what about; `minutes` is what was said there. Once it was held it
    stands in `held` as the gates of the hand-off count it. One without a call has no `contents`. Where
    somebody of the asking side wrote that a receiver on paper confirmed it, `told_by` says who of them. Where
    the other side does not hold the minutes to be right, `why_back` says what is to be mended, until it is.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="support_meetings")
    kind = models.CharField("何の会議か", max_length=20, choices=MeetingKind)
    state = models.CharField("状態", max_length=20, choices=MeetingState, default=MeetingState.CALLED)
    starts_at = models.DateTimeField("日時")
    lasts = models.PositiveSmallIntegerField("長さ（分）")
    contents = SealedField("場所、来てほしい人、話すこと", null=True)
    called_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField("呼びかけた日時", null=True)
    called_side = models.CharField("呼びかけた側", max_length=10, choices=Side, blank=True)
    why_off = SealedField("とりやめたわけ", null=True)
    off_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    off_side = models.CharField("とりやめた側", max_length=10, choices=Side, blank=True)
    held = models.OneToOneField(JointMeeting, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = SealedField("議事録", null=True)
    minuted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    minuted_at = models.DateTimeField("議事録を書いた日時", null=True)
    minuted_side = models.CharField("議事録を書いた側", max_length=10, choices=Side, blank=True)
    why_back = SealedField("直してほしいところ", null=True)
    back_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("確かめた日時", null=True)
    confirmed_side = models.CharField("確かめた側", max_length=10, choices=Side, blank=True)
    told_by = SealedField("だれから、いつ、どのように", null=True)
    version = models.PositiveIntegerField("版", default=1)
    changed_at = models.DateTimeField("変わった日時")
    calendar_uid = models.CharField("予定表での番号", max_length=255, unique=True)
    form_key = models.UUIDField("入力の鍵", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "合同支援会議"
        ordering = ["-starts_at", "id"]
        constraints = [
            within_our_time(table=TABLE, moments=("starts_at",)),
            *sealed_only(TABLE, "contents", "why_off", "minutes", "why_back", "told_by"),
            known_choice(table=TABLE, field="kind", choices=MeetingKind, says="選んでください。"),
            known_choice(table=TABLE, field="state", choices=MeetingState, says="知らない状態です。"),
            *(
                known_choice(
                    table=TABLE, field=each, choices=Side, says="知らない側です。", may_be_blank=True
                )
                for each in ("called_side", "off_side", "minuted_side", "confirmed_side")
            ),
            models.CheckConstraint(
                name=f"{TABLE}_lasts_as_long_as_offered",
                condition=Q(lasts__in=LENGTHS),
                violation_error_message="長さを選んでください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_each_state_has_its_moment",
                condition=Q(state__in=(MeetingState.CALLED, MeetingState.CALLED_OFF), held=None, minutes=None)
                | (Q(state__in=(MeetingState.HELD, MeetingState.SENT_BACK), confirmed_at=None) & _MINUTED)
                | (Q(state=MeetingState.CONFIRMED) & _MINUTED & _CONFIRMED),
                violation_error_message="だれが、いつ、その状態にしたかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_a_call_says_who_and_where",
                condition=Q(contents=None, called_by=None, called_at=None, called_side="")
                & Q(state__in=(MeetingState.HELD, MeetingState.SENT_BACK, MeetingState.CONFIRMED))
                | Q(contents__isnull=False, called_by__isnull=False, called_at__isnull=False)
                & ~Q(called_side=""),
                violation_error_message="だれが、どこに呼ぶかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_is_called_off_by_somebody",
                condition=Q(state=MeetingState.CALLED_OFF, off_by__isnull=False) & ~Q(off_side="")
                | ~Q(state=MeetingState.CALLED_OFF) & Q(off_by=None, off_side=""),
                violation_error_message="どちらの側のだれがとりやめたかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_is_sent_back_with_a_word",
                condition=Q(state=MeetingState.SENT_BACK, why_back__isnull=False, back_by__isnull=False)
                | ~Q(state=MeetingState.SENT_BACK) & Q(why_back=None, back_by=None),
                violation_error_message="だれが、何を直してほしいかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_is_confirmed_by_the_other_side",
                condition=~Q(state=MeetingState.CONFIRMED)
                | (
                    ~Q(confirmed_side=F("minuted_side"))
                    & (Q(told_by__isnull=False) | ~Q(confirmed_by=F("minuted_by")))
                ),
                violation_error_message="議事録は、相手の側が確かめます。",
            ),
        ]

    def __str__(self) -> str:
        return "合同支援会議"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(CALL_WORDS), "minutes": spoken((SAID,))}[column]

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.lasts)

    @property
    def moment(self) -> datetime:
        """Return when it was held, or is to be."""
        return self.held.held_at if self.held else self.starts_at


class Decision(SealedModel):
    """What a meeting decided: what and who does it lie sealed; which side has it, until when, done when.

    One that was taken out of the minutes again stays, with the moment in which it was.
    """

    meeting = models.ForeignKey(SupportMeeting, on_delete=models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField("順番")
    contents = SealedField("何を、だれが")
    side = models.CharField("どちらの側がするか", max_length=10, choices=Side)
    due_on = models.DateField("いつまでに", null=True)
    done_on = models.DateField("した日", null=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField("議事録から外した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "決まったこと"
        ordering = ["position"]
        constraints = [
            within_our_time(table="meetings_decision", days=("due_on", "done_on")),
            *sealed_only("meetings_decision", "contents"),
            known_choice(table="meetings_decision", field="side", choices=Side, says="知らない側です。"),
            models.UniqueConstraint(
                name="meetings_decision_one_at_a_place",
                fields=["meeting", "position"],
                condition=Q(dropped_at=None),
                violation_error_message="同じ順番の行があります。",
            ),
            models.CheckConstraint(
                name="meetings_decision_stands_within_its_number",
                condition=Q(position__gte=1, position__lte=MOST_DECISIONS),
                violation_error_message=f"決まったことは、{MOST_DECISIONS}つまでです。",
            ),
            models.CheckConstraint(
                name="meetings_decision_done_by_somebody",
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                violation_error_message="だれが、いつしたかが要ります。",
            ),
        ]

    def __str__(self) -> str:
        return "決まったこと"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken((WHAT, OWNER))}[column]

    @property
    def key_id(self) -> uuid.UUID:
        return self.meeting.key_id
