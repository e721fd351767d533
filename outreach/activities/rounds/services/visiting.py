"""The centre lists agencies for a round, rings and visits them, and writes down what they said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from directory.centre_only.services import record_contact_in_transaction
from directory.models import Agency
from foundation.audit import chain
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction
from outreach.activities.rounds.enums import Explained, Stage
from outreach.activities.rounds.exceptions import RoundRefused
from outreach.activities.rounds.models import Round, Target, Visit
from outreach.activities.rounds.rules import Said, may_write


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises RoundRefused with its reason."""
    if not decision.allowed:
        raise RoundRefused(decision.reason)


@transaction.atomic(durable=True)
def make_round(*, details: Mapping[str, Any], actor: User, now: datetime) -> Round:
    """Begin a round."""
    made = Round.objects.create(**details, made_by=actor, made_at=now)
    chain.record("activity_rounds.made", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_round(*, round: Round, details: Mapping[str, Any], actor: User, now: datetime) -> None:  # noqa: A002 -- its name
    """Change name, purpose and days of a round."""
    found = Round.objects.select_for_update().get(pk=round.pk)
    for name, value in details.items():
        setattr(found, name, value)
    found.save()
    chain.record("activity_rounds.changed", actor=actor, subject=found, now=now, fields=details)


@transaction.atomic(durable=True)
def add_targets(*, round: Round, agencies: Collection[Agency], actor: User, now: datetime) -> int:  # noqa: A002 -- its name
    """Put agencies at the end of the route; return how many were new."""
    held = Round.objects.select_for_update().get(pk=round.pk)
    known = set(held.targets.values_list("agency", flat=True))
    last = held.targets.aggregate(last=Max("position"))["last"] or 0
    new = [each for each in agencies if each.pk not in known]
    Target.objects.bulk_create(
        Target(round=held, agency=agency, position=last + number, changed_at=now)
        for number, agency in enumerate(new, 1)
    )
    chain.record("activity_rounds.listed", actor=actor, subject=held, now=now, fields=["targets"])
    return len(new)


@transaction.atomic(durable=True)
def take_out(*, target: Target, actor: User, now: datetime) -> None:
    """Take an agency off the list. Raises RoundRefused once something was written of it."""
    found = _held_in_transaction(target)
    if found.stage != Stage.LISTED or found.visits.exists():
        raise RoundRefused("連絡や訪問を書いた機関は、消せません。「いまは難しい」にしてください。")
    chain.record("activity_rounds.taken_out", actor=actor, subject=found.round, now=now, fields=["targets"])
    found.delete()


@transaction.atomic(durable=True)
def move_up(*, target: Target, actor: User, now: datetime) -> None:
    """Let an agency change places with the one before it on the route."""
    Round.objects.select_for_update().get(pk=target.round_id)
    route = list(Target.objects.filter(round=target.round_id))
    place = next(number for number, each in enumerate(route) if each.pk == target.pk)
    if place:
        route[place - 1], route[place] = route[place], route[place - 1]
    for number, each in enumerate(route, 1):
        each.position = number
    Target.objects.bulk_update(route, ["position"])
    chain.record("activity_rounds.moved", actor=actor, subject=target.round, now=now, fields=["position"])


@transaction.atomic(durable=True)
def note_contact(*, target: Target, said: Said, note: str, actor: User, now: datetime) -> None:
    """Write down a call; it stands in the relationship log too. Raises RoundRefused."""
    today = timezone.localdate(now)
    insist(may_write(said, day=today, today=today))
    found = _held_in_transaction(target)
    stage = Stage.CONTACTED if found.stage == Stage.LISTED and said.stage == Stage.LISTED else said.stage
    _stand_in_transaction(found, Said(stage, said.next_step, said.next_on), found.concerns, now)
    values = {"day": today, "way": "phone", "purpose": f"巡回：{found.round.name}", "result": note}
    record_contact_in_transaction(agency=found.agency, values=values, actor=actor, now=now)
    chain.record("activity_rounds.contacted", actor=actor, subject=found, now=now, fields=["stage"])


@dataclass(frozen=True)
class Report:
    """What is written of a visit, on the spot."""

    day: date
    explained: Explained
    said: Said
    met: str = ""
    materials: str = ""
    concerns: str = ""
    minutes: int | None = None


@transaction.atomic(durable=True)
def write_visit(*, target: Target, form_key: UUID, report: Report, actor: User, now: datetime) -> Visit:
    """Write down a visit; it stands in the relationship log too. The same form sent again is the same visit.

    Raises RoundRefused.
    """
    insist(may_write(report.said, day=report.day, today=timezone.localdate(now)))
    found = _held_in_transaction(target)
    before = Visit.objects.filter(form_key=form_key).first()
    if before is not None:
        return before
    made = Visit.objects.create(
        target=found,
        form_key=form_key,
        day=report.day,
        minutes=report.minutes,
        met=report.met,
        explained=report.explained,
        materials=report.materials,
        answer=report.said.stage,
        concerns=report.concerns,
        by=actor,
        written_at=now,
    )
    _stand_in_transaction(found, report.said, report.concerns or found.concerns, now)
    values = {
        "day": report.day,
        "way": "visit",
        "purpose": f"巡回：{made.get_explained_display()}",
        "met_with": report.met,
        "result": f"{made.get_answer_display()}{'。' + report.concerns if report.concerns else ''}",
    }
    record_contact_in_transaction(agency=found.agency, values=values, actor=actor, now=now)
    chain.record("activity_rounds.visited", actor=actor, subject=made, now=now, fields=["answer"])
    return made


def _held_in_transaction(target: Target) -> Target:
    assert_in_transaction("_held")
    rows = Target.objects.select_for_update(of=("self",)).select_related("round", "agency")
    return rows.get(pk=target.pk)


def _stand_in_transaction(target: Target, said: Said, concerns: str, now: datetime) -> None:
    assert_in_transaction("_stand")
    target.stage, target.concerns = said.stage, concerns
    target.next_step, target.next_on, target.changed_at = said.next_step, said.next_on, now
    target.save(update_fields=["stage", "concerns", "next_step", "next_on", "changed_at"])
