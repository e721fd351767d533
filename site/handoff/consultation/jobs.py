from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .telling import tell as tell_people


@app.task(name="handoff.consultation.tell", retry=PATIENT)
def tell(request_id: str) -> None:
    """Tell those whom a question or an answer concerns that something waits."""
    tell_people(request_id=UUID(request_id), now=timezone.now())
