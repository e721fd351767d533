from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from directory.enums import OfficialSource
from directory.models import Agency, Municipality, ServiceKind
from directory.official.enums import Attachment


class OfficialRecord(models.Model):
    """One service of one office as a national data set publishes it; imports alone write it.

    What it is, is its source, office number, service code, folded name and folded address (`identity`): one
    number is shared by branch offices. A record that the newest data no longer holds stays, marked with the
    period it was missed in: that is no proof that the office has closed.
    """

    identity = models.UUIDField(unique=True, editable=False)
    # Of all that was published of it: the same again means that nothing changed.
    fingerprint = models.UUIDField(editable=False)
    source = models.CharField("もとのデータ", max_length=4, choices=OfficialSource)
    service_code = models.CharField("サービスの番号", max_length=3)
    service = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, verbose_name="サービス")
    office_number = models.CharField("事業所番号", max_length=12)
    name = models.CharField("事業所の名前", max_length=200)
    name_kana = models.CharField("フリガナ", max_length=300, blank=True)
    corporation_name = models.CharField("法人の名前", max_length=200, blank=True)
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)
    prefecture = models.CharField("都道府県", max_length=4)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="市町村"
    )
    address = models.CharField("住所", max_length=300)
    folded_address = models.CharField(max_length=300, editable=False, db_collation="C")
    phone = models.CharField("電話番号", max_length=30, blank=True)
    fax = models.CharField("FAX番号", max_length=30, blank=True)
    url = models.CharField("ウェブサイト", max_length=500, blank=True)
    latitude = models.FloatField("緯度", null=True, blank=True)
    longitude = models.FloatField("経度", null=True, blank=True)
    capacity = models.PositiveIntegerField("定員（人）", null=True, blank=True)
    # Label → text, as published: 平日, 土曜, 日曜, 祝日, 定休日, 利用可能曜日, 特記事項, 備考 …
    hours = models.JSONField("利用できる時間など", default=dict, blank=True)
    first_period = models.DateField("はじめて公表された時期")
    last_period = models.DateField("最後に公表された時期")
    missing_since = models.DateField("見あたらなくなった時期", null=True, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="official_records"
    )
    attached = models.CharField("どう結びついたか", max_length=6, choices=Attachment, blank=True)
    attached_on = models.DateField("結びつけた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公表データの記録"
        indexes: ClassVar = [
            models.Index(name="official_record_place", fields=["corporate_number", "folded_address"]),
            models.Index(name="official_record_number", fields=["source", "office_number"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="official_record_has_known_source",
                condition=Q(source__in=OfficialSource.values),
                violation_error_message="もとのデータが分かりません。",
            ),
            models.CheckConstraint(
                name="official_record_attached_somehow",
                condition=Q(agency__isnull=True, attached="", attached_on__isnull=True)
                | Q(agency__isnull=False, attached__in=Attachment.values, attached_on__isnull=False),
                violation_error_message="機関と結びつけるには、結びつけ方と日付が要ります。",
            ),
            models.CheckConstraint(
                name="official_record_periods_in_order",
                condition=Q(first_period__lte=models.F("last_period"))
                & (Q(missing_since__isnull=True) | Q(missing_since__gt=models.F("last_period"))),
                violation_error_message="公表された時期の順番が違います。",
            ),
            models.CheckConstraint(
                name="official_record_place_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with nothing is neither true nor false: the database would let it pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(20, 46),
                    longitude__range=(122, 154),
                ),
                violation_error_message="緯度と経度が、日本の中にありません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.service}）"


class RecordProposal(models.Model):
    """An agency to which an official record may belong; a person says yes or no once."""

    record = models.ForeignKey(OfficialRecord, on_delete=models.CASCADE, related_name="proposals")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    reasons: Any = models.JSONField("そう考えた理由", default=list)
    refused_on = models.DateField("違うと決めた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "結びつけの候補"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="official_proposal_once",
                fields=["record", "agency"],
                violation_error_message="この候補は、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} → {self.agency}"
