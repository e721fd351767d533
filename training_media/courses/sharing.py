"""What other rooms get of a part: its captions and what is said in it, through the core's registries."""

from collections.abc import Iterator

from training_media.models import Part
from training_media.registries import CaptionTrack, TranscriptLine

from . import links, queries


def captions_of_part(part: Part) -> Iterator[CaptionTrack]:
    """Yield the captions of a part that say something, Japanese first."""
    for track in queries.shown_tracks(part):
        yield CaptionTrack(track.tag, track.own_name, links.captions_path(part.course, part, track.language))


def transcript_of_part(part: Part) -> Iterator[TranscriptLine]:
    """Yield what is said in a part, in the first language that there is."""
    track = queries.first_track(part)
    if track is not None:
        starts = list(part.chapters.values_list("start", flat=True))
        for paragraph in queries.transcript_of(track, starts):
            said = f"{paragraph.speaker}　{paragraph.text}" if paragraph.speaker else paragraph.text
            yield TranscriptLine(paragraph.start, said)
