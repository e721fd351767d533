from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from outreach.study_groups.associations.enums import Presence, ProxyWay
from outreach.study_groups.models import PlanRow
from outreach.study_groups.models.community import USER

from .rules_version import RulesVersion

AGENCY = "directory.Agency"
COUNTS = ("members", "there", "by_proxy", "written", "counted", "needed")


class Assembly(models.Model):
    """What makes a general meeting of a line of the plan: until when proxies come, who chairs, its end.

    How many took part is counted anew on each look until it is closed; then the counts, its day and the
    rules by which it counted are written down, and its `Voter` rows are the roll of that day.
    """

    row = models.OneToOneField(PlanRow, models.PROTECT, related_name="assembly")
    proxies_until = models.DateTimeField("委任状・書面の締切", null=True, blank=True)
    # The agency whose delegate or deputy is in the chair.
    chair = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField("準備を始めた日時")
    closed_at = models.DateTimeField("閉じた日時", null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    held_on = models.DateField("開いた日", null=True, blank=True)
    rules = models.ForeignKey(RulesVersion, models.PROTECT, null=True, blank=True, related_name="assemblies")
    members = models.PositiveSmallIntegerField("会員の機関", null=True)
    there = models.PositiveSmallIntegerField("出席", null=True)
    by_proxy = models.PositiveSmallIntegerField("委任状", null=True)
    written = models.PositiveSmallIntegerField("書面", null=True)
    counted = models.PositiveSmallIntegerField("成り立つ数に入る機関", null=True)
    needed = models.PositiveSmallIntegerField("要る数", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "総会"
        ordering: ClassVar = ["-begun_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_associations_assembly_closed_is_counted",
                condition=Q(closed_at__isnull=True, held_on__isnull=True, rules__isnull=True)
                & Q(**{f"{name}__isnull": True for name in COUNTS})
                | Q(closed_at__isnull=False, held_on__isnull=False, rules__isnull=False)
                & Q(**{f"{name}__isnull": False for name in COUNTS}),
                violation_error_message="閉じた総会には、開いた日、規則の版、数が要ります。",
            )
        ]

    def __str__(self) -> str:
        return f"assembly {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Voter(models.Model):
    """An agency of the roll of a general meeting, and who came for it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="voters")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    presence = models.CharField("出席", max_length=8, choices=Presence, default=Presence.ABSENT)

    class Meta:
        verbose_name = verbose_name_plural = "総会の出欠"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="group_associations_voter",
                field="presence",
                choices=Presence,
                says="出席を選んでください。",
            ),
            models.UniqueConstraint(
                name="group_associations_voter_once",
                fields=["assembly", "agency"],
                violation_error_message="この機関の出欠は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly_id} {self.agency_id}"


class Proxy(models.Model):
    """委任状: an agency lets another one vote for it, or whoever chairs; of an agency one stands."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="proxies")
    giver = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    holder = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField("届き方", max_length=6, choices=ProxyWay)
    given_on = models.DateField("届いた日")
    recorded_at = models.DateTimeField("記録した日時")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "委任状"
        ordering: ClassVar = ["given_on", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_associations_proxy",
                field="way",
                choices=ProxyWay,
                says="届き方を選んでください。",
            ),
            models.CheckConstraint(
                name="group_associations_proxy_not_to_oneself",
                condition=Q(holder__isnull=True) | ~Q(holder=F("giver")),
                violation_error_message="自分の機関に、委任状は出せません。",
            ),
            models.UniqueConstraint(
                name="group_associations_proxy_one_stands",
                fields=["assembly", "giver"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="この機関の委任状は、もうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly_id} {self.giver_id}"
