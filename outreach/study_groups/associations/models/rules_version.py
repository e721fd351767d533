from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.associations.enums import Majority, Quorum
from outreach.study_groups.associations.quorum import Numbers
from outreach.study_groups.models import Community
from outreach.study_groups.models.community import USER

TABLE = "group_associations_rulesversion"
# What is written in a proposal.
PROPOSED = (
    "text",
    "in_force_from",
    "quorum",
    "ordinary",
    "special",
    "proxies_count",
    "written_count",
    "most_proxies",
    "chair_breaks_ties",
    "abstentions_count",
)


class RulesVersion(models.Model):
    """規則 of an association in one version, with the numbers by which its general meetings decide.

    A proposal until it is adopted; from then on it stays as it is, also when a later one is in force.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="rules_versions")
    version = models.PositiveSmallIntegerField("版")
    text = models.TextField("規則", max_length=20_000)
    adopted_on = models.DateField("決めた日", null=True, blank=True)
    adopted_by = models.CharField("決めた総会", max_length=60, blank=True)
    in_force_from = models.DateField("いつから")
    quorum = models.CharField(
        "総会が成り立つ数", max_length=14, choices=Quorum, default=Quorum.MORE_THAN_HALF
    )
    ordinary = models.CharField(
        "ふつうの議案が決まる数", max_length=14, choices=Majority, default=Majority.MORE_THAN_HALF
    )
    special = models.CharField(
        "特別の議案が決まる数", max_length=14, choices=Majority, default=Majority.TWO_THIRDS
    )
    proxies_count = models.BooleanField("委任状を、成り立つ数に入れる", default=True)
    written_count = models.BooleanField("書面の議決を、成り立つ数に入れる", default=True)
    most_proxies = models.PositiveSmallIntegerField("1つの機関が受けられる委任状の数", null=True, blank=True)
    chair_breaks_ties = models.BooleanField("賛成と反対が同じ数のときは、議長が決める", default=True)
    abstentions_count = models.BooleanField("棄権を、議案が決まる数の分母に入れる", default=True)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "規則"
        ordering: ClassVar = ["community", "-version"]
        constraints: ClassVar = [
            known_choice(
                table=TABLE, field="quorum", choices=Quorum, says="総会が成り立つ数を選んでください。"
            ),
            known_choice(
                table=TABLE,
                field="ordinary",
                choices=Majority,
                says="ふつうの議案が決まる数を選んでください。",
            ),
            known_choice(
                table=TABLE, field="special", choices=Majority, says="特別の議案が決まる数を選んでください。"
            ),
            models.UniqueConstraint(
                name=f"{TABLE}_version_once",
                fields=["community", "version"],
                violation_error_message="同じ版の規則が、もうあります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_says_something",
                condition=~Q(text=""),
                violation_error_message="規則を書いてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_adopted_says_by_whom",
                condition=Q(adopted_on__isnull=True, adopted_by="")
                | Q(adopted_on__isnull=False) & ~Q(adopted_by=""),
                violation_error_message="決めた日と、決めた総会を書いてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_holds_at_least_one_proxy",
                condition=Q(most_proxies__isnull=True) | Q(most_proxies__gte=1),
                violation_error_message="委任状の数は、1以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} v{self.version}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None

    @property
    def numbers(self) -> Numbers:
        """How a general meeting under this version counts."""
        return Numbers(
            quorum=Quorum(self.quorum),
            ordinary=Majority(self.ordinary),
            special=Majority(self.special),
            proxies_count=self.proxies_count,
            written_count=self.written_count,
            most_proxies=self.most_proxies,
            chair_breaks_ties=self.chair_breaks_ties,
            abstentions_count=self.abstentions_count,
        )
