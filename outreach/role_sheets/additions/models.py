"""Values of additions and prices of a unit, each with its days, its source and its last check."""

import json
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q

from content.reviewed import Reviewed
from foundation.choices import known_choice

from .enums import AreaClass, Per, Release, Route, Service

SOMETHING = r"\S"
PLACE = RegexValidator(
    r"\A(/(?!/)|https?://)\S*\Z", "「https://」か「/documents/」で始まる形で書いてください。"
)
# Who answers for a row and what stands beside it say nothing that a source could.
NOT_OF_THE_SOURCE = frozenset({"responsible", "note"})
NOT_CONFIRMED = NOT_OF_THE_SOURCE | {"id", "reviewed_on", "review_due_on", "same_on"}
MARK_BYTES = 16
ENDS_TOO_EARLY = "使い終わる日は、使い始める日より前にできません。"


class Days(Func):
    """PostgreSQL's `daterange(from, until, bounds)`."""

    function = "daterange"
    output_field = DateRangeField()


class AllAboveZero(Func):
    """Whether a list holds only numbers above zero, and nothing unknown."""

    template = "(0 < ALL(%(expressions)s) AND array_position(%(expressions)s, NULL) IS NULL)"
    output_field = models.BooleanField()


class Sourced(Reviewed):
    """A value that counts from a day on, as a paper of some year says."""

    valid_from = models.DateField("使い始める日")
    valid_until = models.DateField(
        "使い終わる日", null=True, blank=True, help_text="決まっていなければ、空けておきます。"
    )
    source_title = models.CharField("出典", max_length=200)
    source_year = models.CharField("いつの資料か", max_length=40)
    source_url = models.CharField("出典のある場所", max_length=500, blank=True, validators=[PLACE])
    note = models.TextField("気をつけること・あとの変化", max_length=300, blank=True)
    # Since when somebody of the staff has told the manager so; it goes when the manager confirms.
    same_on = models.DateField("職員が出典と同じだと見た日", null=True, blank=True)

    class Meta(Reviewed.Meta):
        abstract = True
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_source",
                condition=Q(source_title__regex=SOMETHING, source_year__regex=SOMETHING),
                violation_error_message="出典と、いつの資料かを書いてください。",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=ENDS_TOO_EARLY,
            ),
        ]

    def is_due(self, today: date) -> bool:
        """Return whether somebody should look at the source again by today."""
        return self.review_due_on is None or self.review_due_on <= today

    @property
    def mark(self) -> str:
        """What the row says of its source in one word: another one once anything of that was corrected."""
        fields = self._meta.concrete_fields
        said = [[each.name, getattr(self, each.name)] for each in fields if each.name not in NOT_CONFIRMED]
        return blake2b(json.dumps(said, default=str).encode(), digest_size=MARK_BYTES).hexdigest()


def one_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    """Return the constraint that values of the same thing never overlap in their days."""
    days = Days("valid_from", "valid_until", RangeBoundary(inclusive_upper=True))
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (days, RangeOperators.OVERLAPS),
        ],
        violation_error_message="同じ時期の値が、もうあります。使う日を確かめてください。",
    )


