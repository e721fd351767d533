"""A campaign is planned and changed; whoever has its days in a calendar learns of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from directory.models import AgencyKind, WelfareArea
from foundation.audit import chain
from foundation.decision import Decision
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.models import Campaign
from training_media.campaigns.queries import not_through
from training_media.campaigns.rules import may_last, may_make_up
from training_media.models import Course

from .inviting import invite_in_transaction

FIELDS = ("name", "opens_on", "closes_on", "grace_days", "audience_by")


@dataclass(frozen=True)
class Plan:
    """What staff say of a campaign; kinds and areas that are empty do not narrow."""

    name: str
    opens_on: date
    closes_on: date
    grace_days: int = 0
    audience_by: str = "invitation"
    kinds: Collection[AgencyKind] = ()
    areas: Collection[WelfareArea] = ()


@transaction.atomic(durable=True)
def plan_campaign(*, course: Course, plan: Plan, actor: User, now: datetime) -> Campaign:
    """Plan a campaign for a course. Raises CampaignRefused when it would end before it begins."""
    _insist(may_last(plan.opens_on, plan.closes_on))
    campaign = Campaign(course=course, made_by=actor, made_at=now)
    _write(campaign, plan)
    chain.record("campaigns.planned", actor=actor, subject=campaign, now=now, fields=[*FIELDS])
    return campaign


@transaction.atomic(durable=True)
def plan_makeup(*, campaign: Campaign, plan: Plan, actor: User, now: datetime) -> Campaign:
    """Plan another period (補講) for the agencies of a campaign of which nobody has watched to the end.

    They get cards of the new campaign; what they have watched counts there too. Raises CampaignRefused.
    """
    _insist(may_last(plan.opens_on, plan.closes_on))
    today = timezone.localdate(now)
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("course").get(pk=campaign.pk)
    _insist(may_make_up(campaign.period, today))
    agencies = [card.agency for card, _ in not_through(campaign, today=today)]
    if not agencies:
        raise CampaignRefused("案内したどの事業所にも、見終わった人がいます。補講は、いりません。")
    made = Campaign(course=campaign.course, makes_up_for=campaign, made_by=actor, made_at=now)
    _write(made, plan)
    invite_in_transaction(campaign=made, agencies=agencies, now=now)
    fields = [*FIELDS, f"cards:{len(agencies)}"]
    chain.record("campaigns.makeup_planned", actor=actor, subject=made, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def change_campaign(*, campaign: Campaign, plan: Plan, actor: User, now: datetime) -> None:
    """Change a campaign; where a day moves, the calendar entries of all its cards get a new version."""
    _insist(may_last(plan.opens_on, plan.closes_on))
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = {name: getattr(campaign, name) for name in FIELDS}
    _write(campaign, plan)
    changed = [name for name in FIELDS if before[name] != getattr(campaign, name)]
    moved = {f"{name}_sequence": F(f"{name}_sequence") + 1 for name in _moved_entries(changed)}
    if moved:
        campaign.invitations.update(**moved, calendar_changed_at=now)
    fields = [*changed, "kinds", "areas"]
    chain.record("campaigns.changed", actor=actor, subject=campaign, now=now, fields=fields)


def _write(campaign: Campaign, plan: Plan) -> None:
    for name in FIELDS:
        setattr(campaign, name, getattr(plan, name))
    campaign.save()
    campaign.kinds.set(plan.kinds)
    campaign.areas.set(plan.areas)


def _moved_entries(changed: Collection[str]) -> list[str]:
    entries = {"opens_on": "opening", "closes_on": "deadline"}
    return [entries[name] for name in changed if name in entries]


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise CampaignRefused(decision.reason)
