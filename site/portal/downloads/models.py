from django.db import models
from django.db.models import Q

from .enums import Sheet


class DownloadCount(models.Model):
    """How often one file was taken on one day. Who took it is known nowhere: no address, cookie or person.

    A file is a document that somebody uploaded, or a sheet that the site lays out. A document that is deleted
    takes its counts along; what stands in the library cannot be deleted.
    """

    document = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, verbose_name="ファイル", null=True, related_name="+"
    )
    sheet = models.CharField("用紙", max_length=10, choices=Sheet, blank=True)
    day = models.DateField("日")
    times = models.PositiveIntegerField("回数")

    class Meta:
        verbose_name = verbose_name_plural = "ダウンロードの数"
        ordering = ["-day", "id"]
        constraints = [
            models.CheckConstraint(
                name="downloads_downloadcount_of_one_file",
                condition=Q(document__isnull=False, sheet="")
                | (Q(document__isnull=True) & Q(sheet__in=Sheet.values)),
                violation_error_message="ファイルか用紙の、どちらか一つの数です。",
            ),
            models.CheckConstraint(
                name="downloads_downloadcount_is_not_zero",
                condition=Q(times__gte=1),
                violation_error_message="1回から数えます。",
            ),
            models.UniqueConstraint(
                name="downloads_downloadcount_document_once_a_day",
                fields=["document", "day"],
                condition=Q(document__isnull=False),
                violation_error_message="このファイルの、この日の数は、もうあります。",
            ),
            models.UniqueConstraint(
                name="downloads_downloadcount_sheet_once_a_day",
                fields=["sheet", "day"],
                condition=Q(document__isnull=True),
                violation_error_message="この用紙の、この日の数は、もうあります。",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="downloads_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.times}"
