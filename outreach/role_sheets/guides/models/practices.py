from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from content.reviewed import Reviewed
from outreach.role_sheets.guides.enums import PracticeKind

from .sources import Sourced, says_its_source, says_something

TABLE = "guides_practice"


class Practice(Reviewed, Sourced):
    """What another centre does well, always in one form: why, what, with what result, with which papers.

    It tells how things stood when its source was written; `try_here` is what the own centre thinks of it.
    """

    number = models.PositiveIntegerField("番号", unique=True, editable=False)
    title = models.CharField("題", max_length=100)
    summary = models.CharField("ひとことで", max_length=120, help_text="一覧に出ます。")
    centre_name = models.CharField(
        "どこのセンターか", max_length=80, blank=True, help_text="資料に名前がないときは、空けておきます。"
    )
    kinds = ArrayField(models.CharField(max_length=12, choices=PracticeKind), verbose_name="何の取組か")
    background = models.TextField("きっかけ", max_length=1500)
    done = models.TextField("したこと", max_length=2000)
    result = models.TextField("結果", max_length=1500)
    materials = models.TextField("資料", max_length=600, blank=True)
    ask = models.CharField("聞けるところ", max_length=200, blank=True)
    source_page = models.CharField("出典のページ", max_length=40, blank=True, help_text="例：取組1、4ページ")
    try_here = models.TextField("うちの県で試すなら", max_length=1000, blank=True)
    is_open = models.BooleanField("公開する", default=False)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "好取組"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            says_its_source(TABLE),
            says_something(
                TABLE,
                *("title", "summary", "background", "done", "result"),
                says="題、ひとこと、きっかけ、したこと、結果を書いてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_kinds_are_known",
                condition=Q(kinds__contained_by=PracticeKind.values, kinds__len__gt=0),
                violation_error_message="何の取組かを、1つ以上選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guides:practice", args=[self.number])

    @property
    def kind_words(self) -> list[str]:
        return [str(PracticeKind(each).label) for each in self.kinds]
