import uuid

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.enums import Duty, OriginKind, Place
from handoff.models import AgencyCopy
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .person import SupportedPerson

TABLE = "cases_case"


class Case(SealedModel):
    """One stretch of support for one person, under a key of its own; known outside by its reference alone.

    In the clear stand ids, states and days. What is needed, age and area are sealed like everything else.
    An agency that asks the centre keeps a case as well; `agency` is empty for those of the centre.
    """

    reference = models.CharField("番号", max_length=12, unique=True)
    person = models.ForeignKey(SupportedPerson, on_delete=models.PROTECT, related_name="cases")
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="cases")
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    duty = models.CharField("業務", max_length=30, choices=Duty)
    origin_kind = models.CharField("はじまりの文書", max_length=40, choices=OriginKind)
    origin_on = models.DateField("はじまりの文書の日")
    origin_number = SealedField("文書番号", null=True)
    origin_from = SealedField("どこから", null=True)
    need = SealedField("必要な支援", null=True)
    age_band = SealedField("年代", null=True)
    area = SealedField("地域", null=True)
    release_on = models.DateField("出所・釈放の予定", null=True)
    opened_on = models.DateField("はじめた日")
    closed_on = models.DateField("終えた日", null=True)
    shredded_at = models.DateTimeField("消去した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "ケース"
        constraints = [
            within_our_time(table=TABLE, days=("origin_on", "release_on", "opened_on", "closed_on")),
            *sealed_only(TABLE, "origin_number", "origin_from", "need", "age_band", "area"),
            known_choice(table=TABLE, field="duty", choices=Duty, says="知らない業務です。"),
            known_choice(table=TABLE, field="origin_kind", choices=OriginKind, says="知らない文書です。"),
            models.CheckConstraint(
                name=f"{TABLE}_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="終えた日は、はじめた日よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key_id(self) -> uuid.UUID:
        return self.key


class CaseWorker(models.Model):
    """Who works on a case, from and until when: 主担当 or 副担当. Ended rows stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="workers")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    place = models.CharField("担当", max_length=10, choices=Place)
    since = models.DateField("いつから")
    ended_on = models.DateField("いつまで", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "担当"
        constraints = [
            within_our_time(table="cases_caseworker", days=("since", "ended_on")),
            known_choice(table="cases_caseworker", field="place", choices=Place, says="知らない担当です。"),
            models.UniqueConstraint(
                name="cases_caseworker_one_in_a_place",
                fields=["case", "place"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="この担当は、もう決まっています。",
            ),
            models.UniqueConstraint(
                name="cases_caseworker_two_different_people",
                fields=["case", "person"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="主担当と副担当は、別の人にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_place_display()


class StandIn(SealedModel):
    """Somebody who opened a case of colleagues for one day, and wrote why (代わりに開く)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stand_ins")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("開いた日")
    opened_at = models.DateTimeField("開いた日時")
    reason = SealedField("わけ")
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="見た人"
    )
    seen_at = models.DateTimeField("責任者が見た日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "代わりに開いた記録"
        constraints = [
            within_our_time(table="cases_standin", days=("day",)),
            *sealed_only("cases_standin", "reason"),
            models.UniqueConstraint(
                name="cases_standin_once_a_day",
                fields=["case", "person", "day"],
                violation_error_message="今日は、もう開いています。",
            ),
            models.CheckConstraint(
                name="cases_standin_seen_by_somebody",
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                violation_error_message="見た人と日時の両方が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return "代わりに開いた記録"

    @property
    def key_id(self) -> uuid.UUID:
        return self.case.key
