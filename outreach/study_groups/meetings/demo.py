"""Meetings of the demo committees: minuted ones, one that waits for its chair, one that comes, one to be dated."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from outreach.study_groups.demo_days import open_day
from outreach.study_groups.models import PlanRow
from outreach.study_groups.services.sessions import Announcement, announce

from .enums import CaseOutcome, ItemKind, Presence
from .models import Meeting
from .queries.roll import roll_of
from .services.agenda import add_case, add_item, report_case, set_recusals
from .services.minutes import comment_minutes, confirm_minutes, send_to_chair, write_minutes
from .services.papers import add_material, hand_out, take_back
from .services.polls import answer_poll, open_poll
from .services.preparing import (
    When,
    begin_meeting,
    propose_time,
    record_briefing,
    record_held,
    record_materials_sent,
)
from .services.recording import finish_decision, mark_presence, record_decision

REVIEW, STEERING = "kentou", "suishin"
DAY, HOUR, PLACE, SEATS = 17, 18, "見本会館 2階 会議室", 20
ITEMS = (
    (ItemKind.OPENING, "開会のあいさつ", "委員長", 5),
    (ItemKind.REPORT, "前回のあと、どうなったか", "事務局", 15),
)
DRAFT = (
    "1　開会\n2　前回のあと\n　夜の連絡先の表を、各機関で使いはじめた。\n"
    "3　議事\n　次第のとおりに話し合った。事例の記録は、専用エリアの委員会室にある。\n4　次回　次第のとおり"
)
LAST = DRAFT.replace("各機関で使いはじめた", "4つの機関で使いはじめた")
CHAIRS = {REVIEW: "facilitator", STEERING: "manager"}
# A case is on the agenda of two meetings.
REFERENCES = ("R8-003", "R8-011", "R8-014", "R8-017", "R8-021", "R8-024", "R8-026")


def seed(world: World) -> None:
    """Make the records of the demo committees' meetings; a world that has some is left as it is."""
    if world.door != "public" or Meeting.objects.exists():
        return
    rows = PlanRow.objects.filter(called_off_at__isnull=True).order_by("month")
    this_month = timezone.localdate(world.now).replace(day=1)
    past = rows.filter(month__lt=this_month)
    for each in past.filter(plan__community__slug=STEERING)[:1]:
        _hold(world, each, (), is_first=False, is_confirmed=True)
    held = list(past.filter(plan__community__slug=REVIEW))
    for number, row in enumerate(held):
        cases = REFERENCES[number : number + 2]
        _hold(world, row, cases, is_first=number == 0, is_confirmed=row is not held[-1])
    coming = list(rows.filter(plan__community__slug=REVIEW, month__gte=this_month)[:2])
    for row in coming[:1]:
        _come(world, row, REFERENCES[len(held) : len(held) + 1])
    for row in coming[1:]:
        _ask(world, row)


def _at(day: date) -> When:
    starts_at = timezone.make_aware(datetime.combine(day, time(HOUR)))
    return When(starts_at, starts_at + timedelta(hours=2), PLACE)


def _staff(world: World) -> User:
    user: User = world.people["staff"].user
    return user


def _come(world: World, row: PlanRow, cases: Sequence[str]) -> None:
    """Announce the next meeting, and have its agenda gone through with the chair."""
    today = timezone.localdate(world.now)
    when = _at(open_day(max(row.month.replace(day=DAY), today + timedelta(days=14))))
    held_as = Announcement(
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        deadline_at=when.starts_at - timedelta(days=3),
        venue=PLACE,
        venue_address="石川県金沢市見本町1丁目2-3",
        venue_capacity=SEATS,
    )
    announce(row=row, held_as=held_as, actor=_staff(world), now=world.now)
    meeting = _prepare(world, row, cases)
    _brief(world, meeting, today - timedelta(days=1))


