from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CentreProfile(models.Model):
    """The centre that runs this portal: one row, shown on every page, letter and sheet."""

    name = models.CharField("名称", max_length=100)
    name_kana = models.CharField("名称のフリガナ", max_length=200, blank=True)
    operator = models.CharField("運営する法人", max_length=100, blank=True)
    director = models.CharField("センター長の氏名", max_length=60, blank=True)
    prefecture = models.CharField("委託した都道府県", max_length=10, blank=True)
    opened_on = models.DateField("開設した日", null=True, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    route = models.CharField("行き方", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=30)
    fax = models.CharField("FAX番号", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    opens_at = models.TimeField("開く時刻", default=time(8, 30))
    closes_at = models.TimeField("閉じる時刻", default=time(17, 0))
    closed_weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="休む曜日",
        help_text="月曜が0、日曜が6です。",
        default=list,
        blank=True,
    )
    year_end_from = models.CharField(
        "年末年始の休み（初日）", max_length=5, default="12-29", help_text="月-日"
    )
    year_end_until = models.CharField(
        "年末年始の休み（最終日）", max_length=5, default="01-03", help_text="月-日"
    )
    closed_dates = ArrayField(models.DateField(), verbose_name="そのほかの休み", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "センターの情報"
        constraints = [
            models.CheckConstraint(
                name="centre_centreprofile_one_row",
                condition=models.Q(pk=1),
                violation_error_message="センターの情報は一つだけです。",
            ),
            models.CheckConstraint(
                name="centre_centreprofile_opens_before_it_closes",
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                violation_error_message="閉じる時刻は、開く時刻よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
