from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast, Replace

from foundation.copied import CopyStaysTrue

from .enums import State
from .rules import NUMERIC, number_in

SOMETHING = r"\S"
# Who looks after a figure unless somebody says otherwise.
USUAL_OWNER = "連携担当"
PLACE = RegexValidator(
    r"\A(/(?!/)|https?://)\S*\Z", "「https://」か「/documents/」で始まる形で書いてください。"
)


class Days(Func):
    """PostgreSQL's `daterange(from, until, bounds)`."""

    function = "daterange"
    output_field = DateRangeField()


# Only a text that is a number may be read as one: in what order conditions are looked at is not said.
VALUE_AS_NUMBER = Case(
    When(
        value__regex=NUMERIC,
        then=Cast(
            Replace("value", Value(","), Value("")), models.DecimalField(max_digits=16, decimal_places=4)
        ),
    )
)


class DatedFactQuerySet(models.QuerySet["DatedFact"]):
    def standing(self, states: Collection[State], today: date) -> "DatedFactQuerySet":
        """Keep values that stand so today, as `rules.state` says of each."""
        state = Case(
            When(valid_from__gt=today, then=Value(State.FUTURE)),
            When(valid_until__lt=today, superseded_by=None, then=Value(State.EXPIRED)),
            When(valid_until__lt=today, then=Value(State.PAST)),
            When(Q(due_on=None) | Q(due_on__lte=today), then=Value(State.TO_CHECK)),
            default=Value(State.CURRENT),
        )
        return self.alias(state_today=state).filter(state_today__in=states)


class DatedFact(models.Model):
    """One value of one figure: for how long it counts, who says so, and when somebody checked it.

    All values of a figure bear its key; their days never overlap. `number` is `value` as a number where it is
    one, written with every `save`: a constraint keeps what is read and what is reckoned with the same.
    """

    key = models.SlugField(
        "目印",
        max_length=60,
        blank=True,
        help_text="この数字の変わらない名前です（英数字）。空けておくと、自動でつきます。",
    )
    name = models.CharField("何の数字か", max_length=80)
    value = models.CharField("値", max_length=40, help_text="単位を付けずに書きます。例：670")
    unit = models.CharField("単位", max_length=20, blank=True, help_text="例：単位/日、円/日、か月、機関")
    number = models.DecimalField("数", max_digits=16, decimal_places=4, null=True, editable=False)
    valid_from = models.DateField("使い始める日")
    valid_until = models.DateField(
        "使い終わる日", null=True, blank=True, help_text="決まっていなければ、空けておきます。"
    )
    source_title = models.CharField("出典", max_length=200)
    source_year = models.CharField(
        "いつの資料か", max_length=40, help_text="例：令和4年度当初、令和6年4月1日"
    )
    source_url = models.CharField(
        "出典のある場所",
        max_length=500,
        blank=True,
        validators=[PLACE],
        help_text="ウェブのアドレスか、このサイトのファイルのアドレスです。",
    )
    note = models.TextField("気をつけること", max_length=300, blank=True, help_text="数字のそばに出ます。")
    responsible = models.CharField("担当", max_length=60, default=USUAL_OWNER, help_text="係や役職です。")
    checked_on = models.DateField("確かめた日", null=True, blank=True)
    checked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("次に確かめる日", null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="previous"
    )

    objects = DatedFactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日付のある数字"
        ordering: ClassVar = ["name", "-valid_from", "id"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="facts_datedfact_one_value_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (
                        Days("valid_from", "valid_until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="この数字には、同じ時期の値がもうあります。使う日を確かめてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_number_is_the_value",
                condition=Q(value__regex=NUMERIC, number__isnull=False, number=VALUE_AS_NUMBER)
                | (Q(number__isnull=True) & ~Q(value__regex=NUMERIC)),
                violation_error_message="値と数が合いません。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_has_a_key",
                condition=~Q(key=""),
                violation_error_message="目印を書いてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_has_a_source",
                condition=Q(source_title__regex=SOMETHING, source_year__regex=SOMETHING),
                violation_error_message="出典と、いつの資料かを書いてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_has_an_owner",
                condition=Q(responsible__regex=SOMETHING),
                violation_error_message="担当を書いてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_says_something",
                condition=Q(name__regex=SOMETHING, value__regex=SOMETHING),
                violation_error_message="何の数字かと、値を書いてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="使い終わる日は、使い始める日より前にできません。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_checked_by_somebody",
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                violation_error_message="確かめた日と確かめた人は、両方が要ります。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_due_after_its_check",
                condition=Q(checked_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gt=F("checked_on")),
                violation_error_message="次に確かめる日は、確かめた日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="facts_datedfact_ends_before_the_next",
                condition=Q(superseded_by__isnull=True) | Q(valid_until__isnull=False),
                violation_error_message="新しい値がある数字には、使い終わる日が要ります。",
            ),
            models.UniqueConstraint(
                name="facts_datedfact_row_with_its_key",
                fields=["id", "key"],
                violation_error_message="この値は、もう書かれています。",
            ),
            CopyStaysTrue(
                name="facts_datedfact_followed_by_the_same_figure",
                above="superseded_by",
                fields=["key"],
                violation_error_message="新しい値は、同じ数字の値でなければなりません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.text}（{self.source_year}）"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Store the value together with its number."""
        self.number = number_in(self.value)
        if update_fields is not None and "value" in update_fields:
            update_fields = {*update_fields, "number"}
        super().save(*args, update_fields=update_fields, **options)

    @property
    def text(self) -> str:
        """The value with its unit, as readers see it."""
        return f"{self.value}{self.unit}"
