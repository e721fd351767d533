"""Reads of the directory for screens."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import PROTECT, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import Abs, Coalesce, Length
from django.utils import timezone

from accounts.enums import PublicRole
from accounts.models import Invitation, Person, User
from foundation.japanese.text import fold

from .enums import STAFF_ROLES, FieldGroup, InvitationState, Level
from .models import Agency, FieldVisibility, Membership
from .models.agency import AgencyQuerySet
from .models.membership import MembershipQuerySet
from .rules import LEVELS, invitation_state, may_see

MOST_SUGGESTIONS = 8
# Fields of other agencies that point at one.
_AMONG_AGENCIES = {"parent": "下の組織", "merged_into": "前に統合した機関"}
OPEN, CLOSED, EVERY = "open", "closed", "every"


def working_memberships(user: User, *, today: date) -> list[Membership]:
    """Return where the person of this account works today, in whatever role, oldest first.

    A membership of a closed or merged agency is none.
    """
    return list(_memberships_of(user, today))


def acting_memberships(user: User, *, today: date) -> list[Membership]:
    """Return the memberships in whose name this account may act today, oldest first.

    A membership of a closed or merged agency gives nobody a voice.
    """
    return list(_memberships_of(user, today).of_partners())


def _memberships_of(user: User, today: date) -> MembershipQuerySet:
    memberships = Membership.objects.valid(today=today).filter(
        person=user.person_id, agency__in=Agency.objects.current(today=today)
    )
    return memberships.select_related("agency__kind", "person").order_by("valid_from", "id")


def acts_for(user: User, agency: Agency | None, *, now: datetime) -> bool:
    """Return whether this account may act for this agency now."""
    today = timezone.localdate(now)
    return any(each.agency == agency for each in acting_memberships(user, today=today))


def colleagues(agency: Agency, *, today: date) -> list[Person]:
    """Return everybody who works at this agency today, in kana order."""
    people = Person.objects.filter(
        memberships__in=Membership.objects.valid(today=today).filter(agency=agency),
        merged_into__isnull=True,
        erased_at__isnull=True,
    )
    return list(people.order_by("name_kana", "name"))


def suggest_agencies(typed: str, agencies: AgencyQuerySet) -> list[Agency]:
    """Return up to 8 agencies whose folded name holds what was typed or lies in it, nearest length first."""
    key = fold(typed)
    if not key:
        return []
    found = agencies.alias(typed=Value(key)).filter(
        Q(folded_name__contains=key) | Q(typed__contains=F("folded_name"))
    )
    return list(found.order_by(Abs(Length("folded_name") - len(key)), "id")[:MOST_SUGGESTIONS])


def agencies() -> AgencyQuerySet:
    """Return every agency, closed and merged ones too, with what stands around it."""
    return Agency.objects.select_related("kind", "municipality", "parent", "corporation", "merged_into")


def open_agencies(*, today: date) -> AgencyQuerySet:
    """Return the agencies that are open on a day."""
    return Agency.objects.current(today=today)


def agencies_shown_to(reader: Level) -> AgencyQuerySet:
    """Return the agencies, closed ones too, of which readers of a level may know: what `levels_of` says."""
    agreed = FieldVisibility.objects.filter(agency=OuterRef("pk"), group=FieldGroup.LISTING)
    listing = Coalesce(Subquery(agreed.values("level")), F("kind__level"))
    seen = [level for level in LEVELS if may_see(reader, level)]
    return Agency.objects.order_by().alias(listing=listing).filter(listing__in=seen)


def running_memberships(*, today: date) -> QuerySet[Membership]:
    """Return the memberships that have not ended, with person and agency."""
    return Membership.objects.not_ended(today=today).select_related("person", "agency")


def signs_in_already(person: Person) -> bool:
    """Return whether this person has an account that is open."""
    return User.objects.filter(person=person, is_active=True).exists()


def what_moves(agency: Agency) -> list[tuple[str, int]]:
    """Return what goes along when this agency is merged into another: words and how many, nothing empty.

    Whatever holds an agency back from being deleted counts; what only belongs to it (index, hints) does not.
    """
    found = []
    for relation in Agency._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: agency})
            word = _AMONG_AGENCIES.get(relation.field.name, relation.related_model._meta.verbose_name_plural)
            found.append((str(word), rows.count()))
    return [(word, count) for word, count in found if count]


def agencies_with(table: str, code: str) -> list[int]:
    """Return the agencies of which something says this kind of service (`servicekind`) or this condition."""
    agencies = Agency.objects.order_by("pk").distinct()
    if table == "condition":
        found = agencies.filter(declaration__offers__conditions__has_key=code)
    else:
        found = agencies.filter(Q(official_records__service=code) | Q(declaration__offers__service=code))
    return list(found.values_list("pk", flat=True))


def desk_agencies(wanted: dict[str, Any], *, today: date) -> AgencyQuerySet:
    """Return the agencies that a filter asks for, in kana order, each with the number of its `people` today.

    Every word of `q` must stand in name, reading or number. A municipality's predecessors count as itself.
    """
    agencies = Agency.objects.select_related("kind", "municipality", "merged_into")
    current = Agency.objects.current(today=today)
    state = wanted.get("state", OPEN)
    if state != EVERY:
        agencies = agencies.filter(pk__in=current) if state == OPEN else agencies.exclude(pk__in=current)
    for name in ("kind", "sector"):
        if name in wanted:
            agencies = agencies.filter(**{name: wanted[name]})
    if "municipality" in wanted:
        place = wanted["municipality"]
        agencies = agencies.filter(Q(municipality=place) | Q(municipality__successor=place))
    for word in wanted.get("q", "").split():
        key = fold(word)
        agencies = agencies.filter(
            Q(folded_name__contains=key) | Q(folded_kana__contains=key) | Q(public_id__iexact=word)
        )
    working = Membership.objects.valid(today=today).filter(agency=OuterRef("pk")).order_by()
    counted = working.values("agency").annotate(count=Count("pk")).values("count")
    return agencies.annotate(people=Coalesce(Subquery(counted), 0))


@dataclass(frozen=True)
class SignIn:
    """How a person gets in: the account, and what has become of the latest invitation."""

    person: Person
    roles: frozenset[str]
    has_account: bool
    is_open: bool
    invitation: Invitation | None
    state: InvitationState | None

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in PublicRole if role in self.roles]

    @property
    def is_of_staff(self) -> bool:
        """Whether the account, or the invitation that is open, is one of the centre or the prefecture."""
        return bool(self.roles & STAFF_ROLES)


def _with_sign_in(people: QuerySet[Person]) -> QuerySet[Person]:
    latest = Prefetch("invitations", Invitation.objects.order_by("-created_at", "-id"))
    return people.select_related("user").prefetch_related("user__groups", latest)


def _sign_in(person: Person, now: datetime) -> SignIn:
    user = getattr(person, "user", None)
    invitation = next(iter(person.invitations.all()), None)
    state = None
    if invitation:
        state = invitation_state(expires_at=invitation.expires_at, used_at=invitation.used_at, now=now)
    roles = {group.name for group in user.groups.all()} if user else set()
    if invitation and state == InvitationState.SENT:
        roles |= set(invitation.roles)
    return SignIn(
        person=person,
        roles=frozenset(roles),
        has_account=user is not None,
        is_open=user is not None and user.is_active,
        invitation=invitation,
        state=state,
    )


def members(agency: Agency, *, today: date, now: datetime) -> list[tuple[Membership, SignIn]]:
    """Return an agency's memberships that have not ended, with how each person signs in, in kana order."""
    memberships = Membership.objects.not_ended(today=today).filter(agency=agency)
    people = _with_sign_in(Person.objects.all())
    found = memberships.prefetch_related(Prefetch("person", people)).order_by("person__name_kana", "pk")
    return [(membership, _sign_in(membership.person, now)) for membership in found]


