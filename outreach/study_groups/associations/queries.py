"""Reads of associations: rules in force, general meetings and how they count, who the secretariat is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from directory.models import Agency
from events.enums import ACTIVE_STATES
from events.models import Application, Event, Session
from events.models.session import takes_place
from outreach.study_groups.enums import SessionFormat
from outreach.study_groups.member_queries import members_of
from outreach.study_groups.models import Community, MemberAgency, PlanRow, YearPlan

from .enums import PRESENT, Choice, ResolutionKind, Result, VoteWay
from .models import Assembly, Proxy, Resolution, RulesVersion, SecretariatPerson, SecretariatTerm, Vote
from .quorum import Attended, Entrusted, Meeting, Motion, Numbers, Outcome, attended, decided, expected

PLAN_AT_VOTE = (
    "この計画は、総会で採決しています。否決されるか、「決まったとおりにする」を押すまで、変えられません。"
)


def versions_of(community: Community) -> QuerySet[RulesVersion]:
    """Return all versions of the rules, proposals too, the latest first."""
    return RulesVersion.objects.filter(community=community)


def rules_on(community: Community, day: date) -> RulesVersion | None:
    """Return the rules in force on a day: adopted, and of those that hold by then the latest."""
    adopted = versions_of(community).filter(adopted_on__isnull=False, in_force_from__lte=day)
    return adopted.order_by("-in_force_from", "-version").first()


def version_before(version: RulesVersion) -> RulesVersion | None:
    """Return the adopted version before this one."""
    earlier = versions_of(version.community).filter(adopted_on__isnull=False, version__lt=version.version)
    return earlier.first()


def next_version(community: Community) -> int:
    """Return the number that the next version bears."""
    last = versions_of(community).first()
    return last.version + 1 if last else 1


def assembly_rows(community: Community) -> QuerySet[PlanRow]:
    """Return the general meetings in the plans of a community, prepared or not, the latest first."""
    rows = PlanRow.objects.filter(plan__community=community, format=SessionFormat.GENERAL_MEETING)
    found = rows.filter(called_off_at__isnull=True).select_related("plan", "event", "assembly")
    return found.order_by("-month", "-pk")


def general_meeting_of(event: Event) -> PlanRow | None:
    """Return the general meeting that an event is; None for any other event."""
    rows = PlanRow.objects.filter(event=event, format=SessionFormat.GENERAL_MEETING)
    return rows.select_related("plan__community").first()


def day_of(row: PlanRow) -> date | None:
    """Return the day of a general meeting; None while it has none, or when it was called off or put off."""
    first = start_of(row)
    return timezone.localdate(first) if first else None


def start_of(row: PlanRow) -> datetime | None:
    """Return when a general meeting begins, as `day_of` its day."""
    if row.event_id is None:
        return None
    dates = Session.objects.filter(takes_place(), event=row.event_id)
    return dates.order_by("starts_at").values_list("starts_at", flat=True).first()


@dataclass(frozen=True)
class Counting:
    """A general meeting as it counts: its day, the rules of that day, who may vote, who came and how."""

    assembly: Assembly
    day: date | None
    rules: RulesVersion | None
    agencies: dict[int, Agency]
    presences: dict[int, str]
    # Who voted in writing, and on which day that came.
    written_on: dict[int, date]
    meeting: Meeting
    # Agencies that have said they come, while nobody has been marked yet.
    coming: frozenset[int]

    @property
    def numbers(self) -> Numbers | None:
        return self.rules.numbers if self.rules else None

    @property
    def attended(self) -> Attended | None:
        """How many take part, None without rules."""
        return attended(self.meeting, self.numbers) if self.numbers else None

    @property
    def so_far(self) -> Attended | None:
        """How many are expected: whoever said they come counts as there, as long as nobody was marked."""
        if self.numbers is None or self.meeting.there:
            return self.attended
        return expected(self.meeting, self.coming, self.numbers)


def counting_of(assembly: Assembly) -> Counting:
    """Return how a general meeting counts now, in as many queries for fifty agencies as for one.

    The roll of a closed one is the one that was written then; of an open one the members of its day.
    """
    community = assembly.row.plan.community
    day = assembly.held_on or day_of(assembly.row)
    voters = list(assembly.voters.select_related("agency"))
    agencies = (
        {each.agency_id: each.agency for each in voters}
        if assembly.is_closed
        else _members_on(community, day or timezone.localdate())
    )
    presences = {each.agency_id: each.presence for each in voters}
    there = {agency for agency, presence in presences.items() if presence in PRESENT}
    written = Vote.objects.filter(resolution__assembly=assembly, way=VoteWay.WRITTEN)
    written_on = {agency: on for agency, on in written.values_list("agency", "came_on") if on is not None}
    return Counting(
        assembly,
        day,
        assembly.rules or (rules_on(community, day) if day else None),
        agencies,
        presences,
        written_on,
        Meeting(
            members=frozenset(agencies),
            there=frozenset(there) & frozenset(agencies),
            chair=assembly.chair_id,
            written=frozenset(written_on),
            entrusted=_entrusted(assembly),
        ),
        frozenset() if assembly.is_closed or there else _coming(assembly.row),
    )


def _members_on(community: Community, day: date) -> dict[int, Agency]:
    members = MemberAgency.objects.on(day).filter(community=community).select_related("agency")
    return {each.agency_id: each.agency for each in members.order_by("agency__folded_kana", "pk")}


def _entrusted(assembly: Assembly) -> tuple[Entrusted, ...]:
    """Return the proxies that stand, in the order they came."""
    proxies = assembly.proxies.filter(withdrawn_at__isnull=True).order_by("given_on", "pk")
    return tuple(Entrusted(each.giver_id, each.holder_id) for each in proxies)


def _coming(row: PlanRow) -> frozenset[int]:
    if row.event_id is None:
        return frozenset()
    said = Application.objects.filter(session__event=row.event_id, state__in=ACTIVE_STATES)
    return frozenset(said.filter(agency__isnull=False).values_list("agency", flat=True))


@dataclass(frozen=True)
class Voted:
    """A resolution with what was said on it, and what that decides; without rules nothing is decided."""

    resolution: Resolution
    motion: Motion
    outcome: Outcome | None
    is_voted: bool


def resolutions_of(assembly: Assembly) -> list[Resolution]:
    """Return the resolutions of a general meeting in their order, with votes and recusals."""
    found = assembly.resolutions.select_related("plan", "rules", "secretariat")
    return list(found.prefetch_related("votes", "recusals__agency").order_by("number"))


def voted_of(counting: Counting, resolutions: Iterable[Resolution]) -> list[Voted]:
    """Return what these resolutions come to, counted from votes and proxies as they stand."""
    return [_voted(each, counting) for each in resolutions]


def _voted(resolution: Resolution, counting: Counting) -> Voted:
    votes = {way: dict[int, Choice]() for way in VoteWay}
    for each in resolution.votes.all():
        votes[VoteWay(each.way)][each.agency_id] = Choice(each.choice)
    motion = Motion(
        ResolutionKind(resolution.kind),
        frozenset(each.agency_id for each in resolution.recusals.all()),
        votes[VoteWay.THERE],
        votes[VoteWay.WRITTEN],
        Choice(resolution.casting) if resolution.casting else None,
    )
    numbers = counting.numbers
    outcome = decided(motion, counting.meeting, numbers) if numbers else None
    return Voted(resolution, motion, outcome, bool(votes[VoteWay.THERE]) or not counting.meeting.there)


def standing_proxy(assembly: Assembly, agency: int) -> Proxy | None:
    """Return the proxy of an agency that stands."""
    proxies = assembly.proxies.filter(giver=agency, withdrawn_at__isnull=True)
    return proxies.select_related("holder").first()


def standing_proxies(assembly: Assembly) -> list[Proxy]:
    """Return the proxies that stand, in the order they came."""
    proxies = assembly.proxies.filter(withdrawn_at__isnull=True).select_related("giver", "holder")
    return list(proxies.order_by("given_on", "pk"))


@dataclass(frozen=True)
class Answer:
    """What is known of a member agency before, and of a closed meeting after: in words, and since when."""

    agency: Agency
    words: str
    on: date | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing has come of this agency."""
        return not self.words


