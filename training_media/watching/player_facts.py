"""What the page of a player shows: files, where it begins, what was watched, chapters, text."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from training_media import registries
from training_media.models import Chapter, Part, Recording
from training_media.times import as_clock
from training_media.viewing.spans import NOTHING, Spans

from . import queries, rules
from .access import Watching
from .enums import Rendition


def player_facts(found: Watching, part: Part, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows; `wanted` is what its address asks: `from` a moment, `as` a rendition."""
    recording = part.recording
    assert recording is not None
    viewers, duration = [each.pk for each in found.viewers], recording.duration
    seen = queries.covered(viewers, [recording.pk]).get(recording.pk, NOTHING) if viewers else NOTHING
    chapters = list(part.chapters.all())
    neighbours = [each for each in queries.parts_of(found.course) if each.pk != part.pk]
    steps = registries.next_steps_of(found.course, part, is_recorded=found.is_recorded)
    return {
        "course": found.course,
        "is_over": bool(registries.over_among([recording.pk], today=timezone.localdate())),
        "part": part,
        "watching": found,
        "duration": duration,
        "chapters": _chapters(chapters, seen, duration),
        "cuts": rules.cuts([each.start for each in chapters], duration),
        "tracks": [track for source in registries.caption_tracks for track in source(part)],
        "transcript": [
            (line, as_clock(line.start)) for source in registries.transcripts for line in source(part)
        ],
        "bar": rules.bar(seen, duration),
        "words": rules.coverage_words(seen, duration),
        "is_said": bool(viewers) and part.pk in queries.said_parts(viewers, found.course),
        "next_steps": steps,
        "chapter_steps": registries.steps_by_chapter(steps, chapters),
        "neighbours": neighbours,
        "next_part": next((each for each in neighbours if each.number > part.number), None),
        **_files(recording, wanted.get("as", "")),
        **_beginning(found, recording, wanted.get("from", "")),
    }


def _files(recording: Recording, wanted: str) -> dict[str, Any]:
    """Return in which forms the recording can be played, and the one that was chosen."""
    files = registries.files_of(recording)
    offered = [(each, files[each.value]) for each in Rendition if each.value in files]
    chosen = next((each for each in offered if each[0].value == wanted), next(iter(offered), (None, "")))
    return {
        "renditions": offered,
        "chosen": chosen[0],
        "address": chosen[1],
        "poster": files.get("poster", ""),
    }


def _beginning(found: Watching, recording: Recording, wanted: str) -> dict[str, str]:
    """Return where the player begins: where the address says, else where one was last on whatever device."""
    viewers, asked = [each.pk for each in found.viewers], rules.asked_place(wanted, recording.duration)
    last = None
    if viewers and asked is None:
        last = queries.last_place(viewers, recording.pk, visit=found.visit)
    resumes_at = rules.goes_on_at(last, recording.duration)
    begins_at = resumes_at if asked is None else asked
    return {
        "resumes_at": as_clock(resumes_at) if resumes_at else "",
        "begins_in_seconds": f"{begins_at / rules.SECOND:.3f}",
    }


def _chapters(chapters: list[Chapter], seen: Spans, duration: int) -> list[tuple[Chapter, str, int]]:
    """Return the chapters, when each begins, and how many panes of its window are lit."""
    ends = [*(each.start for each in chapters[1:]), duration]
    return [
        (each, as_clock(each.start), rules.lit(seen, each.start, end))
        for each, end in zip(chapters, ends, strict=False)
    ]
