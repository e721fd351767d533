from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .enums import News
from .services.telling import tell as tell_of


@app.task(name="handoff.meetings.tell", retry=PATIENT)
def tell(meeting_id: str, news: str, version: int) -> None:
    """Tell the other side of a meeting that something waits."""
    tell_of(meeting_id=UUID(meeting_id), news=News(news), version=version, now=timezone.now())
