from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.enums import AcceptanceState, HousingState
from directory.models import Agency

from .enums import ContactWay, Sexes
from .rules import LONGEST_STAY_MONTHS


class AcceptanceProfile(models.Model):
    """What the centre knows of an agency's wish to take people in: never an agency's rank, never a case.

    `note` and `cautions` are for staff, whatever an agency agrees to show.
    """

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="acceptance")
    state = models.CharField(
        "受け入れの意向", max_length=12, choices=AcceptanceState, default=AcceptanceState.UNKNOWN
    )
    experienced_since = models.PositiveSmallIntegerField("はじめて受け入れた年度", null=True, blank=True)
    contact_way = models.CharField("相談のしかた", max_length=200, blank=True)
    note = models.TextField("メモ", max_length=1000, blank=True)
    cautions = models.TextField("気をつけること", max_length=1000, blank=True)
    confirmed_on = models.DateField("確かめた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受け入れの意向と経験"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="centre_only_acceptance_state_is_offered",
                condition=Q(state__in=AcceptanceState.values),
                violation_error_message="受け入れの意向を、選んでください。",
            ),
            models.CheckConstraint(
                name="centre_only_acceptance_year_is_a_year",
                condition=Q(experienced_since__isnull=True) | Q(experienced_since__range=(2009, 2100)),
                violation_error_message="年度は、西暦4けたで書いてください（2009年度から）。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class HousingFacts(models.Model):
    """A housing body and its registration with the probation office (自立準備ホーム, 更生保護施設 …)."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="housing")
    state = models.CharField("状態", max_length=10, choices=HousingState, default=HousingState.PROSPECT)
    registered_on = models.DateField("登録した日", null=True, blank=True)
    registered_with = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登録した保護観察所",
    )
    meals = models.BooleanField("食事がある", null=True, blank=True)
    sexes = models.CharField("受け入れる人", max_length=5, choices=Sexes, blank=True)
    places = models.PositiveSmallIntegerField("部屋数・定員", null=True, blank=True)
    spare_use = models.CharField("空いた部屋の使い方", max_length=200, blank=True)
    longest_months = models.PositiveSmallIntegerField("いられる期間（か月）", null=True, blank=True)
    as_of = models.DateField("いつのことか", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "住まいの登録のこと"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="centre_only_housing_is_offered",
                condition=Q(state__in=HousingState.values) & (Q(sexes="") | Q(sexes__in=Sexes.values)),
                violation_error_message="状態と、受け入れる人を選んでください。",
            ),
            models.CheckConstraint(
                name="centre_only_housing_registered_on_a_day",
                condition=~Q(state=HousingState.REGISTERED) | Q(registered_on__isnull=False),
                violation_error_message="登録した日を書いてください。",
            ),
            models.CheckConstraint(
                name="centre_only_housing_months_are_plausible",
                condition=Q(longest_months__isnull=True) | Q(longest_months__range=(1, LONGEST_STAY_MONTHS)),
                violation_error_message=f"期間は、1か月から{LONGEST_STAY_MONTHS}か月までで書いてください。",
            ),
            models.CheckConstraint(
                name="centre_only_housing_is_not_its_own_office",
                condition=Q(registered_with__isnull=True) | ~Q(registered_with=F("agency")),
                violation_error_message="登録した保護観察所に、この機関自身は選べません。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class ContactRecord(models.Model):
    """One time that the centre and an agency were in touch, without a word about a case."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contact_records")
    day = models.DateField("日付")
    way = models.CharField("方法", max_length=8, choices=ContactWay)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="センターの担当"
    )
    met_with = models.CharField("相手（係・役職）", max_length=100, blank=True)
    purpose = models.CharField("用件", max_length=200)
    result = models.TextField("結果", max_length=1000, blank=True)
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    next_on = models.DateField("次はいつ", null=True, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "やりとりの記録"
        ordering: ClassVar = [F("day").desc(), F("id").desc()]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="centre_only_contact_way_is_offered",
                condition=Q(way__in=ContactWay.values),
                violation_error_message="方法を選んでください。",
            ),
            models.CheckConstraint(
                name="centre_only_contact_next_step_has_a_day",
                condition=Q(next_step="", next_on__isnull=True)
                | (~Q(next_step="") & Q(next_on__isnull=False)),
                violation_error_message="「次にすること」と「次はいつ」は、両方書いてください。",
            ),
            models.CheckConstraint(
                name="centre_only_contact_done_was_to_do",
                condition=Q(done_on__isnull=True) | Q(next_on__isnull=False),
                violation_error_message="次にすることがないのに、済んだ日があります。",
            ),
            models.CheckConstraint(
                name="centre_only_contact_goes_forward",
                condition=(Q(next_on__isnull=True) | Q(next_on__gte=F("day")))
                & (Q(done_on__isnull=True) | Q(done_on__gte=F("day"))),
                violation_error_message="「次はいつ」と「済んだ日」は、やりとりの日より前にできません。",
            ),
            models.CheckConstraint(
                name="centre_only_contact_has_a_purpose",
                condition=~Q(purpose=""),
                violation_error_message="用件を書いてください。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_on"],
                condition=Q(next_on__isnull=False, done_on__isnull=True),
                name="centre_only_contact_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_way_display()}"