def answers_of(counting: Counting) -> list[Answer]:
    """Return for each agency that may vote whether it comes, votes in writing, entrusts, or has not answered.

    In the order of their names; who comes is not asked what it sent, as the count does.
    """
    proxies = {each.giver_id: each for each in standing_proxies(counting.assembly)}
    return [_answer(each, counting, proxies.get(pk)) for pk, each in counting.agencies.items()]


def _answer(agency: Agency, counting: Counting, proxy: Proxy | None) -> Answer:
    if agency.pk in counting.meeting.there:
        return Answer(agency, "出席しました")
    if agency.pk in counting.coming:
        return Answer(agency, "出席の予定")
    if agency.pk in counting.written_on:
        return Answer(agency, "書面で議決", counting.written_on[agency.pk])
    if proxy is not None:
        holder = proxy.holder.name if proxy.holder else "議長"
        return Answer(agency, f"委任状（{holder}に）", proxy.given_on)
    return Answer(agency, "")


def last_sent(assembly: Assembly, agency: int) -> date | None:
    """Return on which day came what stands of an agency, a proxy or votes in writing; None without."""
    written = Vote.objects.filter(resolution__assembly=assembly, agency=agency, way=VoteWay.WRITTEN)
    proxies = assembly.proxies.filter(giver=agency, withdrawn_at__isnull=True)
    days = [*written.values_list("came_on", flat=True), *proxies.values_list("given_on", flat=True)]
    return max((each for each in days if each is not None), default=None)


