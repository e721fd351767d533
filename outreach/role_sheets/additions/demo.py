"""The additions of the demo world: those of the public papers, some of them confirmed by the manager."""

from django.db import transaction

from foundation.demo import World

from .first_additions import load_first_additions_in_transaction
from .models import Addition
from .services import confirm_row

CONFIRMED_UNITS = 670


def seed(world: World) -> None:
    """Load the first values and let the manager confirm some; once."""
    if world.door != "public" or Addition.objects.exclude(reviewed_on=None).exists():
        return
    with transaction.atomic():
        load_first_additions_in_transaction(now=world.now)
    manager = world.people["manager"].user
    for row in Addition.objects.filter(units=CONFIRMED_UNITS).order_by("pk"):
        confirm_row(row=row, seen=row.mark, actor=manager, now=world.now)
