"""Reads of a community's people: its member agencies, who stands for them, who runs it, who is told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.models import Person, User
from directory.enums import MembershipRole
from directory.models import Agency, Membership
from events.models import Event

from .enums import GROUP_DESK_ROLES, Capacity, Place
from .models import Community, Delegate, Facilitation, Guest, JoinRequest, MemberAgency
from .registries import StoodRows, roll_sources, stood_sources

PLACES = [Place.DELEGATE, Place.DEPUTY, Place.COLLEAGUE]


def members_of(community: Community, *, today: date) -> QuerySet[MemberAgency]:
    """Return the agencies that are members on a day, in kana order, with who stands and works for them."""
    people = _standing(today).filter(_works_there(today))
    return (
        MemberAgency.objects.on(today)
        .filter(community=community)
        .select_related("agency__kind", "agency__municipality")
        .prefetch_related(Prefetch("delegates", people, to_attr="standing"))
        .order_by("agency__folded_kana", "id")
    )


@dataclass
class OwnMember:
    """A member agency of a visitor's, and who stands for it: person, name and place, the delegate first."""

    pk: int
    community: int
    agency: int
    name: str
    standing: list[tuple[int, str, Place]]

    def place_of(self, person: int) -> Place | None:
        """Return as what this person stands for the agency; None where they do not."""
        return next((place for known, _, place in self.standing if known == person), None)


def own_places(
    person: int, agencies: Collection[int], communities: Mapping[int, Community], *, today: date
) -> tuple[list[OwnMember], list[tuple[int, Capacity]]]:
    """Return which of these agencies are members where, with who stands for them; and as what they stand.

    One query for many communities as for one, rows of rooms included (`registries.stood_sources`).
    """
    found: dict[int, OwnMember] = {}
    stood = list[tuple[int, Capacity]]()
    for pk, community, agency, name, who, called, _, place in _places(person, agencies, communities, today):
        if not pk:
            stood.append((community, Capacity(place)))
            continue
        member = found.setdefault(pk, OwnMember(pk, community, agency, name, []))
        if place:
            member.standing.append((who, called, Place(place)))
    return list(found.values()), stood


def _places(
    person: int, agencies: Collection[int], communities: Mapping[int, Community], today: date
) -> list[tuple[Any, ...]]:
    """Return members with each who stands for them, and a row without a member for each other standing."""
    holds = Q(delegates__since__lte=today) & (
        Q(delegates__until__isnull=True) | Q(delegates__until__gt=today)
    )
    members = (
        MemberAgency.objects.on(today)
        .filter(agency__in=agencies, community__in=communities)
        .annotate(stands=FilteredRelation("delegates", condition=holds))
        .order_by()
    )
    run = Facilitation.objects.on(today).filter(person=person, community__in=communities).order_by()
    who = ("stands__person", "stands__person__name", "stands__person__name_kana", "stands__place")
    by_rooms = [source(person, communities, today) for source in stood_sources]
    stood = [StoodRows(run, "community", Capacity.FACILITATOR), *filter(None, by_rooms)]
    rows = members.values_list("pk", "community", "agency", "agency__name", *who).union(
        *map(_without_a_member, stood), all=True
    )
    order = {place: number for number, place in enumerate(PLACES)}
    return sorted(rows.order_by(), key=lambda row: (row[3], row[0], order.get(row[7], -1), row[6] or ""))


def _without_a_member(stood: StoodRows) -> QuerySet[Any, tuple[Any, ...]]:
    none, empty, stands_as = Value(0), Value(""), Value(stood.stands_as.value)
    rows = stood.rows.order_by()
    return rows.values_list(none, stood.community, none, empty, "person", empty, empty, stands_as)


def standing_for(member: MemberAgency, *, today: date) -> list[Delegate]:
    """Return who stands for a member today: delegate, deputy, colleagues."""
    return list(_standing(today).filter(member=member))


def _standing(today: date) -> QuerySet[Delegate]:
    people = Delegate.objects.on(today).select_related("person")
    return people.order_by(_by_place("place"), "person__name_kana", "pk")


def _works_there(today: date) -> Exists:
    works = Membership.objects.valid(today=today)
    return Exists(works.filter(person=OuterRef("person"), agency=OuterRef("member__agency")))


def _by_place(field: str) -> Case:
    return Case(*(When(**{field: place}, then=Value(number)) for number, place in enumerate(PLACES)))


