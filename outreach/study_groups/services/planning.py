"""A year's plan is written line by line, approved, and summed up once the year is over."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups import queries
from outreach.study_groups.enums import Action, PlanState, RowState
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, PlanRow, YearPlan
from outreach.study_groups.registries import plan_holds
from outreach.study_groups.rules import is_in_year, may_approve, may_close_year, may_take_back

from .steps import hold_in_transaction, insist

GONE = "この行は、もうありません。画面を開き直してください。"
OTHER_YEAR = "この年度の月を選んでください。"
SUMMED_UP = "この年度は、もうまとめました。計画は変えられません。"
ANNOUNCED = (
    "案内した回を開かないときは、計画の画面の「中止にする」を押してください。日時を変えるときは、"
    "センターに頼んでください。どちらも、案内した方に知らせます。"
)
WAS_PLANNED = "承認された行は、消せません。開かないときは、「やめる」を押して、わけを書いてください。"
HAS_RECORDS = "この行には、会議の記録があるので、消せません。"
OFF_ALREADY = "この行は、もうやめることになっています。"


@transaction.atomic(durable=True)
def begin_plan(*, community: Community, year: int, target: str, actor: User, now: datetime) -> YearPlan:
    """Begin the plan of a fiscal year, or write anew what it aims at. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.WRITE_PLAN, actor=actor, now=now).community
    plan, is_new = YearPlan.objects.get_or_create(
        community=held, fiscal_year=year, defaults={"target": target, "changed_at": now}
    )
    if not is_new:
        _insist_on_changeable(plan)
        plan.target, plan.changed_at = target, now
        plan.save(update_fields=["target", "changed_at"])
    chain.record("study_groups.plan_written", actor=actor, subject=plan, now=now, fields=["target"])
    return plan


@transaction.atomic(durable=True)
def add_row(*, plan: YearPlan, details: Mapping[str, Any], actor: User, now: datetime) -> PlanRow:
    """Write one line; in an approved plan it stands as added later. Raises GroupRefused."""
    return add_row_in_transaction(plan=plan, details=details, actor=actor, now=now)


@transaction.atomic(durable=True)
def add_row_to_year(
    *, community: Community, year: int, details: Mapping[str, Any], actor: User, now: datetime
) -> PlanRow:
    """Write one line into the plan of a year, which begins with it where there is none. Raises GroupRefused.

    A line that is refused leaves no plan behind.
    """
    held = hold_in_transaction(community, Action.WRITE_PLAN, actor=actor, now=now).community
    plan, is_new = YearPlan.objects.get_or_create(
        community=held, fiscal_year=year, defaults={"changed_at": now}
    )
    if is_new:
        chain.record("study_groups.plan_written", actor=actor, subject=plan, now=now, fields=["fiscal_year"])
    return add_row_in_transaction(plan=plan, details=details, actor=actor, now=now)


def add_row_in_transaction(
    *, plan: YearPlan, details: Mapping[str, Any], actor: User, now: datetime
) -> PlanRow:
    """Write one line as part of another act. Raises GroupRefused."""
    assert_in_transaction("add_row")
    held = _held(plan, actor=actor, now=now)
    _insist_on_month(held, details["month"])
    last = held.rows.filter(month=details["month"]).aggregate(last=Max("position"))["last"] or 0
    row = PlanRow.objects.create(
        plan=held, position=last + 1, was_planned=held.state == PlanState.DRAFT, **details
    )
    chain.record("study_groups.row_added", actor=actor, subject=held, now=now, fields=[*details])
    return row


@transaction.atomic(durable=True)
def change_row(*, row: PlanRow, details: Mapping[str, Any], actor: User, now: datetime) -> PlanRow:
    """Change a line; what was announced keeps its month, which follows from its day. Raises GroupRefused."""
    held = _held(row.plan, actor=actor, now=now)
    found = _row(held, row.pk)
    _insist_on_month(held, details["month"])
    changed = [name for name, value in details.items() if getattr(found, name) != value]
    if found.event_id is not None and "month" in changed:
        raise GroupRefused(ANNOUNCED)
    for name in changed:
        setattr(found, name, details[name])
    found.save(update_fields=changed)
    chain.record("study_groups.row_changed", actor=actor, subject=held, now=now, fields=changed)
    return found


@transaction.atomic(durable=True)
def remove_row(*, row: PlanRow, actor: User, now: datetime) -> None:
    """Take a line out of a draft; an approved one is called off instead. Raises GroupRefused."""
    held = _held(row.plan, actor=actor, now=now)
    found = _row(held, row.pk)
    if found.event_id is not None:
        raise GroupRefused(ANNOUNCED)
    if held.state != PlanState.DRAFT and found.was_planned:
        raise GroupRefused(WAS_PLANNED)
    try:
        found.delete()
    except ProtectedError:
        raise GroupRefused(HAS_RECORDS) from None
    chain.record("study_groups.row_removed", actor=actor, subject=held, now=now, fields=["rows"])


