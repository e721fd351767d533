import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.models import AgencyCopy
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import CASES, DESTROYABLE, PAPERS, Counted, HoldKind, RecordClass, ReplyWay, Unit
from .rules import Period


def _user(words: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=null, related_name="+", verbose_name=words
    )


class RetentionPeriod(models.Model):
    """How long a class of records is kept, on what ground; the newest counts, the older stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("記録", max_length=20, choices=RecordClass)
    amount = models.PositiveSmallIntegerField("期間")
    unit = models.CharField("単位", max_length=10, choices=Unit)
    source = models.CharField("根拠", max_length=200)
    set_by = _user("決めた人")
    set_at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "残しておく期間"
        ordering = ["-set_at"]
        constraints = [
            known_choice(
                table="retention_retentionperiod",
                field="kind",
                choices=RecordClass,
                says="知らない記録です。",
            ),
            known_choice(
                table="retention_retentionperiod", field="unit", choices=Unit, says="知らない単位です。"
            ),
            models.CheckConstraint(
                name="retention_retentionperiod_is_above_zero",
                condition=Q(amount__gte=1),
                violation_error_message="1以上の数にしてください。",
            ),
            models.CheckConstraint(
                name="retention_retentionperiod_has_a_source",
                condition=Q(source__regex=r"\S"),
                violation_error_message="根拠を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.words}"

    @property
    def period(self) -> Period:
        return Period(amount=self.amount, unit=Unit(self.unit))


def _agency() -> Any:
    """Whose it is, copied: whoever is the second of two need not see the case. None is the centre."""
    return models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="+")


class DueNotice(models.Model):
    """That something stands in the list of what is due, since a day. The clock alone writes it.

    `record` is the key of its row as text, whatever its class (`classes`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("記録", max_length=20, choices=RecordClass)
    record = models.CharField("どの記録", max_length=40)
    agency = _agency()
    noticed_on = models.DateField("一覧に出た日")

    class Meta:
        verbose_name = verbose_name_plural = "消す予定"
        constraints = [
            within_our_time(table="retention_duenotice", days=("noticed_on",)),
            models.UniqueConstraint(
                name="retention_duenotice_once",
                fields=["kind", "record"],
                violation_error_message="もう一覧に出ています。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Hold(SealedModel):
    """That nothing of a case may be destroyed: set by one, let go by two different people."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    agency = _agency()
    kind = models.CharField("なぜ止めるか", max_length=20, choices=HoldKind)
    reason = SealedField("わけ")
    set_by = _user("止めた人")
    set_at = models.DateTimeField("止めた日時")
    release_asked_by = _user("解くと決めた1人目", null=True)
    release_asked_at = models.DateTimeField("1人目が決めた日時", null=True)
    released_by = _user("解いた2人目", null=True)
    released_at = models.DateTimeField("解いた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消去を止める"
        constraints = [
            *sealed_only("retention_hold", "reason"),
            known_choice(table="retention_hold", field="kind", choices=HoldKind, says="知らないわけです。"),
            models.CheckConstraint(
                name="retention_hold_asked_has_both",
                condition=Q(release_asked_by__isnull=True, release_asked_at__isnull=True)
                | Q(release_asked_by__isnull=False, release_asked_at__isnull=False),
                violation_error_message="1人目と日時の両方が要ります。",
            ),
            models.CheckConstraint(
                name="retention_hold_released_by_two",
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | (
                    Q(released_by__isnull=False, released_at__isnull=False, release_asked_by__isnull=False)
                    & ~Q(released_by=F("release_asked_by"))
                ),
                violation_error_message="別の2人が、解きます。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.case.key


class Destruction(models.Model):
    """The end of one record of a class (`classes`): proposed by one, confirmed by another, then done.

    Once confirmed it is an intention that nobody takes back: keys go first, and only then is it written that
    they are gone. Whoever is stopped between the two is followed by the clock, which does it again. Of whom
    it tells stands nowhere in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("証明の番号", max_length=12, unique=True)
    kind = models.CharField("記録", max_length=20, choices=RecordClass)
    # The key of its row as text; case and hand-off besides, where it hangs on one.
    record = models.CharField("どの記録", max_length=40)
    agency = _agency()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="destructions")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="destructions")
    # Copied: the certificate is read by whoever never reads the case.
    record_reference = models.CharField("消去したものの番号", max_length=12)
    began_on = models.DateField("期間のはじまり")
    period_words = models.CharField("残しておく期間", max_length=20)
    proposed_by = _user("提案した人")
    proposed_at = models.DateTimeField("提案した日時")
    withdrawn_by = _user("提案を取りやめた人", null=True)
    withdrawn_at = models.DateTimeField("提案を取りやめた日時", null=True)
    confirmed_by = _user("確かめた人", null=True)
    confirmed_at = models.DateTimeField("確かめた日時", null=True)
    destroyed_at = models.DateTimeField("消去した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消去"
        ordering = ["-proposed_at"]
        constraints = [
            within_our_time(table="retention_destruction", days=("began_on",)),
            models.CheckConstraint(
                name="retention_destruction_kind_is_destroyable",
                condition=Q(kind__in=DESTROYABLE),
                violation_error_message="この記録は、消せません。",
            ),
            models.CheckConstraint(
                name="retention_destruction_hangs_where_it_belongs",
                condition=Q(
                    kind__in=(*CASES, RecordClass.PROVISION), case__isnull=False, handoff__isnull=True
                )
                | Q(kind__in=PAPERS, case__isnull=False, handoff__isnull=False)
                | (
                    ~Q(kind__in=(*CASES, *PAPERS, RecordClass.PROVISION))
                    & Q(case__isnull=True, handoff__isnull=True, agency__isnull=True)
                ),
                violation_error_message="何を消すのかが、決まっていません。",
            ),
            models.CheckConstraint(
                name="retention_destruction_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False, withdrawn_at__isnull=True)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
                violation_error_message="提案した人とは別の人が、確かめます。",
            ),
            models.CheckConstraint(
                name="retention_destruction_destroyed_once_confirmed",
                condition=Q(destroyed_at__isnull=True) | Q(confirmed_at__isnull=False),
                violation_error_message="確かめる前に、消せません。",
            ),
            models.CheckConstraint(
                name="retention_destruction_withdrawn_has_both",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                violation_error_message="取りやめた人と日時の両方が要ります。",
            ),
            models.UniqueConstraint(
                name="retention_destruction_one_at_a_time",
                fields=["kind", "record"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="もう、提案されています。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PartnerReply(models.Model):
    """That a partner told us it holds nothing any more of what it was given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="replies")
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField("知らせのあった日")
    way = models.CharField("どのように", max_length=20, choices=ReplyWay)
    written_by = _user("書いた人")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "渡した先の消去の確認"
        constraints = [
            within_our_time(table="retention_partnerreply", days=("told_on",)),
            known_choice(
                table="retention_partnerreply", field="way", choices=ReplyWay, says="知らない方法です。"
            ),
            models.UniqueConstraint(
                name="retention_partnerreply_once",
                fields=["destruction", "agency"],
                violation_error_message="この相手の確認は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()


class ClosingCount(models.Model):
    """How many destroyed cases of a fiscal year were of one kind; nothing is counted one by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fiscal_year = models.PositiveSmallIntegerField("終えた年度")
    counted = models.CharField("何で分けるか", max_length=20, choices=Counted)
    value = models.CharField("どれか", max_length=40)
    cases = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = verbose_name_plural = "消去したケースの件数"
        ordering = ["-fiscal_year", "counted", "value"]
        constraints = [
            known_choice(
                table="retention_closingcount", field="counted", choices=Counted, says="知らない分け方です。"
            ),
            models.UniqueConstraint(
                name="retention_closingcount_once",
                fields=["fiscal_year", "counted", "value"],
                violation_error_message="同じ行があります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.value}"
