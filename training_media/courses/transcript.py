"""What is said in a recording, as people read it: cues joined into paragraphs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .vtt import Cue

# A silence of so long, in milliseconds, begins a new paragraph.
PAUSE = 3_000
# A paragraph that is so long ends with its sentence; one twice as long ends anyhow.
LONG_ENOUGH = 140
SENTENCE_ENDS = ("。", "！", "？", "」", ".", "!", "?")


@dataclass(frozen=True)
class Paragraph:
    """Words that were said without a break from `start` on, in milliseconds; `speaker` may be unknown."""

    start: int
    text: str
    speaker: str = ""

    @property
    def second(self) -> int:
        """The full second at which it begins, for addresses."""
        return self.start // 1000


def paragraphs(cues: Iterable[Cue], *, spaced: bool, chapters: Collection[int] = ()) -> list[Paragraph]:
    """Return what cues say, joined: anew with each speaker, chapter and pause, and where it grows long.

    `spaced` languages have a space between two cues; `chapters` are moments at which a chapter begins.
    """
    joiner = " " if spaced else ""
    borders, found = sorted(chapters), list[Paragraph]()
    before: Cue | None = None
    for cue in cues:
        words = cue.plain if spaced else _closed_up(cue.plain_lines)
        if not words.strip():
            continue
        if before is None or _begins_anew(found[-1], before, cue, borders):
            found.append(Paragraph(cue.start, words.strip(), cue.speaker))
        else:
            last = found[-1]
            found[-1] = Paragraph(last.start, f"{last.text}{joiner}{words.strip()}", last.speaker)
        before = cue
    return found


def _begins_anew(last: Paragraph, before: Cue, cue: Cue, borders: Sequence[int]) -> bool:
    return (
        cue.speaker != last.speaker
        or cue.start - before.end >= PAUSE
        or any(before.start < border <= cue.start for border in borders)
        or (len(last.text) >= LONG_ENOUGH and last.text.endswith(SENTENCE_ENDS))
        or len(last.text) >= 2 * LONG_ENOUGH
    )


def _closed_up(lines: Sequence[str]) -> str:
    """Return a sentence that was broken into lines, as one; Latin words keep their space."""
    joined = lines[0]
    for line in lines[1:]:
        needs_space = bool(joined) and bool(line) and joined[-1].isascii() and line[0].isascii()
        joined += f" {line}" if needs_space else line
    return joined
