from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from directory.enums import Answer, HeardWay
from directory.models import Agency, ServiceKind


class OnlyAnswers(Func):
    """Whether a JSON object holds nothing but the values of `Answer`."""

    template = "NOT jsonb_path_exists(%(expressions)s, '$.* ? ({})')".format(
        " && ".join(f'@ != "{answer}"' for answer in Answer.values)
    )
    output_field = models.BooleanField()


class Declaration(DraftStateMixin, RevisionMixin, ClusterableModel):
    """What an agency says of itself: written by its own people, shown once staff have approved it.

    The only one of the three truths with drafts and versions. Whoever says 「このままで正しい」 changes
    `confirmed_on`, `confirmed_by` and `confirmed_way` alone, on the published row and outside any version.
    """

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="declaration")
    summary = models.TextField("どんなところですか", max_length=600, blank=True)
    visits = models.CharField("見学・体験", max_length=200, blank=True)
    hours = models.CharField("受付の時間", max_length=200, blank=True)
    contact_point = models.CharField("受け入れの相談の窓口（係・担当の名前）", max_length=100, blank=True)
    contact_phone = models.CharField("窓口の電話番号", max_length=30, blank=True)
    website = models.URLField("ウェブサイト", max_length=300, blank=True)
    building = models.CharField("建物のこと（段差・エレベーター・駐車場など）", max_length=300, blank=True)
    confirmed_on = models.DateField("正しいと確かめた日", null=True, blank=True, editable=False)
    confirmed_by = models.CharField("確かめた人", max_length=60, blank=True, editable=False)
    # Empty where somebody of the agency said so in the portal.
    confirmed_way = models.CharField(
        "どう聞いたか", max_length=5, choices=HeardWay, blank=True, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "機関が書いたこと"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="declared_declaration_confirmed_by_somebody",
                condition=Q(confirmed_on__isnull=True, confirmed_by="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by="")),
                violation_error_message="確かめた日と、確かめた人の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="declared_declaration_heard_what_was_confirmed",
                condition=Q(confirmed_way="")
                | Q(confirmed_on__isnull=False, confirmed_way__in=HeardWay.values),
                violation_error_message="どう聞いたかは、確かめた日といっしょに書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}が書いたこと"

    def with_content_json(self, content: Any) -> "Declaration":
        """Return a version of this row; who confirmed it when is no part of any."""
        version: Declaration = super().with_content_json(content)
        for name in ("confirmed_on", "confirmed_by", "confirmed_way"):
            setattr(version, name, getattr(self, name))
        return version


class Offer(models.Model):
    """A service that an agency offers: for how many, on which conditions, for people of which places."""

    declaration = ParentalKey(Declaration, on_delete=models.CASCADE, related_name="offers")
    service = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, verbose_name="サービス")
    capacity = models.PositiveIntegerField("定員（人）", null=True, blank=True)
    # Code of a `directory.Condition` → yes, ask, no; what is absent is not known.
    conditions: Any = models.JSONField("受け入れの条件", default=dict, blank=True)
    # National codes of municipalities; none means that there is no limit.
    served = ArrayField(models.CharField(max_length=6), verbose_name="対象の市町村", default=list, blank=True)
    note = models.CharField("ひとこと", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("順番", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "提供するサービス"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="declared_offer_service_once",
                fields=["declaration", "service"],
                violation_error_message="同じサービスが2回あります。1つにまとめてください。",
            ),
            models.CheckConstraint(
                name="declared_offer_answers_are_offered",
                condition=Q(OnlyAnswers("conditions")),
                violation_error_message="条件には「はい・相談してください・いいえ」で答えてください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)
