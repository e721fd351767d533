"""Reads of the day: who is there and how long, what is told in advance, who is in which group."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from events import letters
from events.desk_queries import seated_people
from events.enums import Attendance, DateState, Way
from events.models import Application, Event, Part, Participant, Session
from events.models.session import takes_place
from events.series import load_parts, meetings, taking_place
from foundation.japanese.dates import short_date
from foundation.japanese.text import fold

from . import rules
from .enums import Presence
from .models import DayRule, DoorFact, Group, GroupMember, KeptMinutes


@dataclass(frozen=True)
class DoorRow:
    """Somebody with a seat as the door sees them; `number` is that of the roster."""

    number: int
    participant: Participant
    presence: Presence
    arrived: datetime | None
    left: datetime | None
    minutes: int
    judgement: rules.Judgement
    # Of a series: somebody wrote that they came, and nothing says to which of its parts.
    was_only_marked: bool = False

    @property
    def name(self) -> str:
        return self.participant.shown_name

    @property
    def is_unmarked(self) -> bool:
        """Whether nobody has said yet that they came, to any meeting of the date, or did not."""
        return self.presence == Presence.NOT_YET and not self.participant.attendance

    @property
    def may_arrive(self) -> bool:
        return self.presence != Presence.HERE or self.arrived is None

    @property
    def may_leave(self) -> bool:
        return self.presence == Presence.HERE and self.arrived is not None

    @property
    def can_be_taken_back(self) -> bool:
        return self.arrived is not None or self.presence != Presence.NOT_YET


def rule_of(event: Event) -> DayRule | None:
    """Return what an event says of coming late, None where it says nothing."""
    return DayRule.objects.filter(event=event).first()


def spans_of(session: Session) -> list[rules.Span]:
    """Return when people meet on a date, in local time: once, or at each part of a series."""
    return [rules.Span(starts, ends) for starts, ends in sorted(meetings(session))]


def meeting_of(session: Session, wanted: int | None, now: datetime) -> int:
    """Return which meeting of a date is meant, from 0: the wanted one, or that of this moment."""
    spans = spans_of(session)
    if wanted is not None and wanted < len(spans):
        return wanted
    return rules.meeting_at(spans, timezone.localtime(now))


def words_of_meeting(session: Session, meeting: int) -> str:
    """Return when a date is; of a series which part this is and when."""
    held = held_parts(session)
    return letters.part_line(held[meeting]) if held else letters.when(session)


def meeting_tabs(session: Session, shown: int) -> list[tuple[int, str, bool]]:
    """Return number, words and whether it is shown of each meeting of a series; nothing of a single one."""
    return [
        (
            number,
            f"第{part.number}回（{short_date(timezone.localdate(part.starts_at))}）",
            number - 1 == shown,
        )
        for number, part in enumerate(held_parts(session), start=1)
    ]


def meeting_words(session: Session) -> list[str]:
    """Return what each meeting of a date is called: 第2回（12月11日（金））; a single one has no name."""
    return [words for _, words, _ in meeting_tabs(session, 0)] or [""]


def held_parts(session: Session) -> list[Part]:
    """Return the parts that take place, in the order of time; none of a single meeting."""
    return sorted(taking_place(session), key=lambda part: part.starts_at)


def facts_of(participants: Collection[int]) -> dict[int, list[rules.Fact]]:
    """Return the lines of the door's book of these participants; whoever has none is left out."""
    found: dict[int, list[rules.Fact]] = {}
    for fact in DoorFact.objects.filter(participant__in=participants).order_by("id"):
        found.setdefault(fact.participant_id, []).append(fact.as_fact)
    return found


def door_rows(session: Session, meeting: int = 0) -> list[DoorRow]:
    """Return everybody with a seat and where they are at one meeting, in the order of the roster.

    Three queries, and one for the parts of a series.
    """
    people = list(seated_people(session))
    facts = facts_of([person.pk for person in people])
    rule = rule_of(session.event)
    limits = rule.limits if rule else None
    spans = spans_of(session)
    return [
        _door_row(
            number,
            person,
            rules.by_meeting(facts.get(person.pk, []), spans),
            meeting,
            spans,
            limits,
        )
        for number, person in enumerate(people, start=1)
    ]


def _door_row(
    number: int,
    person: Participant,
    dealt: Sequence[Sequence[rules.Fact]],
    meeting: int,
    spans: Sequence[rules.Span],
    limits: rules.DayLimits | None,
) -> DoorRow:
    span, is_whole = spans[meeting], len(spans) == 1
    found = rules.stays(dealt[meeting])
    presence = Presence(rules.presence(dealt[meeting]))
    if not found and person.attendance:
        came = person.attendance == Attendance.ATTENDED
        # The mark is about the whole series: it does not say who came to this part.
        presence = Presence.ABSENT if not came else Presence.HERE if is_whole else Presence.NOT_YET
    return DoorRow(
        number=number,
        participant=person,
        presence=presence,
        arrived=found[0].begins if found else None,
        left=found[-1].ends if found else None,
        minutes=rules.minutes_within(found, span),
        judgement=rules.judge(found, span, limits),
        was_only_marked=person.attendance == Attendance.ATTENDED and not any(map(rules.stays, dealt)),
    )


