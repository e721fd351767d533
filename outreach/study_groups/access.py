"""As what somebody stands in a community on a day, and what that opens: the one door of all its screens.

Everything follows from dated rows: who is a member agency, who stands for it, who works there, who runs the
community, and what rooms add (appointments). Nothing is copied into groups, so nothing stays behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import Visitor, has_role
from accounts.enums import PublicRole
from accounts.models import User
from content.desk import Door
from directory.enums import MembershipRole
from directory.models import Membership
from directory.queries import working_memberships
from events.models import Event

from . import member_queries, queries, rules, shelf_queries
from .enums import GROUP_DESK_ROLES, Action, Capacity, Place, ShelfReader
from .member_queries import OwnMember
from .models import (
    Community,
    Delegate,
    Facilitation,
    Guest,
    JoinRequest,
    MemberAgency,
    PlanRow,
    ShelfItem,
    YearPlan,
)
from .registries import Link, capacity_sources, first_steps, waits

group_desk = Door(GROUP_DESK_ROLES)

_BY_ROLE = {PublicRole.STAFF: Capacity.STAFF, PublicRole.MANAGER: Capacity.MANAGER}
_BY_PLACE = {
    Place.DELEGATE: Capacity.DELEGATE,
    Place.DEPUTY: Capacity.DELEGATE,
    Place.COLLEAGUE: Capacity.MEMBER,
}


@dataclass(frozen=True)
class Standing:
    """As what a visitor stands in one community on one day, and for which member agencies.

    `speaks_for` are those of the agencies for which they decide: as delegate, deputy or keeper of the account
    of that very agency. `acting` are all for which they act anywhere, the oldest first; `working` all where
    they work, in whatever role.
    """

    community: Community
    capacities: frozenset[Capacity]
    agencies: frozenset[int] = frozenset()
    members: tuple[OwnMember, ...] = ()
    speaks_for: frozenset[int] = frozenset()
    acting: tuple[int, ...] = ()
    working: tuple[int, ...] = ()

    @property
    def comes_for(self) -> tuple[int, ...]:
        """The agencies in whose name they come and write here, members and guests first.

        Whoever stands here by themselves does for any that they act for, or where they sit for a term, for
        any where they work.
        """
        own = tuple(each for each in self.acting if each in self.agencies)
        if self.capacities.isdisjoint(rules.BY_THEMSELVES):
            return own
        others = self.acting if self.capacities.isdisjoint(rules.BY_A_TERM) else self.working
        return own + tuple(each for each in others if each not in own)

    @property
    def is_centre(self) -> bool:
        """Whether this is somebody of the centre's staff."""
        return not self.capacities.isdisjoint(_BY_ROLE.values())

    def may(self, action: Action) -> bool:
        """Return whether this opens an action."""
        return rules.may(action, self.capacities, state=self.community.state, kind=self.community.kind)

    def may_for(self, action: Action, agency: int) -> bool:
        """Return whether this opens an action for one agency: to the centre, or to who speaks for it."""
        as_centre = self.is_centre and not rules.ALLOWED[action].to.isdisjoint(_BY_ROLE.values())
        return self.may(action) and (as_centre or agency in self.speaks_for)


@dataclass
class _Found:
    capacities: set[Capacity] = field(default_factory=lambda: {Capacity.STRANGER})
    agencies: set[int] = field(default_factory=set)
    members: list[OwnMember] = field(default_factory=list)
    speaks_for: set[int] = field(default_factory=set)


def standings(
    visitor: Visitor, communities: Iterable[Community], *, today: date, event: Event | None = None
) -> list[Standing]:
    """Return how a visitor stands in each of these communities, in as many queries for many as for one.

    With `event`, whoever was invited to that session counts as a guest.
    """
    wanted = {each.pk: each for each in communities}
    found: dict[int, _Found] = defaultdict(_Found)
    working: list[Membership] = []
    acting: list[Membership] = []
    if isinstance(visitor, User) and visitor.is_active and wanted:
        working = working_memberships(visitor, today=today)
        acting = [each for each in working if each.role != MembershipRole.COLLEAGUE]
        _add_people(found, visitor, acting, wanted, today)
        _add_by_rooms(found, visitor, working, wanted, today)
        if event is not None:
            _add_guests(found, acting, event)
    return [
        Standing(
            each,
            frozenset(found[pk].capacities),
            frozenset(found[pk].agencies),
            tuple(found[pk].members),
            frozenset(found[pk].speaks_for),
            tuple(each.agency_id for each in acting),
            tuple(each.agency_id for each in working),
        )
        for pk, each in wanted.items()
    ]


