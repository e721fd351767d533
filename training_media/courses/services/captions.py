"""Captions are taken in, written beside the times, and taken away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction
from training_media.courses import queries, vtt
from training_media.courses.exceptions import CourseRefused
from training_media.courses.models import CaptionTrack
from training_media.courses.search import SOURCE
from training_media.models import Part

from .steps import follow_change_in_transaction, lock_course_in_transaction

TIMES_MOVED = "ほかの人が、字幕の時刻を変えました。画面を開き直してください。"


@transaction.atomic(durable=True)
def write_captions(
    *, part: Part, language: str, cues: Sequence[vtt.Cue], actor: User, now: datetime
) -> CaptionTrack:
    """Keep the captions of a part in one language; those that were there before are replaced.

    Raises CourseRefused.
    """
    course = lock_course_in_transaction(part.course_id)
    track = CaptionTrack.objects.filter(part=part, language=language).first()
    track = _store(track or CaptionTrack(part=part, language=language), cues, now=now)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.captions_written", actor=actor, subject=track, now=now, fields=["text"])
    return track


@transaction.atomic(durable=True)
def say_anew(
    *, track: CaptionTrack, words: Mapping[tuple[int, int], str], actor: User, now: datetime
) -> CaptionTrack:
    """Write other words at some times; a cue is named by its place, counted from 0, and its start.

    Raises CourseRefused when the times have moved meanwhile, vtt.BadCaptions for words that cannot stand.
    """
    course = lock_course_in_transaction(track.part.course_id)
    track = CaptionTrack.objects.get(pk=track.pk)
    cues = queries.cues_of(track)
    for (place, start), text in words.items():
        if place >= len(cues) or cues[place].start != start:
            raise CourseRefused(TIMES_MOVED)
        cues[place] = vtt.said_anew(cues[place], text)
    track = _store(track, cues, now=now)
    follow_change_in_transaction(course, now=now)
    chain.record("courses.captions_written", actor=actor, subject=track, now=now, fields=["text"])
    return track


@transaction.atomic(durable=True)
def remove_captions(*, track: CaptionTrack, actor: User, now: datetime) -> None:
    """Take captions away. Raises CourseRefused where an open course would need them."""
    course = lock_course_in_transaction(track.part.course_id)
    gone = CaptionTrack(pk=track.pk)
    CaptionTrack.objects.filter(pk=track.pk).delete()
    follow_change_in_transaction(course, now=now)
    chain.record("courses.captions_removed", actor=actor, subject=gone, now=now)


def move_captions_in_transaction(part: Part, moved: Callable[[int], int]) -> None:
    """Let captions go along with a new edit of the recording: what was cut out goes with its moment."""
    assert_in_transaction("move_captions")
    for track in CaptionTrack.objects.filter(part=part):
        cues = [
            replace(each, start=moved(each.start), end=moved(each.end)) for each in queries.cues_of(track)
        ]
        kept = sorted((each for each in cues if each.start < each.end), key=lambda each: each.start)
        _store(track, kept, now=track.changed_at)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [part.course_id])


def times_of(track: CaptionTrack) -> list[vtt.Cue]:
    """Return the cues of a track without their words, for captions in another language."""
    return [vtt.Cue(cue.start, cue.end, "", "", cue.settings) for cue in queries.cues_of(track)]


def _store(track: CaptionTrack, cues: Sequence[vtt.Cue], *, now: datetime) -> CaptionTrack:
    said = len(vtt.shown(cues))
    track.text, track.said, track.waiting, track.changed_at = vtt.serialise(cues), said, len(cues) - said, now
    track.save()
    return track
