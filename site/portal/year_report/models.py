from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from foundation.choices import known_choice
from foundation.japanese.dates import fiscal_year_label

from .enums import OPEN_STATES, PUBLISHED_ONCE, READABLE_STATES, ReportState
from .rules import EARLIEST_YEAR

ONE_OF_US = settings.AUTH_USER_MODEL


class YearReportQuerySet(models.QuerySet["YearReport"]):
    def readable(self) -> "YearReportQuerySet":
        """Keep what everybody may read: published versions and those that a newer one has replaced."""
        return self.filter(state__in=READABLE_STATES)

    def current(self) -> "YearReportQuerySet":
        """Keep the one version of each fiscal year that is published now."""
        return self.filter(state=ReportState.PUBLISHED)


class YearReport(models.Model):
    """One version of the report of one fiscal year. Once published it is never changed again.

    The database keeps that promise by triggers (`FROZEN` in the migration): only the
    state goes on, to replaced or withdrawn.

    `threshold` is the smallest count of people that was shown on the day of publication.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版", default=1)
    title = models.CharField("題名", max_length=80)
    foreword = models.TextField("はじめに", max_length=3000, blank=True)
    is_sample = models.BooleanField("見本の報告", default=False)
    state = models.CharField("状態", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    begun_by = models.ForeignKey(ONE_OF_US, models.PROTECT, related_name="+", verbose_name="作り始めた人")
    changed_at = models.DateTimeField("変えた日時")
    sent_by = models.ForeignKey(
        ONE_OF_US, models.PROTECT, null=True, related_name="+", verbose_name="校正に出した人"
    )
    published_by = models.ForeignKey(
        ONE_OF_US, models.PROTECT, null=True, related_name="+", verbose_name="公開した人"
    )
    published_at = models.DateTimeField("公開した日時", null=True)
    threshold = models.PositiveSmallIntegerField("表示した最小の数", null=True)

    objects = YearReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "1年の報告"
        ordering = ("-fiscal_year", "-version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="year_report_yearreport_version_once",
                fields=["fiscal_year", "version"],
                violation_error_message="この年度の、同じ版の報告があります。",
            ),
            models.UniqueConstraint(
                name="year_report_yearreport_one_is_published",
                fields=["fiscal_year"],
                condition=Q(state=ReportState.PUBLISHED),
                violation_error_message="この年度には、公開中の報告がもうあります。",
            ),
            models.UniqueConstraint(
                name="year_report_yearreport_one_is_written",
                fields=["fiscal_year"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                violation_error_message="この年度には、書きかけの版がもうあります。",
            ),
            models.CheckConstraint(
                name="year_report_yearreport_has_a_title",
                condition=~Q(title="") & Q(fiscal_year__gte=EARLIEST_YEAR, version__gte=1),
                violation_error_message="題名と年度を入れてください。",
            ),
            known_choice(
                table="year_report_yearreport",
                field="state",
                choices=ReportState,
                says="報告の状態を選んでください。",
            ),
            models.CheckConstraint(
                name="year_report_yearreport_sent_by_somebody",
                condition=Q(state=ReportState.DRAFT, sent_by__isnull=True)
                | (~Q(state=ReportState.DRAFT) & Q(sent_by__isnull=False)),
                violation_error_message="校正に出した人がいる報告だけが、下書きの先に進めます。",
            ),
            models.CheckConstraint(
                name="year_report_yearreport_public_with_a_date",
                condition=Q(
                    state__in=sorted(PUBLISHED_ONCE),
                    published_by__isnull=False,
                    published_at__isnull=False,
                    threshold__isnull=False,
                )
                | (
                    ~Q(state__in=sorted(PUBLISHED_ONCE))
                    & Q(published_by__isnull=True, published_at__isnull=True, threshold__isnull=True)
                ),
                violation_error_message="公開した報告には、公開した人と日時が要ります。",
            ),
            models.CheckConstraint(
                name="year_report_yearreport_published_by_a_second_person",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("sent_by")),
                violation_error_message="校正に出した人とは別の人が公開してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.state == ReportState.PUBLISHED:
            return reverse("year_report:report", args=[self.fiscal_year])
        return reverse("year_report:version", args=[self.fiscal_year, self.version])

    def get_paper_url(self) -> str:
        if self.state == ReportState.PUBLISHED:
            return reverse("year_report:paper", args=[self.fiscal_year])
        return reverse("year_report:paper_version", args=[self.fiscal_year, self.version])

    @property
    def is_readable(self) -> bool:
        return self.state in READABLE_STATES

    @property
    def year_word(self) -> str:
        return fiscal_year_label(self.fiscal_year)

    @property
    def version_word(self) -> str:
        return f"第{self.version}版"

    @property
    def full_title(self) -> str:
        """The title, with its version where a newer one stands beside it."""
        return self.title if self.state != ReportState.REPLACED else f"{self.title}（{self.version_word}）"


class ReportChapter(models.Model):
    """One chapter: the editor's words, and what a source told when it was asked last, as counted.

    `tables` and `links` are `foundation.report_chapters` as data (`snapshots`). Without a source it has
    words alone. Its numbers leave only through `queries.shown_report`.
    """

    report = models.ForeignKey(YearReport, models.CASCADE, related_name="chapters")
    order = models.PositiveSmallIntegerField("並び順")
    source = models.CharField("もと", max_length=40, blank=True)
    heading = models.CharField("見出し", max_length=60)
    words = models.TextField("文", max_length=4000, blank=True)
    hint = models.CharField("書く人への助言", max_length=200, blank=True)
    tables: Any = models.JSONField("表", default=list, blank=True)
    links: Any = models.JSONField("リンク", default=list, blank=True)
    pulled_at = models.DateTimeField("集めた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "章"
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="year_report_reportchapter_place_once",
                fields=["report", "order"],
                # Two chapters change places in one transaction.
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="同じ並び順の章があります。",
            ),
            models.UniqueConstraint(
                name="year_report_reportchapter_source_once",
                fields=["report", "source"],
                condition=~Q(source=""),
                violation_error_message="同じ数字をもとにした章があります。",
            ),
            models.CheckConstraint(
                name="year_report_reportchapter_has_a_heading",
                condition=~Q(heading=""),
                violation_error_message="見出しを書いてください。",
            ),
            models.CheckConstraint(
                name="year_report_reportchapter_numbers_have_a_source",
                condition=Q(source="", pulled_at__isnull=True, tables=[], links=[])
                | (~Q(source="") & Q(pulled_at__isnull=False)),
                violation_error_message="表は、もとになる記録から集めたものだけです。",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.tables or self.links)
