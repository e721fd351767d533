"""Reads of meetings: lists of a year, agendas with times, attendance, decisions, copies, polls."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from events.enums import DateState, EventState, Way
from events.models import Session
from outreach.study_groups import queries as core
from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.enums import PRESENT, CopyState, ItemKind, MeetingState, PollMark
from outreach.study_groups.meetings.models import (
    AgendaItem,
    Attendance,
    Copy,
    DatePoll,
    Decision,
    Material,
    Meeting,
    MinutesComment,
)
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.registries import OnTheRoll

from .days import OFF, PUT_OFF, STANDS
from .roll import seats_of

FORGOTTEN = "名前は消しました"


@dataclass(frozen=True)
class Span:
    """When a meeting begins and ends, and where it is."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Shown:
    """A meeting with when it begins and ends and how far it has come, as its page says it."""

    meeting: Meeting
    starts_at: datetime | None
    ends_at: datetime | None
    state: MeetingState
    # Where its session is once there is one, even if it is online alone; as it was proposed before.
    place: str = ""
    # Empty unless its event was called off or put off.
    off: str = ""

    @property
    def word(self) -> str:
        """How far it has come, or that it does not take place."""
        if self.row.called_off_at is not None:
            return OFF
        return self.off if self.off and self.meeting.held_on is None else self.state.label

    @property
    def row(self) -> PlanRow:
        return self.meeting.row

    @property
    def title(self) -> str:
        """Its number and theme."""
        number = f"第{self.row.number}回" if self.row.number else ""
        return f"{number}「{self.row.theme}」"

    @property
    def day(self) -> date | None:
        """The day on which it is, as far as that is known."""
        return self.meeting.held_on or (timezone.localdate(self.starts_at) if self.starts_at else None)


def shown(meetings: Iterable[Meeting]) -> list[Shown]:
    """Return meetings (`with_stages`) with their times and states, in one query however many they are."""
    found = list(meetings)
    events = [each.row.event_id for each in found if each.row.event_id is not None]
    spans = _spans_of(events) if events else {}
    return [_shown(each, spans.get(each.row.event_id or 0)) for each in found]


def _spans_of(events: Iterable[int]) -> dict[int, Span]:
    """Return when the first date of each event begins and its last one ends, of dates that stand.

    Nothing for an event that was called off; without times for one that was put off.
    """
    dates = Session.objects.filter(event__in=list(events)).exclude(
        Q(state=DateState.CANCELLED) | Q(event__state=EventState.CANCELLED)
    )
    found: dict[int, list[Session]] = defaultdict(list)
    for each in dates.order_by("starts_at", "pk"):
        found[each.event_id].append(each)
    return {event: _span_of(rows) for event, rows in found.items()}


def _span_of(dates: Iterable[Session]) -> Span:
    """Return from when until when the dates of an event that stand are, and where the first of them is."""
    standing = [each for each in dates if each.state == DateState.PLANNED]
    if not standing:
        return Span()
    first = standing[0]
    words = {Way.VENUE: first.venue, Way.ONLINE: "オンライン"}
    place = "／".join(word for way, word in words.items() if word and way in first.capacity)
    return Span(first.starts_at, max(each.ends_at for each in standing), place)


def _shown(meeting: Meeting, span: Span | None) -> Shown:
    off = ""
    if meeting.row.event_id is None:
        span = Span(meeting.starts_at, meeting.ends_at, meeting.place)
    elif span is None or span.starts_at is None:
        off = OFF if span is None else PUT_OFF
    span = span or Span()
    stages = rules.Stages(
        briefed=meeting.briefed_on is not None,
        sent=meeting.materials_sent_on is not None,
        held=meeting.held_on is not None,
        confirmed=getattr(meeting, "is_minuted", False),
        closed=meeting.closed_on is not None,
    )
    state = rules.state_of(stages)
    return Shown(meeting, span.starts_at, span.ends_at, state, span.place, off)


def meetings_of(community: Community, year: int) -> QuerySet[Meeting]:
    """Return the meetings of a fiscal year in the order of the plan."""
    rows = Meeting.objects.filter(row__plan__community=community, row__plan__fiscal_year=year)
    return rows.with_stages().select_related("row__plan")


def rows_without_meeting(community: Community, year: int) -> list[PlanRow]:
    """Return the lines of a year's plan that may be prepared as meetings and are not yet."""
    rows = PlanRow.objects.filter(plan__community=community, plan__fiscal_year=year, meeting__isnull=True)
    found = rows.filter(called_off_at__isnull=True).select_related("plan")
    return [each for each in found if not rules.is_assembly(community.kind, each.format)]


