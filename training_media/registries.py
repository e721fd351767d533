"""How the rooms of training media reach each other: named lists that rooms fill in, read as data."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from foundation.decision import Decision
from foundation.registry import Registry, Rows

from .models import Chapter, Course, Part, Recording

# Of each part so many percent have to be watched, where nobody says otherwise.
USUAL_SHARE = 95


@dataclass(frozen=True)
class CourseDoor:
    """A way in to watch a course, as a button on its page.

    `moment` gives the address at which a part plays from a moment in milliseconds; None where a door leads to
    the course as a whole. `note` says under the button who may go in.
    """

    words: str
    address: str
    note: str = ""
    moment: Callable[[Part, int], str] | None = None


@dataclass(frozen=True)
class QuestionnaireDoor:
    """The questionnaire of a course: its title, where whoever watches answers it, and who has.

    `answered` gives those of these viewers, by id, who answered; `may_answer` decides for each of them
    whether they may on a day, and if not says why: the one rule for every screen.
    """

    title: str
    address: str
    answered: Callable[[Collection[int]], set[int]]
    may_answer: Callable[[Collection[int], date], Mapping[int, Decision]]


@dataclass(frozen=True)
class Watched:
    """What somebody watches now: a course, or with `part` the player of one part.

    `viewers` are those of the ledger, by id; nobody yet where somebody who signed in has not begun.
    """

    course: Course
    viewers: tuple[int, ...]
    is_recorded: bool
    is_together: bool
    today: date
    part: Part | None = None


@dataclass(frozen=True)
class ViewerOffer:
    """What a room has for whoever watches: sentences below a title, and ways on as (words, address)."""

    title: str
    lines: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RecordKept:
    """One thing that a room has recorded of a viewer, as they read and export it.

    `at` is None where no moment is kept. `kind` and `words` are for people, `details` for JSON.
    """

    kind: str
    course: str
    title: str
    at: datetime | None
    words: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class NextStep:
    """What stands beside a course for whoever watches it or reads of it, as a link that looks like a button.

    `of_chapter` gives the address of the same for one chapter; None where a step is of the whole. One that
    is not `is_first` looks like the lesser choice.
    """

    words: str
    address: str
    note: str = ""
    of_chapter: Callable[[Chapter], str] | None = None
    is_first: bool = True


@dataclass(frozen=True)
class CaptionTrack:
    """Captions of a part in one language, as WebVTT at an address."""

    language: str
    label: str
    address: str


@dataclass(frozen=True)
class TranscriptLine:
    """What is said from a moment of the recording on, in milliseconds."""

    start: int
    text: str


@dataclass(frozen=True)
class CompletionMark:
    """Somebody has completed a course: on which day, and the number of the certificate that holds, if any."""

    completed_on: date
    certificate: str = ""


@dataclass(frozen=True)
class ReachPanel:
    """A line on the page of how far a course has come: words, how many, and where to read on if anywhere."""

    words: str
    count: int
    unit: str = "件"
    address: str = ""


# (ids of recordings) -> those that can be played; all of them while nobody keeps files
recordings_ready: Registry[Callable[[Collection[int]], Collection[int]]] = Registry()
# (recording) -> addresses of its renditions that are there: "720", "360", "audio", "poster"
recording_files: Registry[Callable[[Recording], Mapping[str, str]]] = Registry()
# (course, request) -> how this reader gets to watch it, or None; for strangers the same for all of them
course_doors: Registry[Callable[[Course, HttpRequest], CourseDoor | None]] = Registry()
# (course) -> its questionnaire, or None where it never had one that could be answered
course_questionnaires: Registry[Callable[[Course], QuestionnaireDoor | None]] = Registry()
# (what is watched) -> what a room has for whoever watches it, shown beside the player and the list of parts
viewer_offers: Registry[Callable[[Watched], ViewerOffer | None]] = Registry()
# (viewer, course or None for all, since or None), by id -> what a room has recorded of a viewer; with `since`
# nothing from before
own_records: Registry[Callable[[int, int | None, datetime | None], Iterable[RecordKept]]] = Registry()
# (course) -> the least percent of each of its parts that has to be watched, or None
least_shares: Registry[Callable[[Course], int | None]] = Registry()
# (course, now), in the transaction in which its parts, recordings or questions are about to change
before_changes: Registry[Rows] = Registry()
# (course) -> (words, address) of a screen of the desk that belongs to a course
course_rooms: Registry[Callable[[Course], tuple[str, str]]] = Registry()
# (course, the part that is watched or None, whether that is recorded of somebody) -> what is offered beside;
# the page of a course is the same for all strangers
next_steps: Registry[Callable[[Course, Part | None, bool], Iterable[NextStep]]] = Registry()
# (part) -> its captions, those that are shown first at the top
caption_tracks: Registry[Callable[[Part], Iterable[CaptionTrack]]] = Registry()
# (part) -> what is said in it
transcripts: Registry[Callable[[Part], Iterable[TranscriptLine]]] = Registry()
# (part, moved) -> moves what a room keeps by the time of the part's recording, in the transaction in which a
# new edit comes in its place; `moved` tells where a moment of the old one is in the new one
times_moved: Registry[Rows] = Registry()
# (ids of recordings) -> the last day on which each may be shown; those that are not named have none
last_days: Registry[Callable[[Collection[int]], Mapping[int, date]]] = Registry()
# (course, ids of viewers) -> who of them has completed it, by viewer
completions: Registry[Callable[[Course, Collection[int]], Mapping[int, CompletionMark]]] = Registry()
# (course, ids of agencies) -> what else the page of how far a course has come says of these agencies
reach_panels: Registry[Callable[[Course, Collection[int]], Iterable[ReachPanel]]] = Registry()

# (kept, merged) -> gives one viewer, by id, what a room keeps of another who is the same person, in the
# transaction in which the other one goes
viewers_united: Registry[Callable[[int, int], None]] = Registry()
# (kept, merged) -> lets what hangs on the card of an agency, by id, hang on that of another one, in the
# transaction in which the first one goes because the two agencies are one
cards_united: Registry[Callable[[int, int], None]] = Registry()


def ready_among(recordings: Collection[int]) -> set[int]:
    """Return those of these recordings, by id, that everybody who keeps files calls ready."""
    ready = set(recordings)
    for source in recordings_ready:
        ready &= set(source(recordings))
    return ready


def doors_of(course: Course, request: HttpRequest) -> list[CourseDoor]:
    """Return the ways in to watch a course that stand open to this reader."""
    return [door for find in course_doors if (door := find(course, request)) is not None]


def questionnaire_of(course: Course) -> QuestionnaireDoor | None:
    """Return the questionnaire of a course; None where it has none."""
    for find in course_questionnaires:
        if (found := find(course)) is not None:
            return found
    return None


def offers_for(watched: Watched) -> list[ViewerOffer]:
    """Return what all rooms have for whoever watches."""
    return [offer for find in viewer_offers if (offer := find(watched)) is not None]


def least_share(course: Course) -> int:
    """Return the least percent of each part of a course that has to be watched."""
    said = (find(course) for find in least_shares)
    return max((share for share in said if share is not None), default=USUAL_SHARE)


def settle_before_change(course: Course, *, now: datetime) -> None:
    """Let rooms write down what is so by now, before what a course consists of changes."""
    for settle in before_changes:
        settle(course, now)


def next_steps_of(course: Course, part: Part | None, *, is_recorded: bool) -> list[NextStep]:
    """Return what stands beside a course, or the player of one of its parts."""
    return [step for find in next_steps for step in find(course, part, is_recorded)]


def steps_by_chapter(steps: Iterable[NextStep], chapters: Iterable[Chapter]) -> list[tuple[str, str]]:
    """Return the heading of each chapter and the address of what is offered for it alone."""
    find = next((each.of_chapter for each in steps if each.of_chapter), None)
    return [(each.title, find(each)) for each in chapters] if find else []


def files_of(recording: Recording) -> dict[str, str]:
    """Return where the renditions of a recording that are there are played from."""
    return {name: address for find in recording_files for name, address in find(recording).items()}


def last_days_of(recordings: Collection[int]) -> dict[int, date]:
    """Return until which day each of these recordings may be shown, by id, where there is such a day."""
    return {pk: day for source in last_days for pk, day in source(recordings).items()}


def over_among(recordings: Collection[int], *, today: date) -> set[int]:
    """Return those of these recordings, by id, that may not be shown any more today."""
    return {pk for pk, day in last_days_of(recordings).items() if day < today}


def completions_of(course: Course, viewers: Collection[int]) -> dict[int, CompletionMark]:
    """Return who of these viewers has completed a course, by viewer."""
    return {viewer: mark for source in completions for viewer, mark in source(course, viewers).items()}