def _prepare(world: World, row: PlanRow, cases: Sequence[str]) -> Meeting:
    """Write an agenda with cases by their numbers."""
    staff, now = _staff(world), world.now
    meeting = begin_meeting(row=row, actor=staff, now=now)
    for kind, title, presenter, minutes in ITEMS:
        add_item(
            meeting=meeting,
            kind=kind,
            title=title,
            presenter=presenter,
            minutes=minutes,
            actor=staff,
            now=now,
        )
    for reference in cases:
        add_case(meeting=meeting, reference=reference, minutes=40, actor=staff, now=now)
    closing = {"kind": ItemKind.CLOSING, "title": "次回のこと", "presenter": "", "minutes": 10}
    add_item(meeting=meeting, **closing, actor=staff, now=now)
    return meeting


def _brief(world: World, meeting: Meeting, on: date) -> None:
    staff = _staff(world)
    record_briefing(meeting=meeting, on=on, by=staff.person, actor=staff, now=world.now)


def _hold(world: World, row: PlanRow, cases: Sequence[str], *, is_first: bool, is_confirmed: bool) -> None:
    """Record a meeting that was held: who came, numbered papers, minutes, decisions."""
    staff, now, day = _staff(world), world.now, open_day(row.month.replace(day=DAY))
    meeting = _prepare(world, row, cases)
    propose_time(meeting=meeting, when=_at(day), actor=staff, now=now)
    _brief(world, meeting, day - timedelta(days=9))
    record_materials_sent(meeting=meeting, on=day - timedelta(days=7), actor=staff, now=now)
    record_held(meeting=meeting, on=day, actor=staff, now=now)
    roll = roll_of(row.plan.community, day)
    marks = {each.person: Presence.VENUE for each in roll}
    mark_presence(meeting=meeting, day=day, marks=marks, actor=staff, now=now)
    case = meeting.items.exclude(reference="").first()
    if case is not None and roll and is_first:
        set_recusals(item=case, people=[roll[-1].person], actor=staff, now=now)
        report_case(item=case, on=day, outcome=CaseOutcome.ADOPTED, actor=staff, now=now)
    paper = add_material(
        meeting=meeting, title="夜の連絡先の表（案）", reference="", count=4, actor=staff, now=now
    )
    handed = hand_out(material=paper, on=day, actor=staff, now=now)
    if is_confirmed:
        take_back(material=paper, numbers=range(1, handed + 1), on=day, actor=staff, now=now)
    decision = record_decision(
        meeting=meeting,
        text="夜の連絡先の表を、各機関で見直す",
        owner="事務局",
        due_on=day + timedelta(days=30),
        actor=staff,
        now=now,
    )
    if is_confirmed:
        finish_decision(decision=decision, on=day + timedelta(days=20), actor=staff, now=now)
    _minute(world, meeting, is_confirmed=is_confirmed, now=now)


def _minute(world: World, meeting: Meeting, *, is_confirmed: bool, now: datetime) -> None:
    staff, member = _staff(world), world.people["facilitator"].user
    chair = world.people[CHAIRS[meeting.row.plan.community.slug]].user
    write_minutes(meeting=meeting, text=DRAFT, seen=0, actor=staff, now=now)
    last = write_minutes(meeting=meeting, text=LAST, seen=1, actor=staff, now=now)
    send_to_chair(version=last, actor=staff, now=now)
    comment_minutes(version=last, text="機関の数は、5つだったと思います。", actor=member, now=now)
    if is_confirmed:
        confirm_minutes(version=last, actor=chair, now=now)


def _ask(world: World, row: PlanRow) -> None:
    """Ask which of three days suit, and let the chair answer."""
    staff = _staff(world)
    meeting = begin_meeting(row=row, actor=staff, now=world.now)
    days: list[date] = []
    for each in (13, 14, 20):
        earliest = days[-1] + timedelta(days=1) if days else row.month
        days.append(open_day(max(row.month + timedelta(days=each), earliest)))
    begins = [_at(each).starts_at for each in days]
    poll = open_poll(
        meeting=meeting,
        options=[(each, each + timedelta(hours=2)) for each in begins],
        actor=staff,
        now=world.now,
    )
    chair = world.people[CHAIRS[REVIEW]].user
    marks = dict(zip(poll.options.values_list("pk", flat=True), ("yes", "maybe", "no"), strict=True))
    answer_poll(poll=poll, person=chair.person_id, marks=marks, actor=chair, now=world.now)