@transaction.atomic(durable=True)
def call_off(*, row: PlanRow, because: str, actor: User, now: datetime) -> PlanRow:
    """Say that a line that was not announced yet will not be held, and why. Raises GroupRefused."""
    held = _held(row.plan, actor=actor, now=now)
    found = _row(held, row.pk)
    if found.event_id is not None:
        raise GroupRefused(ANNOUNCED)
    if found.called_off_at is not None:
        raise GroupRefused(OFF_ALREADY)
    found.called_off_at, found.called_off_because = now, because
    found.save(update_fields=["called_off_at", "called_off_because"])
    chain.record("study_groups.row_called_off", actor=actor, subject=held, now=now, fields=["called_off_at"])
    return found


@transaction.atomic(durable=True)
def take_back_call_off(*, row: PlanRow, actor: User, now: datetime) -> PlanRow:
    """Say that a line that was called off by mistake is to be held after all. Raises GroupRefused."""
    held = _held(row.plan, actor=actor, now=now)
    found = _row(held, row.pk)
    off = found.called_off_at is not None
    insist(may_take_back(called_off=off, announced=found.event_id is not None))
    found.called_off_at, found.called_off_because = None, ""
    fields = ["called_off_at", "called_off_because"]
    found.save(update_fields=fields)
    chain.record("study_groups.call_off_taken_back", actor=actor, subject=held, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def approve_plan(*, plan: YearPlan, on: date, by: str, actor: User, now: datetime) -> YearPlan:
    """Approve a plan, by a manager or as a general meeting decided; its lines are counted as planned."""
    hold_in_transaction(plan.community, Action.APPROVE_PLAN, actor=actor, now=now)
    return approve_plan_in_transaction(plan=plan, on=on, by=by, actor=actor, now=now)


def approve_plan_in_transaction(*, plan: YearPlan, on: date, by: str, actor: User, now: datetime) -> YearPlan:
    """Approve a plan of a community that is held, where it was asked who may: a room decides by vote.

    Raises GroupRefused.
    """
    assert_in_transaction("approve_plan")
    held = YearPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    _insist_on_open(held)
    insist(may_approve(held.state, rows=held.rows.count()))
    held.state, held.approved_on, held.approved_by, held.changed_at = PlanState.APPROVED, on, by, now
    held.save(update_fields=["state", "approved_on", "approved_by", "changed_at"])
    chain.record("study_groups.plan_approved", actor=actor, subject=held, now=now, fields=["state"])
    return held


@transaction.atomic(durable=True)
def close_year(*, plan: YearPlan, words: str, actor: User, now: datetime) -> YearPlan:
    """Sum a year up, with a few words; afterwards its plan stays as it is. Raises GroupRefused."""
    held = _held(plan, actor=actor, now=now)
    lines = queries.lines_of(held, now=now)
    still_open = sum(each.state in (RowState.PLANNED, RowState.ANNOUNCED) for each in lines)
    today = timezone.localdate(now)
    insist(may_close_year(held.state, year=held.fiscal_year, today=today, open_rows=still_open))
    held.state, held.closed_at, held.words, held.changed_at = PlanState.CLOSED, now, words, now
    held.save(update_fields=["state", "closed_at", "words", "changed_at"])
    chain.record("study_groups.year_closed", actor=actor, subject=held, now=now, fields=["state", "words"])
    return held


def _held(plan: YearPlan, *, actor: User, now: datetime) -> YearPlan:
    """Return a plan that may still be changed, held with its community."""
    hold_in_transaction(plan.community, Action.WRITE_PLAN, actor=actor, now=now)
    found = YearPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    _insist_on_changeable(found)
    return found


def _insist_on_changeable(plan: YearPlan) -> None:
    """Insist that a plan is not summed up, and that no room holds its draft: what is voted on stays."""
    _insist_on_open(plan)
    because = [source(plan) for source in plan_holds] if plan.state == PlanState.DRAFT else []
    for each in filter(None, because):
        raise GroupRefused(each)


def _insist_on_open(plan: YearPlan) -> None:
    if plan.state == PlanState.CLOSED:
        raise GroupRefused(SUMMED_UP)


def _insist_on_month(plan: YearPlan, month: date) -> None:
    if not is_in_year(month, plan.fiscal_year):
        raise GroupRefused(OTHER_YEAR)


def _row(plan: YearPlan, pk: int) -> PlanRow:
    found = plan.rows.filter(pk=pk).first()
    if found is None:
        raise GroupRefused(GONE)
    return found