def written_by(assembly: Assembly, agency: int) -> dict[int, str]:
    """Return what an agency wrote on each resolution, by id of the resolution."""
    votes = Vote.objects.filter(resolution__assembly=assembly, agency=agency, way=VoteWay.WRITTEN)
    return dict(votes.values_list("resolution", "choice"))


def has_written(assembly: Assembly) -> bool:
    """Return whether anybody has voted in writing, so that the agenda stands."""
    return Vote.objects.filter(resolution__assembly=assembly, way=VoteWay.WRITTEN).exists()


def is_answered(resolution: Resolution) -> bool:
    """Return whether anything came in for a resolution: a proxy that stands, or a vote."""
    proxies = Proxy.objects.filter(assembly=resolution.assembly_id, withdrawn_at__isnull=True)
    return proxies.exists() or resolution.votes.exists()


def is_voted_on(version: RulesVersion) -> bool:
    """Return whether anybody has voted on these rules, in writing or in the room."""
    return Vote.objects.filter(resolution__rules=version).exists()


def why_plan_stays(plan: YearPlan) -> str:
    """Say that a plan is being voted on; empty before the first vote, and once it was carried out or fell."""
    votes = Vote.objects.filter(
        resolution__plan=plan,
        resolution__result__in=[Result.OPEN, Result.CARRIED],
        resolution__carried_out_at__isnull=True,
    )
    return PLAN_AT_VOTE if votes.exists() else ""


def draft_plans(community: Community) -> QuerySet[YearPlan]:
    """Return the plans that nobody has approved yet."""
    return YearPlan.objects.filter(community=community, state="draft")


def proposals_of(community: Community) -> QuerySet[RulesVersion]:
    """Return the versions of the rules that are not adopted yet."""
    return versions_of(community).filter(adopted_on__isnull=True)


def terms_of(community: Community) -> list[SecretariatTerm]:
    """Return who was the secretariat when, the latest first, with their people."""
    terms = SecretariatTerm.objects.filter(community=community).select_related("agency")
    return list(terms.prefetch_related("people__person"))


def people_of(term: SecretariatTerm, *, today: date) -> list[SecretariatPerson]:
    """Return who does the work in a term on a day or later."""
    people = SecretariatPerson.objects.not_over(today).filter(term=term)
    return list(people.select_related("person").order_by("since", "pk"))


@dataclass(frozen=True)
class CorporateMember:
    """A corporation with its member agencies, since when it has been one, and who may be named for it."""

    name: str
    number: str
    agencies: tuple[str, ...]
    since: date
    people: tuple[str, ...]


def corporate_members(
    community: Community, *, today: date, sees: Collection[int] | None = frozenset()
) -> Sequence[CorporateMember]:
    """Return the corporations behind the member agencies; an agency without one stands for itself.

    Named are those alone who agreed, and all of the agencies in `sees` (None: all of everybody).
    """
    members = members_of(community, today=today).select_related("agency__corporation")
    found: dict[tuple[str, int], list[MemberAgency]] = {}
    for each in members:
        corporation = each.agency.corporation_id
        key = ("agency", each.agency_id) if corporation is None else ("corporation", corporation)
        found.setdefault(key, []).append(each)
    return [_corporate(group, sees) for group in found.values()]


def _corporate(members: Sequence[MemberAgency], sees: Collection[int] | None) -> CorporateMember:
    first = members[0].agency
    named = (
        f"{one.person.name}（{one.get_place_display()}）"
        for member in members
        for one in member.standing  # type: ignore[attr-defined]  # -- prefetched
        if one.is_shown or sees is None or member.agency_id in sees
    )
    return CorporateMember(
        name=first.corporation.name if first.corporation else first.name,
        number=(first.corporation.corporate_number or "") if first.corporation else "",
        agencies=tuple(each.agency.name for each in members),
        since=min(each.since for each in members),
        people=tuple(named),
    )


def who_may_serve(term: SecretariatTerm, people: Iterable[Person]) -> list[Person]:
    """Return of these people those who are not yet named in a term."""
    known = set(term.people.filter(until__isnull=True).values_list("person", flat=True))
    return [each for each in people if each.pk not in known]


def assembly_of(row: PlanRow) -> Assembly | None:
    """Return what makes a general meeting of a line, once it is being prepared."""
    return Assembly.objects.filter(row=row).first()


def closed_assemblies(community: Community) -> QuerySet[Assembly]:
    """Return the general meetings that were closed, the latest first."""
    found = Assembly.objects.filter(row__plan__community=community, closed_at__isnull=False)
    return found.select_related("row__plan__community", "rules", "chair").order_by("-held_on", "-pk")
