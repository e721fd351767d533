from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.looking import look_after_all as look
from .services.telling import tell_turn as tell


@app.task(name="handoff.machine.tell_turn", retry=PATIENT)
def tell_turn(turn_id: str) -> None:
    """Tell those whose turn it is now that something waits."""
    tell(turn_id=UUID(turn_id), now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(
    name="handoff.machine.look_after_all", queueing_lock="handoff.machine.look_after_all", retry=PATIENT
)
def look_after_all(timestamp: int) -> None:
    """Bring every hand-off up to this moment."""
    look(now=timezone.now())


@app.task(name="handoff.machine.look_at_footing", retry=PATIENT)
def look_at_footing() -> None:
    """Do it now, because a basis or a safeguard has ended."""
    look(now=timezone.now())
