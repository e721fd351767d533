"""Lines of the plan become meetings, alone or as a series; their stages are dated one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from foundation.audit import chain
from foundation.japanese.dates import fiscal_year
from foundation.transactions import assert_in_transaction
from outreach.study_groups.enums import Action, SessionFormat
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.models import Copy, Meeting
from outreach.study_groups.models import Community, PlanRow, YearPlan
from outreach.study_groups.services.planning import add_row_in_transaction
from outreach.study_groups.services.steps import hold_in_transaction, insist

from .steps import (
    hold_meeting_in_transaction,
    hold_meeting_of_its_day_in_transaction,
    hold_open_meeting_in_transaction,
)

ALREADY = "この行は、もう会議として準備しています。"
CALLED_OFF = "この行は、やめることになっています。"
ASSEMBLY = "総会は、「総会」のページで準備します。"
ANNOUNCED = "案内した会議の日時を変えるときは、センターに頼んでください。案内した方に知らせます。"
NOT_YET = "まだ来ていない日です。開いた日を書いてください。"
OTHER_YEAR = "この計画の年度の日を書いてください。"
NO_DAYS = "書きこむ日を、1つ以上選んでください。"


@dataclass(frozen=True)
class When:
    """When and where a meeting is proposed."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


@dataclass(frozen=True)
class SeriesOfMeetings:
    """What the meetings of a series have in common."""

    theme: str
    format: SessionFormat
    starts: time
    ends: time
    place: str = ""


@transaction.atomic(durable=True)
def begin_meeting(*, row: PlanRow, actor: User, now: datetime) -> Meeting:
    """Prepare a line of the plan as a meeting. Raises GroupRefused, also for an association's assembly."""
    standing = hold_in_transaction(row.plan.community, Action.PREPARE_MEETING, actor=actor, now=now)
    found = PlanRow.objects.get(pk=row.pk)
    if rules.is_assembly(standing.community.kind, found.format):
        raise GroupRefused(ASSEMBLY)
    if found.called_off_at is not None:
        raise GroupRefused(CALLED_OFF)
    if Meeting.objects.filter(row=found).exists():
        raise GroupRefused(ALREADY)
    meeting = Meeting.objects.create(row=found)
    chain.record("group_meetings.begun", actor=actor, subject=meeting, now=now, fields=["row"])
    return meeting


