from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.telling import tell_turn as tell


@app.task(name="handoff.machine.tell_turn", retry=PATIENT)
def tell_turn(turn_id: str) -> None:
    """Tell those whose turn it is now that something waits."""
    tell(turn_id=turn_id)