def staff(*, now: datetime) -> list[SignIn]:
    """Return everybody with a role of the centre or the prefecture, or invited to one; closed accounts last.

    A closed account has no role any more: it counts as a colleague's when its person was never a partner.
    """
    roles = sorted(STAFF_ROLES)
    ever_partner = Exists(Membership.objects.of_partners().filter(person=OuterRef("pk")))
    people = Person.objects.filter(
        Q(user__groups__name__in=roles)
        | Q(invitations__roles__overlap=roles, invitations__used_at__isnull=True)
        | Q(user__is_active=False) & ~ever_partner
    )
    found = _with_sign_in(people.distinct().order_by("name_kana", "name", "pk"))
    signs_in = [_sign_in(person, now) for person in found]
    return sorted(signs_in, key=lambda each: each.has_account and not each.is_open)


@dataclass(frozen=True)
class Namesake:
    """A person of the same name, and where they work."""

    person: Person
    where: str


def namesakes(name: str, name_kana: str, *, today: date) -> list[Namesake]:
    """Return the people of this folded name and this reading who work somewhere today."""
    working = Membership.objects.valid(today=today).select_related("agency").order_by("valid_from", "pk")
    people = (
        Person.objects.filter(name_kana=name_kana, merged_into__isnull=True, erased_at__isnull=True)
        .filter(Exists(working.filter(person=OuterRef("pk"))))
        .prefetch_related(Prefetch("memberships", working))
        .order_by("pk")
    )
    return [
        Namesake(person, "・".join(str(each.agency) for each in person.memberships.all()))
        for person in people
        if fold(person.name) == fold(name)
    ]