def _add_people(
    found: dict[int, _Found],
    visitor: User,
    acting: list[Membership],
    wanted: Mapping[int, Community],
    today: date,
) -> None:
    roles = {capacity for role, capacity in _BY_ROLE.items() if has_role(visitor, [role])}
    for pk in wanted:
        found[pk].capacities |= roles | ({Capacity.PARTNER} if acting else set())
    if not acting and not roles:
        return
    agencies = {each.agency_id: each.role for each in acting}
    _add_dated(found, visitor, agencies, wanted, today)


def _add_by_rooms(
    found: dict[int, _Found],
    visitor: User,
    working: list[Membership],
    wanted: Mapping[int, Community],
    today: date,
) -> None:
    """Add as what rooms let somebody stand: as a person, whether or not they speak for an agency.

    An officer of the prefecture sits there without acting in the portal for their section.
    """
    if not working and not has_role(visitor, _BY_ROLE):
        return
    for source in capacity_sources:
        for pk, capacity in source(visitor.person_id, wanted, today):
            found[pk].capacities.add(capacity)


def _add_dated(
    found: dict[int, _Found],
    visitor: User,
    agencies: Mapping[int, str],
    wanted: Mapping[int, Community],
    today: date,
) -> None:
    members, stood_as = member_queries.own_places(visitor.person_id, agencies, wanted, today=today)
    for community, capacity in stood_as:
        found[community].capacities.add(capacity)
    for member in members:
        stands, there = member.place_of(visitor.person_id), found[member.community]
        stood = {_BY_PLACE[stands]} if stands is not None else set()
        if agencies[member.agency] == MembershipRole.PARTNER_ADMIN:
            stood.add(Capacity.AGENCY_ADMIN)
        if stood:
            there.capacities |= stood
            there.agencies.add(member.agency)
            there.members.append(member)
        if not rules.HEADS.isdisjoint(stood):
            there.speaks_for.add(member.agency)


def _add_guests(found: dict[int, _Found], acting: list[Membership], event: Event) -> None:
    guests = Guest.objects.filter(event=event, agency__in=[each.agency_id for each in acting])
    for pk, agency in guests.values_list("community", "agency"):
        found[pk].capacities.add(Capacity.GUEST)
        found[pk].agencies.add(agency)


def standing_in(
    visitor: Visitor, community: Community, *, today: date, event: Event | None = None
) -> Standing:
    """Return how a visitor stands in one community on a day."""
    return standings(visitor, [community], today=today, event=event)[0]


def opened(action: Action, slug: str, visitor: Visitor, *, today: date) -> Standing:
    """Return how a visitor stands in a community where they may do this. Raises Http404 elsewhere."""
    return _opened_by({action}, Community.objects.filter(slug=slug), visitor, today)


def _opened_by(actions: set[Action], found: QuerySet[Community], visitor: Visitor, today: date) -> Standing:
    community = get_object_or_404(found)
    standing = standing_in(visitor, community, today=today)
    if not any(standing.may(each) for each in actions):
        raise Http404
    return standing


def where(action: Action, visitor: Visitor, *, today: date) -> list[Standing]:
    """Return every community in which a visitor may do this, in the order of their names."""
    return [each for each in standings(visitor, Community.objects.all(), today=today) if each.may(action)]


def reading(visitor: Visitor, *, today: date) -> tuple[list[Community], list[Community]]:
    """Return the communities that a visitor is inside of, and the others of whose page they may read."""
    found = standings(visitor, Community.objects.all(), today=today)
    inside = [each.community for each in found if each.may(Action.READ_HOME)]
    others = [
        each.community for each in found if each.may(Action.READ_PAGE) and not each.may(Action.READ_HOME)
    ]
    return inside, others


def steps_before(visitor: Visitor, *, today: date) -> list[Link]:
    """Return what a visitor has to do before a community is open to them: words, address."""
    if not isinstance(visitor, User):
        return []
    return [step for source in first_steps for step in source(visitor.person_id, today)]


def waiting_for(visitor: Visitor, *, now: datetime) -> list[Link]:
    """Return what waits for a visitor in all communities, what comes before the rest first: words, address.

    As many queries for many communities as for one.
    """
    if not isinstance(visitor, User):
        return []
    today = timezone.localdate(now)
    inside = where(Action.READ_HOME, visitor, today=today)
    found = steps_before(visitor, today=today)
    if not inside:
        return found
    return found + [each for source in waits for each in source(inside, visitor.person_id, now)]


def is_joining_open(community: Community) -> bool:
    """Return whether agencies may join this community at all."""
    return rules.may(Action.ASK_TO_JOIN, {Capacity.PARTNER}, state=community.state, kind=community.kind)


