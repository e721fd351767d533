from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor
from django.urls import reverse

from foundation.choices import known_choice
from foundation.japanese.dates import fiscal_year_label, wareki

from .enums import ChartKind, Scope, TableState
from .rules import SHARE
from .small_counts import HIGHEST_THRESHOLD, LOWEST_THRESHOLD, USUAL_THRESHOLD

CHECKED = (TableState.VERIFIED, TableState.PUBLISHED)


class StatTableQuerySet(models.QuerySet["StatTable"]):
    def public(self) -> "StatTableQuerySet":
        """Keep what everybody may read."""
        return self.filter(state=TableState.PUBLISHED)


class StatTable(models.Model):
    """One finding with its numbers: what was counted, of whom, when, and where it is written.

    A table is read and checked as a whole: it changes only as a draft, and nobody verifies their own.
    """

    slug = models.SlugField("アドレス", max_length=40, unique=True)
    scope = models.CharField("どこの数字か", max_length=10, choices=Scope)
    title = models.CharField("わかったこと", max_length=80)
    measured = models.CharField("何を数えたか", max_length=200)
    base_text = models.CharField("だれ・何について数えたか", max_length=200)
    base_number = models.PositiveIntegerField("もとになった数（n）", null=True, blank=True)
    base_unit = models.CharField("もとになった数の単位", max_length=10, blank=True)
    unit = models.CharField("単位", max_length=10, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    as_of = models.DateField("いつの時点か", null=True, blank=True)
    period = models.CharField("調べた時期", max_length=100, blank=True)
    source_title = models.CharField("出典", max_length=200)
    source_year = models.PositiveSmallIntegerField("出典の年（西暦）")
    source_url = models.URLField("出典のアドレス", max_length=500, blank=True)
    caution = models.CharField("読むときの注意", max_length=400, blank=True)
    chart = models.CharField("図", max_length=10, choices=ChartKind, default=ChartKind.NONE)
    adds_up = models.BooleanField("足すと合計になる", default=False)
    is_sample = models.BooleanField("見本の数字", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=100)
    # A correction is a table of its own until it takes the place of this one.
    replaces = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="correction",
        verbose_name="もとの表",
    )
    state = models.CharField("状態", max_length=10, choices=TableState, default=TableState.DRAFT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="入力した人",
    )
    changed_at = models.DateTimeField("変えた日時")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="確認した人",
    )
    verified_at = models.DateTimeField("確認した日時", null=True)
    published_at = models.DateTimeField("公開した日時", null=True)

    objects = StatTableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数字の表"
        ordering = ("order", "-fiscal_year", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="figures_stattable_has_a_source",
                condition=~Q(source_title="") & Q(source_year__gte=1900, source_year__lte=2200),
                violation_error_message="出典の名前と年（西暦）を書いてください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_says_what_of_whom",
                condition=~Q(title="") & ~Q(measured="") & ~Q(base_text=""),
                violation_error_message="わかったこと、何を数えたか、だれについて数えたかを書いてください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_has_a_time",
                condition=Q(fiscal_year__isnull=False) | Q(as_of__isnull=False),
                violation_error_message="年度か、いつの時点かを書いてください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_own_counts_by_fiscal_year",
                condition=~Q(scope=Scope.OWN) | Q(fiscal_year__isnull=False),
                violation_error_message="このセンターの数は、年度ごとに出します。年度を選んでください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_own_counts_are_no_shares",
                condition=~Q(scope=Scope.OWN, unit=SHARE),
                violation_error_message="このセンターの数は、割合ではなく、人や件の数で書いてください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_base_above_zero",
                condition=Q(base_number__isnull=True) | Q(base_number__gte=1),
                violation_error_message="もとになった数は、1以上で書いてください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_verified_by_a_second_person",
                condition=Q(entered_by__isnull=True)
                | Q(verified_by__isnull=True)
                | ~Q(verified_by=F("entered_by")),
                violation_error_message="入力した人とは別の人が確認してください。",
            ),
            models.CheckConstraint(
                name="figures_stattable_public_only_when_verified",
                condition=Q(state__in=CHECKED, verified_by__isnull=False, verified_at__isnull=False)
                | (~Q(state__in=CHECKED) & Q(verified_by__isnull=True, verified_at__isnull=True)),
                violation_error_message="確認した人がいる表だけを公開できます。",
            ),
            models.CheckConstraint(
                name="figures_stattable_public_since",
                condition=Q(state=TableState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=TableState.PUBLISHED) & Q(published_at__isnull=True)),
                violation_error_message="公開中の表には、公開した日時が要ります。",
            ),
            known_choice(
                table="figures_stattable", field="scope", choices=Scope, says="どこの数字かを選んでください。"
            ),
            known_choice(
                table="figures_stattable",
                field="state",
                choices=TableState,
                says="表の状態を選んでください。",
            ),
            known_choice(
                table="figures_stattable", field="chart", choices=ChartKind, says="図を選んでください。"
            ),
            models.CheckConstraint(
                name="figures_stattable_correction_takes_its_place",
                condition=Q(replaces__isnull=True) | ~Q(state=TableState.PUBLISHED),
                violation_error_message="直した版は、もとの表に代わって公開されます。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("figures:table", args=[self.slug])

    @property
    def is_own(self) -> bool:
        return self.scope == Scope.OWN

    @property
    def when(self) -> str:
        """The time that the numbers speak of, in words."""
        parts = [fiscal_year_label(self.fiscal_year) if self.fiscal_year else ""]
        parts += [f"{wareki(self.as_of)}の時点" if self.as_of else "", self.period]
        return "、".join(filter(None, parts))

    @property
    def source(self) -> str:
        return f"{self.source_title}（{self.source_year}年）"


class StatValue(models.Model):
    """One row of a table. No value means that the source gives none; `unit` stands instead of the table's."""

    table = models.ForeignKey(StatTable, on_delete=models.CASCADE, related_name="values")
    label = models.CharField("項目", max_length=60)
    order = models.PositiveSmallIntegerField("並び順")
    value = models.DecimalField("数", max_digits=12, decimal_places=3, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField("小数の桁", default=0)
    unit = models.CharField("単位", max_length=10, blank=True)
    note = models.CharField("注", max_length=120, blank=True)
    is_suppressible = models.BooleanField("小さな数は隠す", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "数字の表の行"
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="figures_statvalue_place_once",
                fields=["table", "order"],
                violation_error_message="同じ並び順の行があります。",
            ),
            models.UniqueConstraint(
                name="figures_statvalue_label_once",
                fields=["table", "label"],
                violation_error_message="同じ名前の項目があります。",
            ),
            models.CheckConstraint(
                name="figures_statvalue_decimals_as_stored",
                condition=Q(decimals__lte=3),
                violation_error_message="小数は3桁までです。",
            ),
            models.CheckConstraint(
                name="figures_statvalue_people_are_whole",
                condition=Q(is_suppressible=False)
                | Q(value__isnull=True)
                | Q(value__gte=0, value=Floor("value")),
                violation_error_message="人や件の数は、0以上の整数で書いてください。",
            ),
            models.CheckConstraint(
                name="figures_statvalue_people_are_no_shares",
                condition=~Q(is_suppressible=True, unit=SHARE),
                violation_error_message="このセンターの数は、割合ではなく、人や件の数で書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SmallCounts(models.Model):
    """The one row that says which counts of people are too small to show: those from 1 below `threshold`."""

    threshold = models.PositiveSmallIntegerField("表示する最小の数", default=USUAL_THRESHOLD)

    class Meta:
        verbose_name = verbose_name_plural = "小さな数の出し方"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="figures_smallcounts_one_row",
                condition=Q(pk=1),
                violation_error_message="小さな数の出し方は一つだけです。",
            ),
            models.CheckConstraint(
                name="figures_smallcounts_threshold_in_range",
                condition=Q(threshold__gte=LOWEST_THRESHOLD, threshold__lte=HIGHEST_THRESHOLD),
                violation_error_message=f"{LOWEST_THRESHOLD}から{HIGHEST_THRESHOLD}までの数にしてください。",
            ),
        ]