class Addition(Sourced):
    """One value of an addition of one service: units, conditions and how long it may be counted.

    All values of an addition bear the same service and name. `limit_years` are counted from the release,
    `home_years` from the beginning of use by somebody who lived at home in between. `releases` and `routes`
    are those that the source names; without routes nobody has to arrange anything. What is `added_to`
    another addition of the service counts on its days and has no limit of its own.
    """

    service = models.CharField("サービス", max_length=20, choices=Service)
    name = models.CharField("加算の名前", max_length=60)
    units = models.PositiveIntegerField("単位数")
    per = models.CharField("何について", max_length=5, choices=Per)
    limit_words = models.CharField("算定できる期間・回数", max_length=60, blank=True)
    limit_years = models.PositiveSmallIntegerField("退所から何年まで", null=True, blank=True)
    home_years = models.PositiveSmallIntegerField(
        "家で暮らしてから使うとき、使い始めから何年まで", null=True, blank=True
    )
    limit_times = models.PositiveSmallIntegerField("何回まで", null=True, blank=True)
    conditions = models.TextField("要件", max_length=500)
    releases = ArrayField(models.CharField(max_length=12, choices=Release), verbose_name="対象になる方")
    routes = ArrayField(
        models.CharField(max_length=12, choices=Route),
        verbose_name="調整した機関",
        blank=True,
        default=list,
    )
    added_to = models.CharField("どの加算に足すか", max_length=60, blank=True)
    papers = models.TextField("要る書類", max_length=300, blank=True)
    needs_letter = models.BooleanField("定着支援センターの意見書", default=False)

    class Meta(Sourced.Meta):
        verbose_name = verbose_name_plural = "報酬の加算"
        ordering: ClassVar = ["service", "name", "-valid_from", "id"]
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            one_at_a_time("reward_additions_addition_one_value_at_a_time", "service", "name"),
            known_choice(
                table="reward_additions_addition",
                field="service",
                choices=Service,
                says="サービスを選んでください。",
            ),
            known_choice(
                table="reward_additions_addition",
                field="per",
                choices=Per,
                says="日、月、回のどれかを選んでください。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_says_something",
                condition=Q(name__regex=SOMETHING, conditions__regex=SOMETHING, units__gt=0),
                violation_error_message="名前、要件、1以上の単位数を書いてください。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_limits_are_limits",
                condition=(Q(limit_years__isnull=True) | Q(limit_years__gt=0))
                & (Q(home_years__isnull=True) | Q(home_years__gt=0, limit_years__isnull=False))
                & (Q(limit_times__isnull=True) | Q(limit_times__gt=0, per=Per.TIME)),
                violation_error_message="期間は1年以上です。使い始めからの期間には退所からの期間が要り、"
                "回数は「回」の加算だけにあります。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_known_releases",
                condition=Q(releases__len__gt=0, releases__contained_by=sorted(Release.values)),
                violation_error_message="対象になる方を、一つは選んでください。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_known_routes",
                condition=Q(routes__contained_by=sorted(Route.values)),
                violation_error_message="調整した機関を、一覧から選んでください。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_added_has_no_limits",
                condition=Q(added_to="")
                | Q(limit_years__isnull=True, home_years__isnull=True, limit_times__isnull=True, routes=[]),
                violation_error_message="ほかの加算に足す加算の期間と調整は、もとの加算のほうに書きます。",
            ),
            models.CheckConstraint(
                name="reward_additions_addition_added_to_another",
                condition=Q(added_to="") | ~Q(added_to=F("name")),
                violation_error_message="どの加算に足すかには、ほかの加算の名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_service_display()}　{self.name}　{self.text}"

    @property
    def text(self) -> str:
        """The units as readers see them: 670単位/日."""
        return f"{self.units}単位/{self.get_per_display()}"


class UnitPrice(Sourced):
    """What one unit of a service is worth in yen, in each class of area; `prices` are in their order."""

    service = models.CharField("サービス", max_length=20, choices=Service)
    prices = ArrayField(models.DecimalField(max_digits=5, decimal_places=2), verbose_name="1単位の単価（円）")

    class Meta(Sourced.Meta):
        verbose_name = verbose_name_plural = "1単位の単価"
        ordering: ClassVar = ["service", "-valid_from", "id"]
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            one_at_a_time("reward_additions_unitprice_one_value_at_a_time", "service"),
            known_choice(
                table="reward_additions_unitprice",
                field="service",
                choices=Service,
                says="サービスを選んでください。",
            ),
            models.CheckConstraint(
                name="reward_additions_unitprice_one_for_each_class",
                condition=Q(prices__len=len(AreaClass)) & Q(AllAboveZero("prices")),
                violation_error_message="地域の区分ごとに、0円より高い単価を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_service_display()}の1単位の単価（{self.source_year}）"

    def of(self, area: str) -> Decimal:
        """Return the price in a class of area."""
        return self.prices[AreaClass.values.index(area)]