def searched(rows: Iterable[DoorRow], words: str) -> list[DoorRow]:
    """Keep the rows that bear all these words in name, reading, agency or number, however they are typed."""
    wanted = [fold(word) for word in words.split()]
    return [row for row in rows if all(_bears(row, word) for word in wanted)]


def _bears(row: DoorRow, word: str) -> bool:
    application, person = row.participant.application, row.participant
    texts = (row.name, person.name_kana, application.agency_name)
    numbers = (str(row.number), fold(application.number or ""))
    return word in numbers or any(word in fold(text) for text in texts)


def counted(rows: Iterable[DoorRow]) -> dict[str, int]:
    """Return how many are where, by presence; those nowhere count 0."""
    counts = dict.fromkeys(Presence.values, 0)
    for row in rows:
        counts[row.presence] += 1
    return counts


def measured_minutes(participants: Collection[int]) -> Mapping[int, int]:
    """Return the minutes of those of these participants whose coming was written down. Three queries."""
    if not participants:
        return {}
    people = Participant.objects.filter(pk__in=participants, door_facts__isnull=False)
    sessions = {person.pk: person.session for person in people.select_related("session").distinct()}
    load_parts(sessions.values())
    found = {
        pk: rules.minutes_together(facts, spans_of(sessions[pk]))
        for pk, facts in facts_of(list(sessions)).items()
        if rules.stays(facts)
    }
    kept = KeptMinutes.objects.filter(participant__in=participants).values_list("participant", "minutes")
    return dict(kept) | found


def settled_people(participants: Collection[int]) -> set[int]:
    """Return those of these participants of whom only the minutes remain, by id."""
    return set(KeptMinutes.objects.filter(participant__in=participants).values_list("participant", flat=True))


def people_on_time(event: Event) -> set[int]:
    """Return who came and neither came late nor left early, by id.

    Whoever was only marked as present was there throughout.
    """
    came = list(Participant.objects.attended().filter(session__event=event).select_related("session"))
    load_parts(person.session for person in came)
    facts = facts_of([person.pk for person in came])
    rule = rule_of(event)
    limits = rule.limits if rule else None
    kept = dict(
        KeptMinutes.objects.filter(participant__session__event=event).values_list(
            "participant", "was_on_time"
        )
    )
    return {
        person.pk
        for person in came
        if kept.get(person.pk, True)
        and rules.judge_all(facts.get(person.pk, []), spans_of(person.session), limits)
    }


def application_of_code(public_id: str) -> Application | None:
    """Return the application of a code that was held up, with its date; None where there is none."""
    found = Application.objects.select_related("session__event").filter(public_id=public_id)
    return found.first()


def sessions_of_today(now: datetime) -> QuerySet[Session]:
    """Return the dates of today that take place."""
    today = timezone.localdate(now)
    part_today = Part.objects.filter(session=OuterRef("pk"), state=DateState.PLANNED, starts_at__date=today)
    single = Q(part_count=0, starts_at__date=today)
    found = Session.objects.filter(takes_place()).filter(single | Exists(part_today))
    return found.select_related("event").order_by("starts_at", "id")


def groups_of(session: Session) -> list[Group]:
    """Return the groups of a date with those of their members who still have a seat. Two queries."""
    seated = GroupMember.objects.filter(participant__in=Participant.objects.seated())
    members = seated.select_related("participant__application").order_by("participant_id")
    groups = Group.objects.filter(session=session).prefetch_related(Prefetch("members", members))
    return sorted(groups, key=lambda group: ([*Way].index(Way(group.way)), group.number))


def group_of(participant: Participant) -> Group | None:
    """Return the group in which somebody is."""
    return Group.objects.filter(members__participant=participant).first()


def companions(group: Group, participant: Participant) -> QuerySet[Participant]:
    """Return the others of a group who still have a seat, in the order in which they were put there."""
    others = Participant.objects.seated().filter(group_member__group=group).exclude(pk=participant.pk)
    return others.select_related("application").order_by("pk")


def people_to_mix(session: Session, way: str) -> list[rules.Mixed]:
    """Return everybody who takes part this way, with what the mixing looks at."""
    people = [person for person in seated_people(session) if person.way == way]
    return [
        rules.Mixed(
            key=person.pk,
            sector=person.application.sector,
            agency=str(
                person.application.agency_id
                or person.application.folded_agency_name
                or f"alone {person.application_id}"
            ),
        )
        for person in people
    ]
