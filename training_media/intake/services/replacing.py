"""A new edit comes in the place of an old one; whoever watched the old one keeps what both have in common."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import lock_name_in_transaction
from training_media.intake import rules
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.queries import playable, successors
from training_media.models import Chapter, Course, Part, Recording
from training_media.registries import settle_before_change, times_moved
from training_media.viewing.rules import SamePiece
from training_media.viewing.services.carrying import keep_pieces_in_transaction

LOCK = "intake.replace"


@transaction.atomic(durable=True)
def replace_recording(
    *, old: Recording, new: Recording, pieces: Sequence[SamePiece], actor: User, now: datetime
) -> None:
    """Let parts show the new recording, with their chapters where the time map puts them.

    Everybody's coverage of the new one is worked out from the map and what they watched of the old one.
    Done again with the same new recording, it changes the map alone: chapters stay where people have put them
    since. Raises IntakeRefused.
    """
    lock_name_in_transaction(LOCK)
    old = Recording.objects.select_for_update().get(pk=old.pk)
    if old.replaced_by_id not in (None, new.pk):
        raise IntakeRefused("この動画は、もう別の動画に入れかえてあります。画面を開きなおしてください。")
    is_ready = new.pk in playable([new.pk])
    _ask(rules.may_replace(old.pk, new.pk, successors=successors() | {old.pk: None}, is_ready=is_ready))
    _ask(rules.is_time_map(pieces, old_duration=old.duration, new_duration=new.duration))
    if old.replaced_by_id is None:
        for course in Course.objects.filter(parts__recording=old).distinct().order_by("pk"):
            settle_before_change(course, now=now)
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        _move_parts(old, new, pieces)
    keep_pieces_in_transaction(old, pieces)
    clear_public_pages_in_transaction()
    chain.record(
        "intake.recording_replaced", actor=actor, subject=old, now=now, fields=["replaced_by", "pieces"]
    )


def _move_parts(old: Recording, new: Recording, pieces: Sequence[SamePiece]) -> None:
    def moved(at: int) -> int:
        return rules.moved_to(at, pieces, new_duration=new.duration)

    for part in Part.objects.filter(recording=old).select_for_update():
        _move_chapters(part, moved)
        part.recording = new
        part.save(update_fields=["recording"])
        for move in times_moved:
            move(part, moved)


def _move_chapters(part: Part, moved: rules.Moved) -> None:
    """Move chapters, first out of the way of each other: no two begin at one moment at any time."""
    chapters = list(Chapter.objects.filter(part=part).order_by("start"))
    starts = rules.moved_apart(sorted(moved(each.start) for each in chapters))
    for places in ([rules.OUT_OF_THE_WAY + place for place in range(len(chapters))], starts):
        for chapter, start in zip(chapters, places, strict=True):
            chapter.start = start
            chapter.save(update_fields=["start"])


def _ask(decision: Decision) -> None:
    if not decision.allowed:
        raise IntakeRefused(decision.reason)
