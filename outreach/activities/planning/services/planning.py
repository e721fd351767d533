"""The centre plans a fiscal year: lines by month, what became of them, what goes over to the next year."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.decision import Decision
from foundation.japanese.dates import fiscal_year
from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from outreach.activities.models import Activity
from outreach.activities.planning.exceptions import PlanRefused
from outreach.activities.planning.models import PlanLine, YearPlan
from outreach.activities.planning.rules import may_approve, may_carry_over, may_write, month_of, state_of


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises PlanRefused with its reason."""
    if not decision.allowed:
        raise PlanRefused(decision.reason)


@transaction.atomic(durable=True)
def add_line(*, year: int, details: Mapping[str, Any], actor: User, now: datetime) -> PlanLine:
    """Write a line into a year's plan. Raises PlanRefused for a month of another year."""
    plan = _open_plan_in_transaction(year, now)
    _insist_on_year(details["month"], year)
    made = PlanLine.objects.create(plan=plan, was_planned=plan.approved_on is None, **details)
    chain.record("activity_plans.line_added", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_line(*, line: PlanLine, details: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Change a line. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    _insist_on_year(details.get("month", found.month), found.plan.fiscal_year)
    if found.activity_id is not None and details.get("kind", found.kind) != found.kind:
        raise PlanRefused("実施した行の種類は、変えられません。")
    for name, value in details.items():
        setattr(found, name, value)
    found.save()
    chain.record("activity_plans.line_changed", actor=actor, subject=found, now=now, fields=details)


@transaction.atomic(durable=True)
def move_line(*, line: PlanLine, month: date, actor: User, now: datetime) -> None:
    """Let a line stand in another month of its year. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    _insist_on_year(month, found.plan.fiscal_year)
    found.month = month
    found.save(update_fields=["month"])
    chain.record("activity_plans.line_moved", actor=actor, subject=found, now=now, fields=["month"])


@transaction.atomic(durable=True)
def remove_line(*, line: PlanLine, actor: User, now: datetime) -> None:
    """Take a line out of a draft; of an approved plan it is called off. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    if found.plan.approved_on is not None:
        raise PlanRefused("承認した計画の行は、消さずに、「やめる」にします。")
    chain.record("activity_plans.line_removed", actor=actor, subject=found, now=now)
    found.delete()


@transaction.atomic(durable=True)
def call_off_line(*, line: PlanLine, because: str, actor: User, now: datetime) -> None:
    """Write down that a line is not done, and why; without a reason it is done again. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    if found.activity_id is not None:
        raise PlanRefused("実施した行は、やめたことにできません。")
    found.called_off_because = because
    found.save(update_fields=["called_off_because"])
    chain.record("activity_plans.line_called_off", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def link_line(*, line: PlanLine, activity: Activity | None, actor: User, now: datetime) -> None:
    """Say which activity a line became, or that it became none. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    if activity is not None and PlanLine.objects.filter(activity=activity).exclude(pk=found.pk).exists():
        raise PlanRefused("この活動は、もうほかの行と結ばれています。")
    found.activity, found.called_off_because = activity, ""
    found.save(update_fields=["activity", "called_off_because"])
    chain.record("activity_plans.line_linked", actor=actor, subject=found, now=now, fields=["activity"])


@transaction.atomic(durable=True)
def carry_over(*, line: PlanLine, actor: User, now: datetime) -> PlanLine:
    """Let what was not done stand in April of the next fiscal year. Raises PlanRefused."""
    found = _held_in_transaction(line, now)
    insist(may_carry_over(state_of(found.facts(), today=timezone.localdate(now))))
    year = found.plan.fiscal_year + 1
    plan = _open_plan_in_transaction(year, now)
    made = PlanLine.objects.create(
        plan=plan,
        month=month_of(year, 4),
        kind=found.kind,
        title=found.title,
        area=found.area,
        owner=found.owner,
        was_planned=plan.approved_on is None,
        carried_from=found,
    )
    chain.record("activity_plans.line_carried_over", actor=actor, subject=made, now=now)
    return made


@transaction.atomic(durable=True)
def approve(*, year: int, on: date, by: str, actor: User, now: datetime) -> None:
    """Write down who approved the plan of a year, and when. Raises PlanRefused."""
    plan = _open_plan_in_transaction(year, now)
    state = plan.state_on(year=fiscal_year(timezone.localdate(now)))
    insist(may_approve(state, lines=plan.lines.count()))
    plan.approved_on, plan.approved_by, plan.changed_at = on, by, now
    plan.save(update_fields=["approved_on", "approved_by", "changed_at"])
    chain.record("activity_plans.approved", actor=actor, subject=plan, now=now, fields=["approved_on"])


@transaction.atomic(durable=True)
def close(*, year: int, actor: User, now: datetime) -> None:
    """Close the plan of a year that is over. Raises PlanRefused."""
    plan = _open_plan_in_transaction(year, now)
    today = timezone.localdate(now)
    if plan.approved_on is None or fiscal_year(today) <= year:
        raise PlanRefused("承認した計画を、年度が終わってから終えます。")
    plan.closed_on, plan.changed_at = today, now
    plan.save(update_fields=["closed_on", "changed_at"])
    chain.record("activity_plans.closed", actor=actor, subject=plan, now=now, fields=["closed_on"])


def _open_plan_in_transaction(year: int, now: datetime) -> YearPlan:
    """Return the plan of a year, locked, made if there is none. Raises PlanRefused for one that is closed."""
    assert_in_transaction("_open_plan")
    lock_name_in_transaction(f"activity_plans:{year}")
    plan, _ = YearPlan.objects.select_for_update().get_or_create(
        fiscal_year=year, defaults={"changed_at": now}
    )
    insist(may_write(plan.state_on(year=fiscal_year(timezone.localdate(now)))))
    return plan


def _held_in_transaction(line: PlanLine, now: datetime) -> PlanLine:
    assert_in_transaction("_held")
    _open_plan_in_transaction(line.plan.fiscal_year, now)
    rows = PlanLine.objects.select_for_update(of=("self",))
    return rows.select_related("plan", "activity", "carried_to").get(pk=line.pk)


def _insist_on_year(month: date, year: int) -> None:
    if fiscal_year(month) != year:
        raise PlanRefused("この年度の月を選んでください。")
