"""Looking back on a hand-off, and the diary after it: what is written, when it is due, who may do what.

Limits are days and come as arguments; sources: limits.py, and seed 003, duty 2 (モニタリング, 訪問, 助言).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import Part
from handoff.machine.enums import Side, State
from handoff.records.enums import Use
from handoff.records.rules import Sharing, Word

from .enums import EntryState, Outcome, Period

# Reviews and rhythms have no states: the table knows them by this word.
WRITTEN = "written"
ENTRIES = frozenset(EntryState)
PERIODS = {State.OVERLAP: Period.OVERLAP, State.HANDING: Period.OVERLAP, State.BACKUP: Period.BACKUP}
REVIEWS = Sharing(
    tells_of=frozenset({Part.IDENTITY}),
    allowed={(side, use): frozenset({WRITTEN}) for side in (Side.GIVER, Side.RECEIVER) for use in Use},
)
RHYTHMS = Sharing(
    tells_of=frozenset({Part.IDENTITY}),
    allowed={
        (Side.GIVER, Use.READ): frozenset({WRITTEN}),
        (Side.GIVER, Use.WRITE): frozenset({WRITTEN}),
        (Side.RECEIVER, Use.READ): frozenset({WRITTEN}),
    },
)
# Who was in touch writes it down, on either side. The services change only what is still due.
DIARY = Sharing(
    tells_of=frozenset({Part.IDENTITY}),
    allowed={
        (Side.GIVER, Use.READ): ENTRIES,
        (Side.GIVER, Use.WRITE): ENTRIES,
        (Side.RECEIVER, Use.READ): ENTRIES,
        (Side.RECEIVER, Use.WRITE): ENTRIES,
    },
)
REVIEW_WORDS = (
    Word(name="who", label="いっしょに話した人", hint="例：相談員、世話人、本人", is_needed=True),
    Word(
        name="seen",
        label="うまくいっていること、困っていること",
        longest=1_000,
        is_long=True,
        is_needed=True,
    ),
    Word(
        name="next",
        label="次にすること",
        hint="だれが、いつまでに",
        longest=600,
        is_long=True,
        is_needed=True,
    ),
)
WHY_GO_ON = Word(
    name="why_go_on",
    label="なぜ、まだ併走が要るか",
    hint="何ができたら終わりにできるかも、書いてください",
    longest=600,
    is_long=True,
)
ENTRY_WORDS = (
    Word(
        name="contact",
        label="だれと、どんな話をしたか",
        longest=1_000,
        is_long=True,
        is_needed=True,
    ),
    Word(name="action", label="決めたこと、助言したこと", longest=600, is_long=True),
    Word(name="next", label="次にすること", longest=300, is_long=True),
)
# What a host office writes between two shifts.
SHORT_WORDS = (ENTRY_WORDS[0], ENTRY_WORDS[2])
# Chosen from a list; the rest is written.
WAY = Word(name="way", label="どのように", is_needed=True)
ADVICE = Word(name="advice", label="助言の種類", is_needed=True)
REASON = Word(name="reason", label="しなかったわけ", longest=300, is_long=True, is_needed=True)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A stretch of a hand-off that is looked back on: since when, and when it was last looked back on.

    `is_settled` says that the last review has ended it, so that nobody waits for another.
    """

    period: Period
    since: date
    last_on: date | None
    is_settled: bool = False


def next_review(course: Course, *, every_overlap: int, every_backup: int) -> date | None:
    """Return by which day two sides look back again; an older review of another stretch does not count.

    None once the last review has ended the stretch.
    """
    if course.is_settled:
        return None
    every = every_overlap if course.period == Period.OVERLAP else every_backup
    return max(course.since, course.last_on or course.since) + timedelta(days=every)


def asks_why(course: Course, *, after: int, today: date) -> bool:
    """Return whether whoever goes on has to say why: after so many days alongside each other."""
    return course.period == Period.OVERLAP and (today - course.since).days > after


def may_review(
    course: Course,
    *,
    held_on: date,
    outcome: Outcome,
    why: str,
    is_lead: bool,
    hard_after: int,
    lead_after: int,
    today: date,
) -> Decision:
    """Return whether this review may be written. A limit never ends anything: it asks for words or a lead."""
    goes_on = outcome != Outcome.END
    if not course.since <= held_on <= today:
        return no("ふりかえりの日は、いまの段階が始まってから今日までの日にしてください。")
    if goes_on and asks_why(course, after=hard_after, today=today) and not why.strip():
        return no(f"併走が{hard_after}日をこえています。なぜまだ要るかを書いてください。")
    if goes_on and asks_why(course, after=lead_after, today=today) and not is_lead:
        return no(f"併走が{lead_after}日をこえています。続けることは、依頼した側の責任者が書きます。")
    return YES


def next_contact(*, done_on: date, every: int, today: date) -> date:
    """Return when the next contact is due; never in the past, however late the last one was written."""
    return max(done_on + timedelta(days=every), today + timedelta(days=1))
