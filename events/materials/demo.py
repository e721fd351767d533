"""Materials of the demo world: a leaf with the programme of the last two seminars."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from events import paper_facts
from events.models import Session
from events.services.attachments import Upload
from foundation.demo import World

from .models import Material
from .services import add_materials


def seed(world: World) -> None:
    """Give the participants of the last two seminars a file; what exists already stays."""
    if world.door != "public" or Material.objects.exists():
        return
    held = Session.objects.held(world.now).select_related("event").order_by("-ends_at")[:2]
    for session in held:
        leaf = paper_facts.flyer_that_fits(paper_facts.flyer(session.event, now=world.now))
        add_materials(
            event=session.event,
            uploads=[Upload("当日の資料", "pdf", ContentFile(leaf))],
            open_until=timezone.localdate(world.now) + timedelta(days=60),
            actor=world.people["staff"].user,
            now=session.ends_at,
        )
