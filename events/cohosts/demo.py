"""Co-hosts of the demo world: the next open seminar is held together with the agency whose partner signs in."""

from datetime import timedelta

from directory.models import Agency
from events.enums import EventState
from events.models import Event
from foundation.demo import World

from .enums import HostRole
from .models import Host
from .services import add_host, change_host


def seed(world: World) -> None:
    """Let agencies hold the next seminars with the centre; what exists already stays."""
    if world.door != "public" or Host.objects.exists():
        return
    staff = world.people["staff"].user
    partner = Agency.objects.filter(memberships__person=world.people["partner"]).first()
    open_ones = Event.objects.readable().filter(opens_at__lte=world.now, deadline_at__gt=world.now)
    event = open_ones.filter(state=EventState.PUBLISHED).order_by("deadline_at", "id").first()
    if partner is None or event is None:
        return
    before = event.opens_at - timedelta(days=1)
    host = add_host(event=event, agency=partner, role=HostRole.CO_ORGANISER, actor=staff, now=before)
    given = {"role": HostRole.CO_ORGANISER, "counts_event": False, "shares_roster": True}
    change_host(host=host, **given, actor=staff, now=before)