def page_of(slug: str, visitor: Visitor, *, today: date) -> Standing:
    """Return how a visitor stands where they may read the home, or at least the page. Raises Http404.

    The community knows its size and its promises (`queries.shown`).
    """
    shown = queries.shown(today=today).filter(slug=slug)
    return _opened_by({Action.READ_HOME, Action.READ_PAGE}, shown, visitor, today)


def community_of_link(key: UUID) -> Community:
    """Return the community that a link leads into while agencies may join it. Raises Http404."""
    found = get_object_or_404(Community, join_key=key)
    if not is_joining_open(found):
        raise Http404
    return found


def member_in(standing: Standing, pk: int, *, today: date) -> MemberAgency:
    """Return an agency that is a member of this community today. Raises Http404."""
    members = MemberAgency.objects.on(today).select_related("agency", "community")
    return get_object_or_404(members, pk=pk, community=standing.community)


def own_member(standing: Standing, action: Action, pk: int, *, today: date) -> MemberAgency:
    """Return a member agency for which this visitor may do this. Raises Http404."""
    found = member_in(standing, pk, today=today)
    if not standing.may_for(action, found.agency_id):
        raise Http404
    return found


def delegate_of(member: MemberAgency, pk: int) -> Delegate:
    """Return somebody who stands for a member agency. Raises Http404."""
    return get_object_or_404(Delegate.objects.select_related("member__community"), pk=pk, member=member)


def request_to(standing: Standing, pk: int) -> JoinRequest:
    """Return a request to join this community. Raises Http404."""
    return get_object_or_404(JoinRequest, pk=pk, community=standing.community)


def plan_in(standing: Standing, year: int) -> YearPlan:
    """Return the plan of a year of this community. Raises Http404."""
    return get_object_or_404(YearPlan, community=standing.community, fiscal_year=year)


def row_in(standing: Standing, pk: int) -> PlanRow:
    """Return a line of this community's plans. Raises Http404."""
    rows = PlanRow.objects.select_related("plan__community")
    return get_object_or_404(rows, pk=pk, plan__community=standing.community)


def community_at_the_desk(pk: int) -> Community:
    """Return a community for whoever works at the desk. Raises Http404."""
    return get_object_or_404(Community, pk=pk)


def facilitation_at_the_desk(community: int, pk: int) -> Facilitation:
    """Return somebody's running of a community. Raises Http404."""
    rows = Facilitation.objects.select_related("community", "person")
    return get_object_or_404(rows, pk=pk, community=community)


def open_shelf(standing: Standing, *, today: date) -> list[ShelfItem]:
    """Return what this visitor may open on the shelf today, the latest first.

    A guest opens what is for those who came, where somebody of their agency did.
    """
    if not standing.may(Action.READ_SHELF):
        return []
    items = shelf_queries.shelf_of(standing.community, today=today)
    if standing.may(Action.FILL_SHELF):
        return list(items)
    if not standing.may(Action.READ_HOME):
        items = items.filter(reader=ShelfReader.ATTENDEES)
    return list(shelf_queries.for_members_and(items, standing.agencies))


def shelf_item(slug: str, visitor: Visitor, pk: int, name: str, *, today: date) -> ShelfItem:
    """Return a file that this visitor may open today, a guest of its session too. Raises Http404."""
    items = ShelfItem.objects.select_related("community", "event")
    item = get_object_or_404(items, pk=pk, community__slug=slug)
    standing = standing_in(visitor, item.community, today=today, event=item.event)
    if item.file_name != name or item not in open_shelf(standing, today=today):
        raise Http404
    return item


def papers_for_guest(visitor: Visitor, event: Event, *, today: date) -> list[ShelfItem]:
    """Return the files of a session that its guest may open; nothing for who finds them on the shelf."""
    community = queries.community_of_event(event)
    if community is None:
        return []
    standing = standing_in(visitor, community, today=today, event=event)
    if standing.may(Action.READ_HOME):
        return []
    return [each for each in open_shelf(standing, today=today) if each.event_id == event.pk]


def guest_at(row: PlanRow, pk: int) -> Guest:
    """Return an agency that was invited to the session of a line. Raises Http404."""
    return get_object_or_404(Guest.objects.select_related("agency"), pk=pk, event=row.event_id)


def item_to_take_off(standing: Standing, pk: int) -> ShelfItem:
    """Return a file on the shelf of this community. Raises Http404."""
    return get_object_or_404(
        ShelfItem.objects.select_related("community"), pk=pk, community=standing.community
    )


def announced_row(standing: Standing, pk: int) -> PlanRow:
    """Return a line of this community whose session was announced. Raises Http404."""
    rows = PlanRow.objects.select_related("plan__community", "event")
    return get_object_or_404(rows, pk=pk, plan__community=standing.community, event__isnull=False)