def days_taken(community: Community, days: Sequence[date]) -> dict[date, str]:
    """Return on which of these days the community has something already, and what."""
    if not days:
        return {}
    since = timezone.make_aware(datetime.combine(min(days), time()))
    meetings = Meeting.objects.filter(
        row__plan__community=community,
        row__event__isnull=True,
        starts_at__gte=since,
        row__called_off_at__isnull=True,
    )
    begun = list(meetings.values_list("starts_at", "row__theme"))
    sessions = core.coming_sessions([community.pk], now=since).filter(STANDS)
    begun += sessions.values_list("starts_at", "event__plan_row__theme")
    found = {timezone.localdate(starts_at): theme for starts_at, theme in begun if starts_at and theme}
    return {day: found[day] for day in days if day in found}


@dataclass(frozen=True)
class TimedItem:
    """An item with when it begins, how often its case is discussed with it, and who leaves the room."""

    item: AgendaItem
    starts_at: datetime | None
    number: int
    time: int = 0
    leaving: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What stands in the agenda: a title, or 事例 R8-014（2回目）."""
        if self.item.kind != ItemKind.CASE:
            return self.item.title
        return f"事例 {self.item.reference}（{rules.times_word(self.time)}）"


def agenda_of(meeting: Meeting, *, starts_at: datetime | None) -> list[TimedItem]:
    """Return the items of a meeting with their times, in three queries however many they are."""
    items = list(meeting.items.prefetch_related("recusals"))
    day = meeting.held_on or (timezone.localdate(starts_at) if starts_at else None)
    times = times_of(meeting, [each.reference for each in items if each.reference], day=day)
    minutes = [each.minutes for each in items]
    begins = rules.clocks(starts_at, minutes) if starts_at else [None] * len(items)
    return [
        TimedItem(
            each,
            begin,
            number,
            times.get(each.reference, 1),
            tuple(one.stands_as for one in each.recusals.all()),
        )
        for number, (each, begin) in enumerate(zip(items, begins, strict=False), start=1)
    ]


def times_of(meeting: Meeting, references: Sequence[str], *, day: date | None) -> dict[str, int]:
    """Return how often each case is discussed with this meeting on its day.

    Meetings of the community that were held before it are counted; all that were held while it has no day.
    """
    if not references:
        return {}
    before = AgendaItem.objects.filter(
        meeting__row__plan__community=meeting.row.plan.community_id,
        meeting__held_on__isnull=False,
        reference__in=references,
    ).exclude(meeting=meeting)
    if day is not None:
        before = before.filter(meeting__held_on__lt=day)
    counted = before.order_by().values_list("reference").annotate(Count("pk"))
    return dict.fromkeys(references, 1) | {reference: count + 1 for reference, count in counted}


def others_leaving(item: AgendaItem, roll: Sequence[OnTheRoll]) -> list[OnTheRoll]:
    """Return who leaves the room for a case as recorded, and is not on the roll any more."""
    gone = item.recusals.exclude(person__in=[each.person for each in roll]).select_related("person")
    return [OnTheRoll(each.person_id, each.person.name, each.stands_as, "", has_vote=False) for each in gone]


@dataclass(frozen=True)
class Head:
    """How many came, in which way, and whether enough of those who vote are there."""

    venue: int
    online: int
    absent: int
    unknown: int
    quorum: rules.Quorum

    @property
    def came(self) -> int:
        return self.venue + self.online


@dataclass(frozen=True)
class RollLine:
    """Somebody of the roll with how they were there, empty while nobody has said."""

    row: OnTheRoll
    presence: str


def roll_lines(meeting: Meeting, roll: Sequence[OnTheRoll]) -> list[RollLine]:
    """Return the roll of a meeting with who was there; who left the roll since stays as recorded.

    Once it is forgotten who was there, the rows that are left are all.
    """
    rows = list(meeting.attendance.select_related("person"))
    if any(each.person_id is None for each in rows):
        return [_as_recorded(each) for each in rows]
    known = {each.person_id: each for each in rows}
    lines = [RollLine(each, known.pop(each.person).presence if each.person in known else "") for each in roll]
    return lines + [_as_recorded(each) for each in known.values()]


def _as_recorded(each: Attendance) -> RollLine:
    """Return a row of attendance as it was written; a number below zero stands for whoever is forgotten."""
    name = each.person.name if each.person else FORGOTTEN
    person = -each.pk if each.person_id is None else each.person_id
    row = OnTheRoll(person, name, each.body, each.stands_as, each.has_vote, tuple(each.seats))
    return RollLine(row, each.presence)


def head_of(lines: Sequence[RollLine], community: Community) -> Head:
    """Return the live headcount of these lines, and the quorum."""
    counts: dict[str, int] = defaultdict(int)
    for each in lines:
        counts[each.presence] += 1
    quorum = rules.quorum_of(
        (seat, each.row.has_vote, each.presence) for each in lines for seat in seats_of(each.row, community)
    )
    return Head(counts["venue"], counts["online"], counts["absent"], counts[""], quorum)


def came_by_body(meeting: Meeting) -> list[tuple[str, int]]:
    """Return how many came for each body, without names."""
    rows = Attendance.objects.filter(meeting=meeting, presence__in=PRESENT).order_by()
    counted = rows.values_list("body").annotate(count=Count("pk"))
    return sorted((body or "そのほか", count) for body, count in counted)


def decisions_of(community: Community) -> QuerySet[Decision]:
    """Return what was decided at this community's meetings by the day on which it is due."""
    found = Decision.objects.filter(meeting__row__plan__community=community)
    return found.select_related("meeting__row__plan").order_by(F("due_on").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class CopyLine:
    """A numbered copy with where it is, and to whom it went."""

    copy: Copy
    state: CopyState
    to: str


def copies_of(material: Material) -> list[CopyLine]:
    """Return the numbered copies of a paper, in two queries however many they are."""
    return [_copy_line(each) for each in material.copies.select_related("person", "shredded_by__person")]


def _copy_line(copy: Copy) -> CopyLine:
    state = rules.copy_state(
        handed=copy.handed_on is not None,
        returned=copy.returned_on is not None,
        shredded=copy.shredded_on is not None,
        lost=copy.lost_on is not None,
    )
    return CopyLine(copy, state, copy.person.name if copy.person else copy.holder)


_OUT = Q(
    copies__handed_on__isnull=False,
    copies__returned_on__isnull=True,
    copies__shredded_on__isnull=True,
    copies__lost_on__isnull=True,
)


def materials_of(meeting: Meeting) -> QuerySet[Material]:
    """Return the numbered papers of a meeting with how many copies are out or not shredded yet."""
    kept = Q(copies__shredded_on__isnull=True, copies__lost_on__isnull=True)
    return meeting.materials.annotate(
        out=Count("copies", filter=_OUT), kept=Count("copies", filter=kept)
    ).order_by("pk")


def copies_out(meeting: Meeting) -> list[CopyLine]:
    """Return which numbers were handed out and have neither come back nor been shredded or lost."""
    found = Copy.objects.out().filter(material__meeting=meeting)
    return [_copy_line(each) for each in found.select_related("material", "person")]


def open_poll(meeting: Meeting) -> DatePoll | None:
    """Return the poll of a meeting that can be answered, if there is one."""
    return meeting.polls.filter(closed_at__isnull=True).first()


@dataclass(frozen=True)
class OptionLine:
    """An option with how many say what, and whether no other suits more people."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    counts: dict[str, int]
    is_best: bool
    is_chosen: bool
    mine: str = ""


@dataclass(frozen=True)
class Answers:
    """A poll as a table: its options with counts, and for each person of the roll what they said."""

    options: list[OptionLine]
    people: list[tuple[OnTheRoll, list[str]]]

    @property
    def answered(self) -> int:
        return sum(any(marks) for _, marks in self.people)


def answers_of(poll: DatePoll, roll: Sequence[OnTheRoll], *, person: int) -> Answers:
    """Return what was answered, in two queries however many options and people there are."""
    options = list(poll.options.prefetch_related("answers"))
    marks = [{one.person_id: one.mark for one in each.answers.all()} for each in options]
    counts = [{mark: list(each.values()).count(mark) for mark in PollMark.values} for each in marks]
    best = rules.best_options([(each["yes"], each["maybe"]) for each in counts])
    lines = [
        OptionLine(
            each.pk,
            each.starts_at,
            each.ends_at,
            counts[place],
            place in best,
            each.is_chosen,
            PollMark(marks[place][person]).label if person in marks[place] else "",
        )
        for place, each in enumerate(options)
    ]
    people = [
        (row, [PollMark(each[row.person]).label if row.person in each else "" for each in marks])
        for row in roll
    ]
    return Answers(lines, people)


def comments_on(meeting: Meeting) -> list[MinutesComment]:
    """Return what was said of the versions of a meeting's minutes, the earliest first."""
    found = MinutesComment.objects.filter(version__meeting=meeting)
    return list(found.select_related("person", "version"))
