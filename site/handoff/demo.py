"""The private area's part of the demo world: agencies as this door knows them, and everybody's enrolment."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.audit import chain
from foundation.demo import Member, World

from .enums import AGENCY_ROLES, CENTRE_ROLES
from .models import AgencyCopy, Enrolment
from .services import approve_enrolment, invite_for_enrolment

ENROLLED_FOR = timedelta(days=365)
CENTRE = "mihon_centre"
FOUNDERS = (PrivateRole.LEAD, PrivateRole.PRIVACY_OFFICER)


def fill(world: World) -> None:
    """Add what is missing: copies of the agencies, the two who opened the door, then those whom they invited."""
    for key, name in world.agency_names.items():
        world.agencies[key], _ = AgencyCopy.objects.get_or_create(
            public_id=world.public_id(key),
            defaults={"name": name, "phone": "000-000-0120", "copied_at": world.now},
        )
    if not Enrolment.objects.exists():
        _open_door(world)
    enrolled = set(Enrolment.objects.values_list("person_id", flat=True))
    for member in world.cast:
        if world.people[member.key].pk not in enrolled:
            _enrol(member, world)


@transaction.atomic(durable=True)
def _open_door(world: World) -> None:
    """Enrol the first two, each approved by the other; `services.open_door` is for people without an account."""
    lead, officer = (world.people[role] for role in FOUNDERS)
    today = timezone.localdate(world.now)
    for role, person, other in zip(FOUNDERS, (lead, officer), (officer, lead), strict=True):
        enrolment = Enrolment.objects.create(
            person=person,
            role=role,
            valid_from=today,
            valid_until=today + ENROLLED_FOR,
            invited_at=world.now,
            approved_by=other.user,
            approved_at=world.now,
        )
        chain.record("handoff.door_opened", actor=None, subject=enrolment, now=world.now)


def _enrol(member: Member, world: World) -> None:
    lead, officer = (world.people[role].user for role in FOUNDERS)
    today = timezone.localdate(world.now)
    (role,) = member.roles
    for_agency = role in AGENCY_ROLES or (role not in CENTRE_ROLES and member.agency != CENTRE)
    enrolment = invite_for_enrolment(
        person=world.people[member.key],
        agency=world.agencies[member.agency] if for_agency else None,
        role=PrivateRole(role),
        valid_from=today,
        valid_until=today + ENROLLED_FOR,
        actor=lead,
        now=world.now,
    )
    approve_enrolment(enrolment=enrolment, actor=officer, now=world.now)
