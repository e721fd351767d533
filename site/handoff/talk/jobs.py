from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.telling import tell_message as tell


@app.task(name="handoff.talk.tell_message", retry=PATIENT)
def tell_message(message_id: str) -> None:
    """Tell the other side that a message waits."""
    tell(message_id=UUID(message_id), now=timezone.now())
