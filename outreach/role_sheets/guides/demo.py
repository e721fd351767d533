"""The guides, questions and practices of the demo world: those of a new site, some of them checked."""

from django.db import transaction

from foundation.demo import World

from .first_guides import load_first_guides_in_transaction
from .models import Guide, Practice, QuestionAnswer
from .services import confirm

# Who looks around finds answers that hold, and some that wait to be checked.
CHECKED_QUESTIONS, CHECKED_PRACTICES = (1, 2, 3, 4), (1, 3, 4, 6)


def seed(world: World) -> None:
    """Load what a new site begins with, and let the staff check the most of it; once."""
    if world.door != "public" or QuestionAnswer.objects.exists():
        return
    with transaction.atomic():
        load_first_guides_in_transaction(publish=True, now=world.now, with_notes=True)
    staff = world.people["staff"].user
    rows = {
        "guide": Guide.objects.all(),
        "question": QuestionAnswer.objects.filter(number__in=CHECKED_QUESTIONS),
        "practice": Practice.objects.filter(number__in=CHECKED_PRACTICES),
    }
    for kind, checked in rows.items():
        for row in checked:
            confirm(kind=kind, pk=row.pk, actor=staff, now=world.now)
