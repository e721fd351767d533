"""In the demo world, one application that waits until the manager of its agency has looked at it."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from directory.queries import acting_memberships
from foundation.demo import World

from .enums import Admission, EventState, ReplyWay
from .models import AgencyChoice, Session
from .services.agency_choice import choose_who_releases
from .services.applying import ApplicationRequest, PersonRequest, apply_for_event


def seed_held(world: World) -> None:
    """Let two colleagues apply while their manager looks first; a world with such a choice stays as it is.

    Afterwards the agency's applications go straight to the centre again, as visitors of the demo expect.
    """
    if world.door != "public" or AgencyChoice.objects.exists():
        return
    manager, colleague = (world.people[key] for key in ("partner_admin", "partner"))
    membership = next(iter(acting_memberships(manager.user, today=timezone.localdate(world.now))), None)
    session = _coming(world)
    if membership is None or session is None:
        return
    agency, then = membership.agency, world.now - timedelta(minutes=50)
    choose_who_releases(agency=agency, manager_releases=True, actor=manager.user, now=then)
    people = [PersonRequest(session.ways[0], each.name, each.name_kana, each.job) for each in (colleague,)]
    request = ApplicationRequest(
        form_key=UUID(int=world.rng.getrandbits(128), version=4),
        people=[*people, PersonRequest(session.ways[0])],
        contact_name=colleague.name,
        phone=agency.phone or "000-000-2000",
        reply_way=ReplyWay.PHONE,
        agency=agency,
    )
    apply_for_event(session_id=session.pk, request=request, actor=colleague.user, by_staff=False, now=then)
    choose_who_releases(
        agency=agency, manager_releases=False, actor=manager.user, now=then + timedelta(minutes=5)
    )


def _coming(world: World) -> Session | None:
    """Return the last date for which one can still apply on a first-come basis."""
    open_ones = Session.objects.filter(
        event__state=EventState.PUBLISHED,
        event__admission=Admission.FIRST_COME,
        event__opens_at__lt=world.now - timedelta(hours=1),
        event__deadline_at__gt=world.now,
        event__asks_for_manager=False,
    )
    return open_ones.order_by("-starts_at").first()