@transaction.atomic(durable=True)
def write_series(
    *, community: Community, common: SeriesOfMeetings, days: Collection[date], actor: User, now: datetime
) -> list[Meeting]:
    """Write meetings on these days as lines of their years' plans, all or none; missing plans are begun.

    Raises GroupRefused where a year is summed up, and without days.
    """
    if not days:
        raise GroupRefused(NO_DAYS)
    standing = hold_in_transaction(community, Action.WRITE_PLAN, actor=actor, now=now)
    if rules.is_assembly(standing.community.kind, common.format):
        raise GroupRefused(ASSEMBLY)
    made = []
    for day in sorted(days):
        plan, _ = YearPlan.objects.get_or_create(
            community=community, fiscal_year=fiscal_year(day), defaults={"changed_at": now}
        )
        details = {"month": day.replace(day=1), "format": common.format, "theme": common.theme}
        row = add_row_in_transaction(plan=plan, details=details, actor=actor, now=now)
        made.append(
            Meeting.objects.create(
                row=row,
                starts_at=timezone.make_aware(datetime.combine(day, common.starts)),
                ends_at=timezone.make_aware(datetime.combine(day, common.ends)),
                place=common.place,
            )
        )
    fields = [f"meetings:{len(made)}"]
    chain.record("group_meetings.series_written", actor=actor, subject=community, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def propose_time(*, meeting: Meeting, when: When, actor: User, now: datetime) -> Meeting:
    """Say when and where a meeting is meant to be, until it is announced. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    return propose_time_in_transaction(found, when, actor=actor, now=now)


def propose_time_in_transaction(found: Meeting, when: When, *, actor: User, now: datetime) -> Meeting:
    """Say when a held meeting is meant to be; an unannounced line follows into its month."""
    assert_in_transaction("propose_time")
    if found.row.event_id is not None:
        raise GroupRefused(ANNOUNCED)
    found.starts_at, found.ends_at, found.place = when.starts_at, when.ends_at, when.place
    found.save(update_fields=["starts_at", "ends_at", "place"])
    month = timezone.localdate(when.starts_at).replace(day=1)
    if fiscal_year(month) == found.row.plan.fiscal_year:
        PlanRow.objects.filter(pk=found.row_id).update(month=month)
    chain.record("group_meetings.time_proposed", actor=actor, subject=found, now=now, fields=["starts_at"])
    return found


@transaction.atomic(durable=True)
def record_briefing(*, meeting: Meeting, on: date, by: Person, actor: User, now: datetime) -> Meeting:
    """Write down that somebody went through the agenda with the chair. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    found.briefed_on, found.briefed_by = on, by
    found.save(update_fields=["briefed_on", "briefed_by"])
    chain.record("group_meetings.briefed", actor=actor, subject=found, now=now, fields=["briefed_on"])
    return found


@transaction.atomic(durable=True)
def record_materials_sent(*, meeting: Meeting, on: date, actor: User, now: datetime) -> Meeting:
    """Write down when the papers went out. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    found.materials_sent_on = on
    found.save(update_fields=["materials_sent_on"])
    chain.record("group_meetings.sent", actor=actor, subject=found, now=now, fields=["materials_sent_on"])
    return found


@transaction.atomic(durable=True)
def record_held(*, meeting: Meeting, on: date, actor: User, now: datetime) -> Meeting:
    """Write down on which day a meeting was held: today or before. Raises GroupRefused.

    Not before the day for which it was announced or is meant.
    """
    found = hold_meeting_of_its_day_in_transaction(meeting, actor=actor, now=now)
    if on > timezone.localdate(now):
        raise GroupRefused(NOT_YET)
    found.held_on = on
    found.save(update_fields=["held_on"])
    chain.record("group_meetings.held", actor=actor, subject=found, now=now, fields=["held_on"])
    return found


@transaction.atomic(durable=True)
def record_row_held(*, row: PlanRow, on: date, actor: User, now: datetime) -> Meeting:
    """Write down that a line of the plan was held, though nobody prepared it as a meeting before.

    Raises GroupRefused for a day to come or of another year, for one that was called off, and for an
    association's assembly.
    """
    standing = hold_in_transaction(row.plan.community, Action.PREPARE_MEETING, actor=actor, now=now)
    found = PlanRow.objects.select_related("plan").get(pk=row.pk)
    if rules.is_assembly(standing.community.kind, found.format):
        raise GroupRefused(ASSEMBLY)
    if found.called_off_at is not None:
        raise GroupRefused(CALLED_OFF)
    if on > timezone.localdate(now):
        raise GroupRefused(NOT_YET)
    if fiscal_year(on) != found.plan.fiscal_year:
        raise GroupRefused(OTHER_YEAR)
    made, _ = Meeting.objects.get_or_create(row=found)
    made = hold_open_meeting_in_transaction(made, actor=actor, now=now)
    made.held_on = on
    made.save(update_fields=["held_on"])
    PlanRow.objects.filter(pk=found.pk, event__isnull=True).update(month=on.replace(day=1))
    chain.record("group_meetings.held", actor=actor, subject=made, now=now, fields=["held_on"])
    return made


@transaction.atomic(durable=True)
def close_meeting(*, meeting: Meeting, actor: User, now: datetime) -> Meeting:
    """Say that a meeting is done with: nothing of it can be changed afterwards. Raises GroupRefused."""
    found, _ = hold_meeting_in_transaction(meeting, actor=actor, now=now)
    out = Copy.objects.out().filter(material__meeting=found).count()
    insist(
        rules.may_close(
            held=found.held_on is not None,
            confirmed=getattr(found, "is_minuted", False),
            closed=found.closed_on is not None,
            copies_out=out,
        )
    )
    found.closed_on = timezone.localdate(now)
    found.save(update_fields=["closed_on"])
    chain.record("group_meetings.closed", actor=actor, subject=found, now=now, fields=["closed_on"])
    return found
