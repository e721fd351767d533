from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.associations.enums import (
    CASTING,
    Choice,
    Effect,
    ResolutionKind,
    Result,
    VoteWay,
)
from outreach.study_groups.models import YearPlan

from .assembly import AGENCY, Assembly
from .rules_version import RulesVersion

TABLE = "group_associations_resolution"
PUT = ("title", "text", "kind", "effect", "plan_id", "rules_id", "secretariat_id", "secretariat_since")
# By how many it is carried follows from the rules; all else is what people entrust or vote on.
ANSWERED_TO = tuple(name for name in PUT if name != "kind")
COUNTS = ("yes", "no", "abstain", "members", "counted", "needed")


def _targets() -> Q:
    """Return that a resolution says of which plan, rules or term its effect is, and of no other."""
    needs = {Effect.PLAN: "plan", Effect.RULES: "rules", Effect.SECRETARIAT: "secretariat_since"}
    found = Q()
    for effect in Effect:
        said = {f"{name}__isnull": of != effect for of, name in needs.items()}
        found |= Q(effect=effect, **said)
    return found & (Q(secretariat__isnull=True) | Q(effect=Effect.SECRETARIAT))


class Resolution(models.Model):
    """議案: what a general meeting decides on, what follows when it is carried, and what became of it.

    Its counts are written when the meeting is closed; they can be counted anew from votes and proxies.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="resolutions")
    number = models.PositiveSmallIntegerField("第何号")
    title = models.CharField("議案", max_length=80)
    text = models.TextField("提案の内容", max_length=4_000, blank=True)
    kind = models.CharField("種類", max_length=8, choices=ResolutionKind, default=ResolutionKind.ORDINARY)
    effect = models.CharField("可決されたら", max_length=11, choices=Effect, default=Effect.NONE, blank=True)
    plan = models.ForeignKey(YearPlan, models.PROTECT, null=True, blank=True, related_name="+")
    rules = models.ForeignKey(RulesVersion, models.PROTECT, null=True, blank=True, related_name="+")
    # The agency that will be the secretariat; with its effect, none means the centre.
    secretariat = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="+")
    secretariat_since = models.DateField("事務局はいつから", null=True, blank=True)
    casting = models.CharField("議長の決定", max_length=3, choices=CASTING, blank=True)
    result = models.CharField("結果", max_length=9, choices=Result, default=Result.OPEN, blank=True)
    yes = models.PositiveSmallIntegerField("賛成", null=True)
    no = models.PositiveSmallIntegerField("反対", null=True)
    abstain = models.PositiveSmallIntegerField("棄権", null=True)
    members = models.PositiveSmallIntegerField("会員の機関", null=True)
    counted = models.PositiveSmallIntegerField("成り立つ数に入る機関", null=True)
    needed = models.PositiveSmallIntegerField("要る数", null=True)
    carried_out_at = models.DateTimeField("決まったとおりにした日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "議案"
        ordering: ClassVar = ["assembly", "number"]
        constraints: ClassVar = [
            known_choice(
                table=TABLE, field="kind", choices=ResolutionKind, says="議案の種類を選んでください。"
            ),
            known_choice(
                table=TABLE, field="effect", choices=Effect, says="可決されたらどうするかを選んでください。"
            ),
            known_choice(table=TABLE, field="result", choices=Result, says="結果を選んでください。"),
            models.CheckConstraint(
                name=f"{TABLE}_casting_is_known",
                condition=Q(casting__in=["", *CASTING]),
                violation_error_message="議長の決定を選んでください。",
            ),
            models.UniqueConstraint(
                name=f"{TABLE}_number_once",
                fields=["assembly", "number"],
                violation_error_message="同じ番号の議案が、もうあります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_has_a_title",
                condition=~Q(title=""),
                violation_error_message="議案を書いてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_effect_says_of_what",
                condition=_targets(),
                violation_error_message="計画、規則の案、事務局のうち、決めるものを選んでください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_result_is_counted",
                condition=Q(result=Result.OPEN) & Q(**{f"{name}__isnull": True for name in COUNTS})
                | ~Q(result=Result.OPEN) & Q(**{f"{name}__isnull": False for name in COUNTS}),
                violation_error_message="結果には、賛成・反対・棄権の数が要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_carried_out_was_carried",
                condition=Q(carried_out_at__isnull=True) | Q(result=Result.CARRIED) & ~Q(effect=Effect.NONE),
                violation_error_message="可決された議案だけを、そのとおりにできます。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules_hold_from(self) -> date | None:
        """From which day the rules that it adopts are in force: the day of the decision at the earliest."""
        if self.rules is None:
            return None
        return max(self.rules.in_force_from, self.assembly.held_on or self.rules.in_force_from)


class Recusal(models.Model):
    """An agency takes no part in a resolution that is about itself."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="recusals")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "議決に加わらない機関"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_associations_recusal_once",
                fields=["resolution", "agency"],
                violation_error_message="この機関は、もう加わらないことになっています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.resolution_id} {self.agency_id}"


class Vote(models.Model):
    """The one vote of an agency on a resolution: said there, or written before."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="votes")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    choice = models.CharField("賛否", max_length=7, choices=Choice)
    way = models.CharField("どのように", max_length=7, choices=VoteWay)
    # Of a vote in writing; of the several things that an agency sends, what came last stands.
    came_on = models.DateField("届いた日", null=True, blank=True)
    recorded_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "議決"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="group_associations_vote",
                field="choice",
                choices=Choice,
                says="賛成、反対、棄権から選んでください。",
            ),
            known_choice(
                table="group_associations_vote",
                field="way",
                choices=VoteWay,
                says="どのように議決したかを選んでください。",
            ),
            models.CheckConstraint(
                name="group_associations_vote_written_came_on_a_day",
                condition=Q(way=VoteWay.WRITTEN, came_on__isnull=False)
                | ~Q(way=VoteWay.WRITTEN) & Q(came_on__isnull=True),
                violation_error_message="書面の議決には、届いた日が要ります。",
            ),
            models.UniqueConstraint(
                name="group_associations_vote_once",
                fields=["resolution", "agency", "way"],
                violation_error_message="この機関の議決は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution_id} {self.agency_id}"
