"""What the register of network-strengthening work hears of events: a row for each day on which one meets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.activities.rows import ActivityRow, EvidenceRow, Path, PresentRow
from foundation.japanese.dates import fiscal_year_span

from .enums import DateState, EventKind, EventState
from .minutes import SECONDS
from .models import Attachment, Event, Part, Participant, Session
from .registries import events_counted_elsewhere

SOURCE = "events"
KINDS = {
    EventKind.TRAINING: ActivityKind.COMMUNITY_TRAINING,
    EventKind.LECTURE: ActivityKind.COMMUNITY_TRAINING,
    EventKind.BRIEFING: ActivityKind.COMMUNITY_TRAINING,
    EventKind.STUDY_MEETING: ActivityKind.STUDY_MEETING,
    EventKind.OTHER: ActivityKind.OTHER,
}


def session_path(session_id: int) -> Path:
    """Return by which path a date of an event is known, for rooms that tell of the same."""
    return Path(SOURCE, str(session_id))


def activities_of_events(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the days of events in a fiscal year, of a series each one; as many queries for 300 as for one."""
    begins, ends = fiscal_year_span(fiscal_year)
    within = Q(starts_at__gte=begins, starts_at__lt=ends)
    series = Part.objects.filter(within).values("session")
    sessions = list(
        Session.objects.filter(Q(part_count=0) & within | Q(pk__in=series))
        .exclude(event__state=EventState.DRAFT)
        .select_related("event")
        .prefetch_related("parts")
    )
    theirs = _counted_elsewhere({each.event_id for each in sessions})
    came, proofs = _came(sessions), _proofs(sessions)
    for session in sessions:
        for key, when in _days(session):
            if not begins <= when.starts_at < ends:
                continue
            yield ActivityRow(
                path=Path(SOURCE, key),
                room="研修・行事",
                day=timezone.localdate(when.starts_at),
                title=_title(session.event, when),
                kind=KINDS[EventKind(session.event.kind)],
                address=reverse("event_desk:event", args=[session.event_id]),
                minutes=int((when.ends_at - when.starts_at).total_seconds()) // SECONDS,
                place=when.venue or session.venue,
                postal_address=when.venue_address or session.venue_address,
                presents=came.get(session.pk, ()),
                evidence=proofs.get(session.pk, ()),
                is_off=_is_off(session, when) or session.event_id in theirs,
            )


def _days(session: Session) -> Iterable[tuple[str, Session | Part]]:
    """Return the days of a date with their keys; the first of a series keeps the key of the date."""
    parts = list(session.parts.all())
    if not parts:
        return [(str(session.pk), session)]
    return [(str(session.pk) if each.number == 1 else f"{session.pk}-{each.pk}", each) for each in parts]


def _title(event: Event, when: Session | Part) -> str:
    return f"{event.title}　第{when.number}回" if isinstance(when, Part) else event.title


def _is_off(session: Session, when: Session | Part) -> bool:
    takes_place = session.state == DateState.PLANNED == when.state
    return session.event.state == EventState.CANCELLED or not takes_place


def _counted_elsewhere(events: set[int]) -> set[int]:
    return {pk for source in events_counted_elsewhere for pk in source(events)} if events else set()


def _came(sessions: Collection[Session]) -> Mapping[int, list[PresentRow]]:
    """Return who was marked as present, by date: agencies as they were called on that day."""
    people: dict[int, dict[tuple[int | None, str, str], list[int | None]]] = defaultdict(
        lambda: defaultdict(list)
    )
    rows = Participant.objects.attended().filter(session__in=sessions).order_by("application", "position")
    names = ("application__agency", "application__agency_name", "application__sector")
    for session, agency, name, sector, person in rows.values_list("session", *names, "person"):
        people[session][agency, name, sector].append(person)
    return {session: _rows_of_agencies(there) for session, there in people.items()}


def _rows_of_agencies(there: Mapping[tuple[int | None, str, str], list[int | None]]) -> list[PresentRow]:
    """Return one row for each agency; of two names or sectors of one day that of its first application."""
    rows: dict[object, PresentRow] = {}
    for (agency, name, sector), people in there.items():
        who = agency if agency is not None else (name, sector)
        known = tuple(each for each in people if each is not None)
        before = rows.get(who)
        rows[who] = PresentRow(
            agency_id=agency,
            name=before.name if before else name,
            sector=before.sector if before else sector,
            people=len(people) + (before.people if before else 0),
            person_ids=known + (before.person_ids if before else ()),
        )
    return list(rows.values())


def _proofs(sessions: Collection[Session]) -> Mapping[int, list[EvidenceRow]]:
    """Return what lies in the rooms of events for each date: notice, roster, handouts."""
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    handouts = defaultdict[int, list[EvidenceRow]](list)
    for each in Attachment.objects.filter(event__in={session.event_id for session in sessions}):
        handouts[each.event_id].append(EvidenceRow(EvidenceKind.HANDOUT, each.title, each.get_absolute_url()))
    for session in sessions:
        event = session.event
        found[session.pk] = [
            EvidenceRow(EvidenceKind.NOTICE, "案内（ちらし）", reverse("events:flyer", args=[event.slug])),
            EvidenceRow(EvidenceKind.ROSTER, "参加者名簿", reverse("event_desk:roster", args=[event.pk])),
            *handouts[event.pk],
        ]
    return found
