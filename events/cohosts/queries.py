"""Reads of hosts: who is named where, what applicants are told, what a co-host reads."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from events.desk_queries import seated_people_of
from events.enums import ACTIVE_STATES, Channel, EventState
from events.models import Application, Event, Participant, Session
from events.models.application import came
from events.queries import state_of
from events.registries import HostLine
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit

from . import rules
from .enums import CARRYING_ROLES, HostRole
from .limits import ROSTER_SHARED
from .models import Host


def hosts_of(event: Event) -> list[Host]:
    """Return the hosts of an event besides the centre; of one event they are read once."""
    hosts = Host.objects.select_related("agency", "agreed_by__person").order_by("id")
    prefetch_related_objects([event], Prefetch("hosts", hosts))
    return list(event.hosts.all())


def host_lines(event: Event) -> list[HostLine]:
    """Return who holds an event, by role, as it is told; nothing where the centre does alone."""
    names: dict[str, list[str]] = {role.value: [] for role in HostRole}
    for host in hosts_of(event):
        names[host.role].append(host.agency.name)
    if not any(names.values()):
        return []
    names[HostRole.ORGANISER].insert(0, current_centre().name)
    return [HostLine(role.label, tuple(names[role])) for role in HostRole if names[role]]


def sharing_names(event: Event) -> list[str]:
    """Return the agencies with whom the roster of an event is shared."""
    return [host.agency.name for host in hosts_of(event) if host.shares_roster]


def has_opened(event: Event, *, now: datetime) -> bool:
    """Return whether anybody could have applied already, whatever the event says of its opening now."""
    return event.opens_at < now or Application.objects.filter(session__event=event).exists()


def notes_for_applicants(event: Event, now: datetime) -> list[str]:
    """Return what an applicant has to know before sending, one sentence each."""
    names = sharing_names(event)
    if not names:
        return []
    days = limit(ROSTER_SHARED, on=timezone.localdate(now))
    words = (
        f"席が決まった方の名簿（お名前、フリガナ、事業所、参加の方法）を、一緒に開く{'・'.join(names)}と共有します。"
        f"当日の受付と運営だけに使い、終わってから{days}日で見えなくなります。"
        "電話番号、メール、必要な配慮は共有しません。"
        "名簿は、センターが責任をもって管理します。"
    )
    return [words]


def notes_on_sheet(event: Event) -> list[str]:
    """Return the same in one sentence, as it stands on the sheet."""
    names = sharing_names(event)
    if not names:
        return []
    what = "席が決まった方の名簿（お名前・事業所・参加の方法）"
    return [f"{what}は{'・'.join(names)}と共有し、当日の受付と運営だけに使います。"]


def counted_elsewhere(events: Collection[int]) -> set[int]:
    """Return which of these events another host counts."""
    counting = Host.objects.filter(event__in=events, counts_event=True)
    return set(counting.values_list("event", flat=True))


def cohosted(hosts: QuerySet[Host]) -> list[Host]:
    """Return the events that an agency carries out, the latest first."""
    return list(hosts.select_related("event").prefetch_related("event__sessions").order_by("-event_id"))


@dataclass(frozen=True)
class SessionNumbers:
    """How one date stands, in numbers alone."""

    session: Session
    capacity: int
    applications: int
    people: int
    seated: int
    attended: int


def numbers_of(sessions: Sequence[Session]) -> list[SessionNumbers]:
    """Return the numbers of these dates. Two queries."""
    staying = Participant.objects.staying().filter(session__in=sessions, application__state__in=ACTIVE_STATES)
    seated = _by_session(Participant.objects.seated().filter(session__in=sessions))
    counted = {
        row["session"]: row
        for row in staying.order_by()
        .values("session")
        .annotate(
            applications=Count("application", distinct=True),
            people=Count("pk"),
            attended=Count("pk", filter=Q(came())),
        )
    }
    return [_numbers(session, counted.get(session.pk), seated[session.pk]) for session in sessions]


def _numbers(session: Session, row: Mapping[str, object] | None, seated: int) -> SessionNumbers:
    found: Mapping[str, Any] = row or {"applications": 0, "people": 0, "attended": 0}
    return SessionNumbers(
        session=session,
        capacity=sum(session.capacity.values()),
        applications=found["applications"],
        people=found["people"],
        seated=seated,
        attended=found["attended"],
    )


def _by_session(people: QuerySet[Participant]) -> Counter[int]:
    return Counter(people.order_by().values_list("session", flat=True))


@dataclass(frozen=True)
class SharedRoster:
    """Who on one date may be read of, and how many were told nothing and stay unnamed."""

    session: Session
    people: Sequence[Participant]
    left_out: int

    @property
    def left_out_words(self) -> str:
        if not self.left_out:
            return ""
        return f"ほかに{self.left_out}人に席があります。名簿の共有を知らせていない方です。"


def shared_rosters(host: Host, sessions: Iterable[Session], *, now: datetime) -> list[SharedRoster]:
    """Return the rosters that this host may read now, none where sharing is not agreed. Two queries.

    What is off needs nobody at its door: its rosters close at once. What is put off still takes place.
    """
    if host.agreed_at is None or host.role not in CARRYING_ROLES:
        return []
    days = limit(ROSTER_SHARED, on=timezone.localdate(now))
    open_ones = [
        each
        for each in sessions
        if rules.is_readable(each.ends_at, now, days=days) and state_of(each) != EventState.CANCELLED
    ]
    people: dict[int, list[Participant]] = {session.pk: [] for session in open_ones}
    for person in seated_people_of(open_ones):
        people[person.session_id].append(person)
    return [_shared_roster(host, session, people[session.pk]) for session in open_ones]


def _shared_roster(host: Host, session: Session, people: Sequence[Participant]) -> SharedRoster:
    told = [person for person in people if was_told(person.application, host)]
    return SharedRoster(session, told, len(people) - len(told))


def was_told(application: Application, host: Host) -> bool:
    """Return whether whoever applied had read, before sending, that this host reads the roster.

    Whoever stood at the door was handed no form.
    """
    sharing = rules.Sharing(host.agreed_at, bool(host.had_opened))
    if application.channel == Channel.DOOR:
        return False
    if application.channel == Channel.WEB:
        return rules.web_was_told(sharing, application.typed_at)
    return rules.paper_was_told(sharing, application.received_at)


def readers_of(application: Application) -> list[str]:
    """Return the hosts who read of this application; nobody does once its date or event is off."""
    if state_of(application.session) == EventState.CANCELLED:
        return []
    sharing = Host.objects.sharing().filter(event=application.session.event_id)
    hosts = sharing.select_related("event", "agency").order_by("id")
    return [host.agency.name for host in hosts if was_told(application, host)]
