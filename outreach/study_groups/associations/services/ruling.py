"""Rules are proposed, put right, and adopted; what was adopted stays as it is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.models import Resolution, RulesVersion
from outreach.study_groups.associations.models.rules_version import PROPOSED
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.overtaking import insist_on_seen
from outreach.study_groups.services.steps import hold_in_transaction

ADOPTED = "この規則は、もう決まっています。改めるときは、新しい案を書いてください。"
VOTED_ON = "この案は、もう採決されています。ちがう内容にするときは、新しい案を書いてください。"
ON_AN_AGENDA = "この案は、総会の議案になっています。先に、議案を直してください。"
IN_FORCE_TOO_EARLY = "効き始める日は、決めた日か、そのあとにしてください。"


@transaction.atomic(durable=True)
def propose_rules(
    *, community: Community, details: Mapping[str, Any], actor: User, now: datetime
) -> RulesVersion:
    """Write a new version that nobody has adopted yet. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.ADOPT_RULES, actor=actor, now=now).community
    made = RulesVersion.objects.create(
        community=held, version=queries.next_version(held), written_by=actor, written_at=now, **details
    )
    chain.record("group_associations.rules_proposed", actor=actor, subject=made, now=now, fields=[*details])
    return made


@transaction.atomic(durable=True)
def change_proposal(
    *,
    version: RulesVersion,
    details: Mapping[str, Any],
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> RulesVersion:
    """Put a proposal right that says what its writer had `seen`. Raises GroupRefused once it was adopted."""
    hold_in_transaction(version.community, Action.ADOPT_RULES, actor=actor, now=now)
    found = _proposal(version)
    if queries.is_voted_on(found):
        raise GroupRefused(VOTED_ON)
    insist_on_seen(found, PROPOSED, seen)
    for name, value in details.items():
        setattr(found, name, value)
    found.written_by, found.written_at = actor, now
    found.save(update_fields=[*details, "written_by", "written_at"])
    chain.record("group_associations.rules_changed", actor=actor, subject=found, now=now, fields=[*details])
    return found


@transaction.atomic(durable=True)
def drop_proposal(*, version: RulesVersion, actor: User, now: datetime) -> None:
    """Take a proposal away that is on no agenda. Raises GroupRefused."""
    hold_in_transaction(version.community, Action.ADOPT_RULES, actor=actor, now=now)
    found = _proposal(version)
    if Resolution.objects.filter(rules=found).exists():
        raise GroupRefused(ON_AN_AGENDA)
    chain.record("group_associations.rules_dropped", actor=actor, subject=found, now=now)
    found.delete()


@transaction.atomic(durable=True)
def adopt_rules(*, version: RulesVersion, on: date, by: str, actor: User, now: datetime) -> RulesVersion:
    """Write down that a general meeting has adopted a version. Raises GroupRefused."""
    hold_in_transaction(version.community, Action.ADOPT_RULES, actor=actor, now=now)
    if version.in_force_from < on and not queries.is_voted_on(version):
        raise GroupRefused(IN_FORCE_TOO_EARLY)
    return adopt_rules_in_transaction(version=version, on=on, by=by, actor=actor, now=now)


def adopt_rules_in_transaction(
    *, version: RulesVersion, on: date, by: str, actor: User, now: datetime
) -> RulesVersion:
    """Adopt a version of an association that is held, by somebody who was asked. Raises GroupRefused.

    Nothing holds before it was decided: a version that was to be in force earlier is from that day on.
    """
    assert_in_transaction("adopt_rules")
    found = _proposal(version)
    fields = ["adopted_on", "adopted_by"]
    if found.in_force_from < on:
        found.in_force_from = on
        fields.append("in_force_from")
    found.adopted_on, found.adopted_by = on, by
    found.save(update_fields=fields)
    chain.record("group_associations.rules_adopted", actor=actor, subject=found, now=now, fields=fields)
    return found


def _proposal(version: RulesVersion) -> RulesVersion:
    found = RulesVersion.objects.select_for_update(no_key=True).filter(pk=version.pk).first()
    if found is None or found.is_adopted:
        raise GroupRefused(ADOPTED)
    return found
