"""Who came to a general meeting, what they said, what it decided; closed, and carried out."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.enums import PRESENT, Choice, Effect, Presence, Result, VoteWay
from outreach.study_groups.associations.models import Assembly, Resolution, Vote, Voter
from outreach.study_groups.associations.models.assembly import COUNTS
from outreach.study_groups.associations.rules import may_carry_out, may_close, may_record
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.planning import approve_plan_in_transaction
from outreach.study_groups.services.steps import hold_in_transaction, insist

from .agenda import hold_open_in_transaction, resolution_in_transaction
from .ruling import adopt_rules_in_transaction
from .secretariat import name_secretariat_in_transaction

NO_MEMBER = "総会の日に会員である機関だけを書けます。画面を開き直してください。"
CHAIR_IS_THERE = "議長は、出席している機関から選んでください。"
NOT_THERE = "出席していない機関か、議決に加わらない機関の賛否は、書けません。画面を開き直してください。"
NO_RESOLUTION = "議案が、まだありません。"


@transaction.atomic(durable=True)
def record_attendance(
    *,
    assembly: Assembly,
    presences: Mapping[int, Presence],
    chair: Agency | None,
    keeps_chair: bool = False,
    actor: User,
    now: datetime,
) -> None:
    """Write down who came, by id of the agency, and who is in the chair. Raises GroupRefused.

    Agencies of which nothing is said stay as others wrote them; so does the chair with `keeps_chair`. What
    agencies said that turn out not to be there goes.
    """
    held = _held(assembly, actor, now)
    counting = queries.counting_of(held)
    if not presences.keys() <= counting.meeting.members:
        raise GroupRefused(NO_MEMBER)
    came = {**counting.presences, **presences}
    in_chair = held.chair_id if keeps_chair else getattr(chair, "pk", None)
    if in_chair is not None and came.get(in_chair) not in PRESENT:
        raise GroupRefused(CHAIR_IS_THERE)
    for agency, presence in presences.items():
        Voter.objects.update_or_create(assembly=held, agency_id=agency, defaults={"presence": presence})
    there = [agency for agency, presence in came.items() if presence in PRESENT]
    gone = Vote.objects.filter(resolution__assembly=held, way=VoteWay.THERE).exclude(agency__in=there)
    gone.delete()
    held.chair_id = in_chair
    held.save(update_fields=["chair"])
    fields = [f"there:{len(there)}", "chair"]
    chain.record("group_associations.attendance", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_votes(
    *,
    resolution: Resolution,
    choices: Mapping[int, Choice],
    casting: Choice | None,
    keeps_casting: bool = False,
    actor: User,
    now: datetime,
) -> None:
    """Write down what those there said on a resolution, by id of the agency. Raises GroupRefused.

    Of agencies that are not named stays what others wrote; so does the chair's word with `keeps_casting`.
    """
    held = _held(resolution.assembly, actor, now)
    found = resolution_in_transaction(held, resolution.pk)
    recused = set(found.recusals.values_list("agency", flat=True))
    if not choices.keys() <= queries.counting_of(held).meeting.there - recused:
        raise GroupRefused(NOT_THERE)
    for agency, choice in choices.items():
        said = {"choice": choice, "recorded_at": now}
        found.votes.update_or_create(agency_id=agency, way=VoteWay.THERE, defaults=said)
    if not keeps_casting:
        found.casting = casting or ""
    found.save(update_fields=["casting"])
    fields = [f"number:{found.number}", f"votes:{len(choices)}"]
    chain.record("group_associations.voted", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def close_assembly(*, assembly: Assembly, actor: User, now: datetime) -> Assembly:
    """Close a general meeting: its roll, its counts and its rules stay. Raises GroupRefused."""
    held = _held(assembly, actor, now)
    counting = queries.counting_of(held)
    voted = queries.voted_of(counting, queries.resolutions_of(held))
    if not voted:
        raise GroupRefused(NO_RESOLUTION)
    outcomes = [(each.resolution, each.outcome, each.is_voted) for each in voted if each.outcome is not None]
    results = [(each.number, outcome.result, is_voted) for each, outcome, is_voted in outcomes]
    insist(may_close(results, has_rules=counting.rules is not None))
    known = counting.presences
    Voter.objects.bulk_create(
        Voter(assembly=held, agency_id=pk) for pk in counting.agencies if pk not in known
    )
    held.voters.exclude(agency__in=counting.agencies).delete()
    total = counting.attended
    for name in COUNTS:
        setattr(held, name, getattr(total, name))
    held.closed_at, held.closed_by = now, actor
    held.held_on, held.rules = counting.day, counting.rules
    held.save(update_fields=["closed_at", "closed_by", "held_on", "rules", *COUNTS])
    for each, outcome, _ in outcomes:
        each.result, each.yes, each.no, each.abstain = (
            outcome.result,
            outcome.yes,
            outcome.no,
            outcome.abstain,
        )
        took_part = outcome.attended
        each.members, each.counted, each.needed = took_part.members, took_part.counted, took_part.needed
        each.save(update_fields=["result", "yes", "no", "abstain", "members", "counted", "needed"])
    fields = [f"resolutions:{len(outcomes)}"]
    chain.record("group_associations.assembly_closed", actor=actor, subject=held, now=now, fields=fields)
    return held


@transaction.atomic(durable=True)
def carry_out(*, resolution: Resolution, actor: User, now: datetime) -> Resolution:
    """Do what a carried resolution says: approve a plan, adopt rules, name the secretariat; once.

    Whoever holds the meeting may: the general meeting has decided. Raises GroupRefused.
    """
    community = resolution.assembly.row.plan.community
    hold_in_transaction(community, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    found = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution.pk)
    done, has_effect = found.carried_out_at is not None, found.effect != Effect.NONE
    insist(may_carry_out(Result(found.result), has_effect=has_effect, is_done=done))
    on = resolution.assembly.held_on or timezone.localdate(now)
    by = f"{on.month}月{on.day}日の総会（第{found.number}号議案）"
    if found.plan is not None:
        approve_plan_in_transaction(plan=found.plan, on=on, by=by, actor=actor, now=now)
    elif found.rules is not None:
        adopt_rules_in_transaction(version=found.rules, on=on, by=by, actor=actor, now=now)
    elif found.secretariat_since is not None:
        name_secretariat_in_transaction(
            community=community,
            agency=found.secretariat,
            since=found.secretariat_since,
            decided_by=by,
            actor=actor,
            now=now,
        )
    found.carried_out_at = now
    found.save(update_fields=["carried_out_at"])
    fields = [f"number:{found.number}", f"effect:{found.effect}"]
    chain.record(
        "group_associations.carried_out", actor=actor, subject=resolution.assembly, now=now, fields=fields
    )
    return found


def _held(assembly: Assembly, actor: User, now: datetime) -> Assembly:
    held = hold_open_in_transaction(assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    insist(may_record(is_closed=False, day=queries.day_of(held.row), today=timezone.localdate(now)))
    return held
