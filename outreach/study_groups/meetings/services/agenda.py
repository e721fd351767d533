"""The agenda is written item by item; of a case its number and minutes alone; who leaves the room for it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.enums import CaseOutcome, ItemKind
from outreach.study_groups.meetings.models import AgendaItem, CaseReport, Meeting, Recusal
from outreach.study_groups.meetings.queries.meetings import shown
from outreach.study_groups.meetings.queries.roll import roll_of, stands_as
from outreach.study_groups.references import contains_reference, is_reference

from .steps import hold_meeting_in_transaction, hold_open_meeting_in_transaction

GONE = "この項目は、もうありません。画面を開き直してください。"
TWICE = "この番号は、もう次第にあります。"
NO_REFERENCE = "事例の番号は、R8-014 のように書いてください。"
IS_CASE = "事例の番号が入っています。事例は、「事例を加える」から番号だけで加えてください。"
NO_CASE = "席を外すことを書けるのは、事例だけです。"
NOT_ON_THE_ROLL = "この会議に来る方から選んでください。画面を開き直してください。"
NOT_HELD = "会議を開いた日を記録してから、その後を書いてください。"
TOO_EARLY = "会議の日からあとの、今日までの日を書いてください。"
REPORTED = "この事例のその後は、もう記録しています。"


@transaction.atomic(durable=True)
def add_item(
    *, meeting: Meeting, kind: ItemKind, title: str, presenter: str, minutes: int, actor: User, now: datetime
) -> AgendaItem:
    """Write an item that is no case at the end of the agenda. Raises GroupRefused.

    No words stand beside a case's number, so none is taken in words.
    """
    if contains_reference(f"{title}\n{presenter}"):
        raise GroupRefused(IS_CASE)
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    item = AgendaItem.objects.create(
        meeting=found,
        position=_next(found),
        kind=kind,
        title=title,
        presenter=presenter,
        minutes=minutes,
    )
    chain.record("group_meetings.item_added", actor=actor, subject=found, now=now, fields=[f"kind:{kind}"])
    return item


@transaction.atomic(durable=True)
def add_case(*, meeting: Meeting, reference: str, minutes: int, actor: User, now: datetime) -> AgendaItem:
    """Write a case at the end of the agenda: its number, and how long. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    if not is_reference(reference):
        raise GroupRefused(NO_REFERENCE)
    if found.items.filter(reference=reference).exists():
        raise GroupRefused(TWICE)
    item = AgendaItem.objects.create(
        meeting=found, position=_next(found), kind=ItemKind.CASE, reference=reference, minutes=minutes
    )
    chain.record("group_meetings.item_added", actor=actor, subject=found, now=now, fields=["kind:case"])
    return item


@transaction.atomic(durable=True)
def change_minutes(*, item: AgendaItem, minutes: int, actor: User, now: datetime) -> AgendaItem:
    """Give an item more or less time. Raises GroupRefused."""
    found = _held(item, actor=actor, now=now)
    found.minutes = minutes
    found.save(update_fields=["minutes"])
    chain.record(
        "group_meetings.item_changed", actor=actor, subject=item.meeting, now=now, fields=["minutes"]
    )
    return found


@transaction.atomic(durable=True)
def move_item(*, item: AgendaItem, up: bool, actor: User, now: datetime) -> None:
    """Let an item change places with the one before or after it. Raises GroupRefused."""
    found = _held(item, actor=actor, now=now)
    order = list(found.meeting.items.all())
    place = order.index(found)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    chain.record(
        "group_meetings.item_moved", actor=actor, subject=found.meeting, now=now, fields=["position"]
    )


@transaction.atomic(durable=True)
def remove_item(*, item: AgendaItem, actor: User, now: datetime) -> None:
    """Take an item off the agenda. Raises GroupRefused once what came of its case was reported."""
    found = _held(item, actor=actor, now=now)
    if CaseReport.objects.filter(item=found).exists():
        raise GroupRefused(REPORTED)
    meeting = found.meeting
    found.delete()
    chain.record("group_meetings.item_removed", actor=actor, subject=meeting, now=now, fields=["items"])


@transaction.atomic(durable=True)
def set_recusals(*, item: AgendaItem, people: Collection[int], actor: User, now: datetime) -> None:
    """Say who leaves the room while a case is discussed: of the roll of that day, or recorded before.

    Raises GroupRefused for anybody else, and for an item that is no case.
    """
    found = _held(item, actor=actor, now=now)
    if found.kind != ItemKind.CASE:
        raise GroupRefused(NO_CASE)
    community = found.meeting.row.plan.community
    day = shown([found.meeting])[0].day or timezone.localdate(now)
    roll = {each.person: each for each in roll_of(community, day)}
    known = set(found.recusals.values_list("person", flat=True))
    if not set(people) <= known | roll.keys():
        raise GroupRefused(NOT_ON_THE_ROLL)
    Recusal.objects.filter(item=found).exclude(person__in=people).delete()
    Recusal.objects.bulk_create(
        Recusal(item=found, person_id=person, stands_as=stands_as(roll[person]), recorded_at=now)
        for person in sorted(set(people) - known)
    )
    fields = [f"recusals:{len(people)}"]
    chain.record("group_meetings.recused", actor=actor, subject=found.meeting, now=now, fields=fields)


@transaction.atomic(durable=True)
def report_case(
    *, item: AgendaItem, on: date, outcome: CaseOutcome, actor: User, now: datetime
) -> CaseReport:
    """Write down when members were told what came of a case, and what. Raises GroupRefused."""
    meeting, _ = hold_meeting_in_transaction(item.meeting, Action.PREPARE_MEETING, actor=actor, now=now)
    if meeting.held_on is None:
        raise GroupRefused(NOT_HELD)
    if not meeting.held_on <= on <= timezone.localdate(now):
        raise GroupRefused(TOO_EARLY)
    if CaseReport.objects.filter(item=item).exists():
        raise GroupRefused(REPORTED)
    report = CaseReport.objects.create(item=item, reported_on=on, outcome=outcome, recorded_at=now)
    fields = [f"outcome:{outcome}"]
    chain.record("group_meetings.case_reported", actor=actor, subject=meeting, now=now, fields=fields)
    return report


def _next(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1


def _held(item: AgendaItem, *, actor: User, now: datetime) -> AgendaItem:
    """Return an item of an agenda that may still be changed."""
    meeting = hold_open_meeting_in_transaction(item.meeting, actor=actor, now=now)
    found = AgendaItem.objects.filter(pk=item.pk, meeting=meeting).first()
    if found is None:
        raise GroupRefused(GONE)
    found.meeting = meeting
    return found
