"""Counts of the demo world: half a year of sheets that people took."""

from datetime import timedelta

from django.utils import timezone

from foundation.demo import World

from .enums import Sheet
from .models import DownloadCount

DAYS = 240
# Every so many days so many people take it.
RHYTHMS = {Sheet.LEAFLET: (2, 5), Sheet.DUTIES: (5, 2), Sheet.FLOW: (3, 3), Sheet.CENTRES: (20, 1)}


def seed(world: World) -> None:
    """Write down what would have been counted, once."""
    if world.door != "public" or DownloadCount.objects.exists():
        return
    today = timezone.localdate(world.now)
    DownloadCount.objects.bulk_create(
        DownloadCount(sheet=sheet, day=today - timedelta(days=days), times=1 + (days // every) % most)
        for sheet, (every, most) in RHYTHMS.items()
        for days in range(1, DAYS, every)
    )
