from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.enums import OfficialSource, Target
from foundation.choices import known_choice

from .agency import AgencyKind


class ServiceKind(models.Model):
    """A kind of service under its official name, with the words that people really say for it.

    `sync_kinds` keeps the list; aliases, reading and explanation belong to staff once they are there.
    """

    code = models.CharField("コード", max_length=40, primary_key=True)
    name = models.CharField("正式な名前", max_length=60)
    short_name = models.CharField("短い名前", max_length=30)
    reading = models.CharField("読み", max_length=80)
    aliases = ArrayField(
        models.CharField(max_length=40), verbose_name="ほかの言い方", default=list, blank=True
    )
    plain = models.CharField("やさしい説明", max_length=200, blank=True)
    # What an agency is that offers this alone.
    agency_kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, verbose_name="機関の種類")
    targets = ArrayField(
        models.CharField(max_length=12, choices=Target), verbose_name="だれのため", default=list, blank=True
    )
    is_residential = models.BooleanField("住まいになる", default=False)
    position = models.PositiveSmallIntegerField("順番")
    retired_on = models.DateField("使わなくなった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "サービスの種類"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_servicekind_has_names",
                condition=~Q(name="") & ~Q(short_name="") & ~Q(reading=""),
                violation_error_message="正式な名前、短い名前、読みを書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.short_name


class ServiceCode(models.Model):
    """Under which number a national data set publishes a kind of service; one kind may have several."""

    source = models.CharField("もとのデータ", max_length=4, choices=OfficialSource)
    code = models.CharField("番号", max_length=3)
    service = models.ForeignKey(ServiceKind, on_delete=models.CASCADE, related_name="codes")
    # As the data set itself writes it; it tells one code from another that means the same kind.
    published_name = models.CharField("公表データでの名前", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "サービスの番号"
        ordering: ClassVar = ["source", "code"]
        constraints: ClassVar = [
            known_choice(
                table="directory_servicecode",
                field="source",
                choices=OfficialSource,
                says="もとのデータが分かりません。",
            ),
            models.UniqueConstraint(
                name="directory_servicecode_once",
                fields=["source", "code"],
                violation_error_message="この番号は、もう別の種類のものです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.code}"


class Condition(models.Model):
    """Something that decides whether an agency can take a person in; agencies answer it per service."""

    code = models.CharField("コード", max_length=40, primary_key=True)
    name = models.CharField("条件", max_length=60)
    group = models.CharField("まとまり", max_length=20)
    aliases = ArrayField(
        models.CharField(max_length=40), verbose_name="ほかの言い方", default=list, blank=True
    )
    plain = models.CharField("やさしい説明", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("順番")
    retired_on = models.DateField("使わなくなった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受け入れの条件"
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name
