import uuid

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.records.models import WorkingRecord
from handoff.records.rules import spoken
from handoff.vault.fields import sealed_only
from handoff.vault.spoken import Spoken

from .enums import AdviceClass, ContactWay, EntryState, Outcome, Period
from .limits import LONGEST_RHYTHM
from .rules import ADVICE, ENTRY_WORDS, REASON, REVIEW_WORDS, WAY, WHY_GO_ON


class Review(WorkingRecord):
    """Two sides looked back on a hand-off (ふりかえり): who, what they saw, what comes next. Never changed.

    `is_hard` says that it had to be written why they still go on.
    """

    held_on = models.DateField("ふりかえった日")
    period = models.CharField("いつの", max_length=10, choices=Period)
    outcome = models.CharField("これから", max_length=10, choices=Outcome)
    is_hard = models.BooleanField("続けるわけを書いた", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "ふりかえり"
        constraints = [
            within_our_time(table="aftercare_review", days=("held_on",)),
            *sealed_only("aftercare_review", "contents"),
            known_choice(table="aftercare_review", field="period", choices=Period, says="知らない段階です。"),
            known_choice(table="aftercare_review", field="outcome", choices=Outcome, says="選んでください。"),
            models.CheckConstraint(
                name="aftercare_review_stands_beside_a_handoff",
                condition=Q(handoff__isnull=False),
                violation_error_message="引継ぎのなかで書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return "ふりかえり"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken((*REVIEW_WORDS, WHY_GO_ON))}[column]


class FollowUpRhythm(models.Model):
    """Every how many days somebody gets in touch; a new one ends the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="+")
    every_days = models.PositiveSmallIntegerField("何日ごと")
    since = models.DateField("いつから")
    ended_on = models.DateField("いつまで", null=True)
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "記録の間隔"
        constraints = [
            within_our_time(table="aftercare_followuprhythm", days=("since", "ended_on")),
            models.UniqueConstraint(
                name="aftercare_followuprhythm_one_at_a_time",
                fields=["case", "handoff"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                violation_error_message="間隔は、もう決まっています。",
            ),
            models.CheckConstraint(
                name="aftercare_followuprhythm_is_within_reason",
                condition=Q(every_days__gte=1, every_days__lte=LONGEST_RHYTHM),
                violation_error_message=f"1日から{LONGEST_RHYTHM}日のあいだで決めてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.every_days}日ごと"


class FollowUpEntry(WorkingRecord):
    """One contact of the follow-up diary: due, done, or not done and why. How and what about lies sealed."""

    state = models.CharField("状態", max_length=10, choices=EntryState, default=EntryState.DUE)
    due_on = models.DateField("いつまでに", null=True)
    done_on = models.DateField("した日", null=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "フォローアップの記録"
        constraints = [
            within_our_time(table="aftercare_followupentry", days=("due_on", "done_on")),
            *sealed_only("aftercare_followupentry", "contents"),
            known_choice(
                table="aftercare_followupentry", field="state", choices=EntryState, says="知らない状態です。"
            ),
            models.CheckConstraint(
                name="aftercare_followupentry_each_state_has_its_day",
                condition=Q(state=EntryState.DUE, due_on__isnull=False, done_on=None, contents=None)
                | Q(
                    state__in=(EntryState.DONE, EntryState.SKIPPED),
                    done_on__isnull=False,
                    done_by__isnull=False,
                    contents__isnull=False,
                ),
                violation_error_message="いつ、だれが、何をしたかが要ります。",
            ),
            models.UniqueConstraint(
                name="aftercare_followupentry_one_is_due",
                fields=["case", "handoff"],
                condition=Q(state=EntryState.DUE),
                nulls_distinct=False,
                violation_error_message="これからの予定は、1つだけです。",
            ),
        ]

    def __str__(self) -> str:
        return "フォローアップの記録"

    def spoken(self, column: str) -> Spoken:
        words = (WAY, *ENTRY_WORDS, ADVICE, REASON)
        return {"contents": spoken(words, way=dict(ContactWay.choices), advice=dict(AdviceClass.choices))}[
            column
        ]
