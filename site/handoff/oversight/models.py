import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.models import AgencyCopy
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import Answer, RequestKind, ToldWay

TABLE = "oversight_personrequest"


def _user(words: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=null, related_name="+", verbose_name=words
    )


class MonthlyReview(SealedModel):
    """That somebody who leads has gone through who read what in a month, and what they found."""

    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    month = models.DateField("月", unique=True)
    entries = models.PositiveIntegerField("読んだ回数")
    odd = models.PositiveIntegerField("印のついた回数")
    note = SealedField("気づいたこと", null=True)
    ticked_by = _user("確かめた人")
    ticked_at = models.DateTimeField("確かめた日時")

    class Meta:
        verbose_name = verbose_name_plural = "月ごとの確かめ"
        ordering = ["-month"]
        constraints = [
            within_our_time(table="oversight_monthlyreview", days=("month",)),
            *sealed_only("oversight_monthlyreview", "note"),
            models.CheckConstraint(
                name="oversight_monthlyreview_is_of_a_month",
                condition=Q(month__day=1),
                violation_error_message="月の1日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def key_id(self) -> uuid.UUID:
        return self.key


class RightsReview(models.Model):
    """That somebody who enrols has gone through everybody who may come in, and who is needed no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolments = models.PositiveIntegerField("登録の数")
    # Ending one stays a deed of its own: it closes sessions, and never somebody's own.
    ending = ArrayField(models.BigIntegerField(), default=list, verbose_name="とりやめる登録")
    reviewed_by = _user("確かめた人")
    reviewed_at = models.DateTimeField("確かめた日時")

    class Meta:
        verbose_name = verbose_name_plural = "入れる人の確かめ"
        ordering = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.reviewed_at:%Y-%m-%d}"


class PersonRequest(SealedModel):
    """What somebody asked for of what is held about them, and what was answered (開示・訂正・利用停止).

    What is handed out is a copy, masked by hand by one and approved by another; of what was masked only the
    number stays.
    """

    reference = models.CharField("番号", max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField("求め", max_length=20, choices=RequestKind)
    asked_on = models.DateField("求められた日")
    asked_by = SealedField("だれから")
    what = SealedField("求めの中身", null=True)
    entered_by = _user("書いた人")
    entered_at = models.DateTimeField("書いた日時")
    package = SealedField("渡すもの", null=True)
    masked_places = models.PositiveIntegerField("隠したところの数", null=True)
    masked_by = _user("隠した人", null=True)
    masked_at = models.DateTimeField("隠した日時", null=True)
    approved_by = _user("承認した人", null=True)
    approved_at = models.DateTimeField("承認した日時", null=True)
    answer = models.CharField("答え", max_length=20, choices=Answer, blank=True)
    answered_on = models.DateField("答えた日", null=True)
    answered_by = _user("答えた人", null=True)
    because = SealedField("答えのわけ", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "本人からの求め"
        ordering = ["-asked_on", "reference"]
        constraints = [
            within_our_time(table=TABLE, days=("asked_on", "answered_on")),
            *sealed_only(TABLE, "asked_by", "what", "package", "because"),
            known_choice(table=TABLE, field="kind", choices=RequestKind, says="知らない求めです。"),
            known_choice(
                table=TABLE, field="answer", choices=Answer, says="知らない答えです。", may_be_blank=True
            ),
            models.CheckConstraint(
                name=f"{TABLE}_masked_has_all",
                condition=Q(
                    package__isnull=True,
                    masked_places__isnull=True,
                    masked_by__isnull=True,
                    masked_at__isnull=True,
                )
                | Q(
                    package__isnull=False,
                    masked_places__isnull=False,
                    masked_by__isnull=False,
                    masked_at__isnull=False,
                ),
                violation_error_message="隠した人と日時が要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False, package__isnull=False)
                    & ~Q(approved_by=F("masked_by"))
                ),
                violation_error_message="隠した人とは別の人が、承認します。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_answered_has_all",
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False)),
                violation_error_message="答えた人と日が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key_id(self) -> uuid.UUID:
        return self.case.key


class ReceiverTold(models.Model):
    """That a receiver of what was given was told of a correction or a stop."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(PersonRequest, on_delete=models.PROTECT, related_name="told")
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField("知らせた日")
    way = models.CharField("どのように", max_length=20, choices=ToldWay)
    written_by = _user("書いた人")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "渡した先への知らせ"
        constraints = [
            within_our_time(table="oversight_receivertold", days=("told_on",)),
            known_choice(
                table="oversight_receivertold", field="way", choices=ToldWay, says="知らない方法です。"
            ),
            models.UniqueConstraint(
                name="oversight_receivertold_once",
                fields=["request", "agency"],
                violation_error_message="この相手には、もう知らせています。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()