def open_requests(community: Community) -> QuerySet[JoinRequest]:
    """Return the requests to join that nobody has answered, the oldest first."""
    return community.requests.filter(answer="").select_related("agency__kind", "asked_by__person")


def who_may_run(community: Community, *, today: date) -> list[Person]:
    """Return who may be named 世話人: people who stand for members, and the centre's staff."""
    standing = Delegate.objects.on(today).filter(member__community=community, member__until__isnull=True)
    staff = User.objects.filter(is_active=True, groups__name__in=GROUP_DESK_ROLES)
    people = Person.objects.filter(Q(pk__in=standing.values("person")) | Q(pk__in=staff.values("person")))
    return list(people.filter(merged_into__isnull=True, erased_at__isnull=True).order_by("name_kana", "name"))


def to_tell(community: Community, *, today: date) -> list[Delegate]:
    """Return who is told of sessions: delegates and deputies who work at a member today and have a mail."""
    people = (
        Delegate.objects.on(today)
        .filter(
            _works_there(today),
            member__in=MemberAgency.objects.on(today).filter(community=community),
            place__in=[Place.DELEGATE, Place.DEPUTY],
            person__erased_at__isnull=True,
        )
        .select_related("person__user")
        .order_by("pk")
    )
    return [each for each in people if mail_of(each.person)]


def users_of(people: Collection[int]) -> QuerySet[User]:
    """Return the accounts of these people that may sign in."""
    found = User.objects.filter(person__in=people, is_active=True, person__erased_at__isnull=True)
    return found.select_related("person").order_by("pk")


def running(community: Community, *, today: date) -> set[int]:
    """Return the people who run a community on a day."""
    rows = Facilitation.objects.on(today).filter(community=community)
    return set(rows.values_list("person", flat=True))


def agencies_there(community: Community, event: Event, agencies: Collection[int], *, today: date) -> set[int]:
    """Return which of these agencies are members or guests of a session, or have somebody standing there."""
    members = MemberAgency.objects.on(today).filter(community=community, agency__in=agencies)
    guests = Guest.objects.filter(event=event, agency__in=agencies)
    people = {each.person for source in roll_sources for each in source(community, today)}
    works = Membership.objects.valid(today=today).filter(
        person__in=people | running(community, today=today), agency__in=agencies
    )
    return {pk for rows in (members, guests, works) for pk in rows.values_list("agency", flat=True)}


def on_the_roll(community: Community, agency: Agency | None, *, day: date) -> list[Person]:
    """Return whom rooms expect in a community on a day, in kana order: of one agency who works there then."""
    expected = {each.person for source in roll_sources for each in source(community, day)}
    people = Person.objects.filter(pk__in=expected, merged_into__isnull=True, erased_at__isnull=True)
    if agency is not None:
        works = Membership.objects.valid(today=day).filter(agency=agency)
        people = people.filter(pk__in=works.values("person"))
    return list(people.order_by("name_kana", "name", "pk"))


def who_answers(community: Community, *, today: date) -> list[str]:
    """Return where those read who answer requests to join: who runs it, else the centre's staff."""
    running = Facilitation.objects.on(today).filter(community=community, person__user__is_active=True)
    staff = User.objects.filter(is_active=True, groups__name__in=GROUP_DESK_ROLES).distinct()
    people = [each.person for each in running.select_related("person__user").order_by("pk")]
    found = [address for address in map(mail_of, people) if address]
    return found or [
        address
        for address in (mail_of(each.person) for each in staff.select_related("person").order_by("pk"))
        if address
    ]


def latest_request(community: Community, agency: int) -> JoinRequest | None:
    """Return what an agency asked of a community last."""
    return community.requests.filter(agency=agency).order_by("-asked_at", "-pk").first()


def mail_of(person: Person) -> str:
    """Return where somebody reads: their address for notices, else the one they sign in with."""
    user = getattr(person, "user", None)
    return person.contact_email or (user.email or "" if user is not None else "")


def addresses_at(agency: Agency, *, today: date) -> list[str]:
    """Return where those read who keep an agency's portal account; where nobody does, all who work there."""
    works = Membership.objects.valid(today=today).filter(agency=agency, person__user__is_active=True)
    admins = works.filter(role=MembershipRole.PARTNER_ADMIN)
    chosen = (admins if admins.exists() else works).select_related("person__user").order_by("pk")
    return [address for address in (mail_of(each.person) for each in chosen) if address]
