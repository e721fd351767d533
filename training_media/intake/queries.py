"""Reads of the intake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.limits.queries import limit
from training_media.models import Recording
from training_media.viewing.models import KeptPiece
from training_media.viewing.rules import SamePiece

from .enums import Rendition, Stage
from .limits import RIGHTS_TOLD
from .models import MediaFile, Rights, Upload
from .rules import next_day, rights_state

RECORDINGS_ON_A_PAGE = 50
TO_LOOK_AT = ("over", "ending", "due")


def shown_files(*, today: date) -> QuerySet[MediaFile]:
    """Return the files that may be shown: not those of a recording whose rights have ended."""
    return MediaFile.objects.exclude(recording__rights__until__lt=today)


def renditions_of(recording: Recording, *, today: date) -> list[str]:
    """Return which renditions of a recording are there and may be shown, in the order of `Rendition`."""
    files = shown_files(today=today).filter(recording=recording)
    there = set(files.values_list("rendition", flat=True))
    return [each.value for each in Rendition if each in there]


def playable(recordings: Iterable[int]) -> set[int]:
    """Return which of these recordings can be watched now."""
    found = MediaFile.objects.filter(recording__in=list(recordings), rendition=Rendition.HIGH)
    return set(found.values_list("recording", flat=True))


def not_held_up(recordings: Iterable[int]) -> set[int]:
    """Return these recordings but those whose file was taken in here and cannot be watched yet."""
    wanted = set(recordings)
    taken_in = Upload.objects.filter(recording__in=wanted).values_list("recording", flat=True)
    here = {pk for pk in taken_in if pk is not None}
    return wanted - (here - playable(here))


def last_days_of(recordings: Iterable[int]) -> dict[int, date]:
    """Return the last day of the rights of each of these recordings that has one."""
    found = Rights.objects.filter(recording__in=list(recordings)).values_list("recording", "until")
    return {pk: until for pk, until in found if until is not None}


def on_their_way(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """Keep uploads that have not become a recording."""
    return uploads.filter(recording__isnull=True).select_related("started_by__person")


def for_the_list(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Return recordings with what the desk's list shows of each, the newest first."""
    shown = recordings.select_related("upload", "rights", "replaced_by").prefetch_related("files")
    return shown.annotate(part_count=Count("parts", distinct=True)).order_by("-id")


def successors() -> dict[int, int | None]:
    """Return which recording each has been replaced by."""
    return dict(Recording.objects.values_list("pk", "replaced_by"))


def kept_pieces(recording: Recording) -> list[SamePiece]:
    """Return what a recording has in common with the one in its place."""
    rows = KeptPiece.objects.filter(recording=recording)
    return [SamePiece((row.start, row.end), row.new_start) for row in rows]


@dataclass(frozen=True)
class RightsRow:
    """A recording, its rights if they were noted, how they stand, and on which day that is asked next."""

    recording: Recording
    rights: Rights | None
    state: str
    day: date


def rights_rows(recordings: QuerySet[Recording], *, today: date) -> list[RightsRow]:
    """Return how the rights of recordings stand, by the day of which that is asked next.

    Last come those that were never noted.
    """
    told = limit(RIGHTS_TOLD, on=today)
    rows = []
    for recording in recordings.select_related("rights").order_by("-id"):
        rights = getattr(recording, "rights", None)
        state, day = "unknown", date.max
        if rights is not None:
            state = rights_state(rights.until, rights.review_on, today=today, told_days=told)
            day = next_day(rights.until, rights.review_on)
        rows.append(RightsRow(recording, rights, state, day))
    return sorted(rows, key=lambda row: (row.rights is None, row.day))


def rights_to_look_at(*, today: date) -> list[str]:
    """Return how rights stand of recordings that a course shows, where somebody has to look at them."""
    told = limit(RIGHTS_TOLD, on=today)
    shown = Rights.objects.filter(recording__parts__isnull=False).distinct()
    days = shown.values_list("pk", "until", "review_on")
    found = [rights_state(until, review_on, today=today, told_days=told) for _, until, review_on in days]
    return [each for each in found if each in TO_LOOK_AT]


def failed_count() -> int:
    return Upload.objects.filter(stage=Stage.FAILED).count()


def is_somebody_waiting(uploads: Sequence[Upload], recordings: Sequence[Recording]) -> bool:
    """Return whether a list shows something that goes on by itself."""
    every = [*uploads, *(each.upload for each in recordings if hasattr(each, "upload"))]
    return any(each.stage in (Stage.WAITING, Stage.PROBING, Stage.CONVERTING) for each in every)


def others_to_choose(recordings: QuerySet[Recording], than: Recording) -> QuerySet[Recording]:
    """Keep recordings that may come in the place of this one: they can be watched."""
    ready = Q(files__rendition=Rendition.HIGH)
    return recordings.filter(ready, replaced_by__isnull=True).exclude(pk=than.pk).order_by("-id")
