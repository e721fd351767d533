"""Reading reviews and diaries, and the event of reading them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.limits.queries import limits
from handoff.access import opened
from handoff.actors import Actor
from handoff.aftercare.access import entries_on, entry_for, reviews_on, rhythm_on
from handoff.aftercare.enums import AdviceClass, ContactWay, EntryState
from handoff.aftercare.limits import HARD_QUESTION, LEAD_DECIDES, REVIEW_BACKUP, REVIEW_OVERLAP
from handoff.aftercare.models import FollowUpEntry, FollowUpRhythm, Review
from handoff.aftercare.queries import course_of
from handoff.aftercare.rules import (
    DIARY,
    ENTRY_WORDS,
    REASON,
    REVIEW_WORDS,
    REVIEWS,
    RHYTHMS,
    WHY_GO_ON,
    WRITTEN,
    Course,
    asks_why,
    next_review,
)
from handoff.records.access import Ground, ground_for, ground_of_handoff
from handoff.records.enums import Use
from handoff.records.rules import said

# What stands on the page; the monthly sheets hold the rest.
LATEST = 30


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One review with its words."""

    review: Review
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ReviewsRead:
    """How two sides have looked back on a hand-off, and when they do so again."""

    ground: Ground
    lines: Sequence[ReviewLine]
    course: Course | None
    next_on: date | None
    asks_why: bool
    asks_lead: bool
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """One contact with its words; `way` and `advice` in words."""

    entry: FollowUpEntry
    texts: dict[str, str]

    @property
    def facts(self) -> list[tuple[str, str]]:
        return said((*ENTRY_WORDS, REASON), self.texts)

    @property
    def way(self) -> str:
        code = self.texts.get("way")
        return ContactWay(code).label if code else ""

    @property
    def advice(self) -> str:
        code = self.texts.get("advice")
        return AdviceClass(code).label if code else ""


@dataclass(frozen=True, kw_only=True)
class DiaryRead:
    """The diary of a ground: its rhythm, what is due, and what was written."""

    ground: Ground
    rhythm: FollowUpRhythm | None
    due: FollowUpEntry | None
    lines: Sequence[EntryLine]
    may_write: bool
    may_set: bool


def read_reviews(*, handoff_id: UUID, actor: Actor, now: datetime, is_shown: bool = True) -> ReviewsRead:
    """Return the reviews of a hand-off; the reading is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of them: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        ground = ground_of_handoff(actor, handoff_id, today=today)
        assert ground.handoff is not None, "the ground of a hand-off has one"
        lines = [
            ReviewLine(review=each, facts=said((*REVIEW_WORDS, WHY_GO_ON), each.texts))
            for each in reviews_on(ground).select_related("written_by__person")
        ]
        if is_shown:
            opening.note("aftercare.reviews_read", ground.handoff)
        may_read = ground.opens(Use.READ, REVIEWS, state=WRITTEN)
        course = course_of(ground.handoff) if may_read else None
        values = limits(REVIEW_OVERLAP, REVIEW_BACKUP, HARD_QUESTION, LEAD_DECIDES, on=today)
        every = {"every_overlap": values[REVIEW_OVERLAP], "every_backup": values[REVIEW_BACKUP]}
        return ReviewsRead(
            ground=ground,
            lines=lines,
            course=course,
            next_on=next_review(course, **every) if course else None,
            asks_why=course is not None and asks_why(course, after=values[HARD_QUESTION], today=today),
            asks_lead=course is not None and asks_why(course, after=values[LEAD_DECIDES], today=today),
            may_write=course is not None and ground.opens(Use.WRITE, REVIEWS, state=WRITTEN),
        )


def read_diary(
    *,
    actor: Actor,
    now: datetime,
    month: tuple[date, date] | None = None,
    case_id: UUID | None = None,
    handoff_id: UUID | None = None,
    is_shown: bool = True,
) -> DiaryRead:
    """Return the newest of a diary, or what was written in a month for its sheet, by its days.

    The reading or printing is written down; `is_shown=False` where a form was sent, whose answer shows
    nothing of it. Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=today)
        entries = entries_on(ground)
        written = entries.exclude(state=EntryState.DUE).select_related("done_by__person")
        rows: Iterable[FollowUpEntry] = written[:LATEST]
        if month is not None:
            rows = written.filter(done_on__range=month).order_by("done_on", "changed_at")
        lines = [EntryLine(entry=each, texts=each.texts) for each in rows]
        verb, which = ("printed", f"{month[0]:%Y-%m}") if month else ("read", "latest")
        if is_shown:
            opening.note(f"aftercare.diary_{verb}", ground.subject, [which])
        return DiaryRead(
            ground=ground,
            rhythm=rhythm_on(ground),
            due=entries.filter(state=EntryState.DUE).first(),
            lines=lines,
            may_write=ground.opens(Use.WRITE, DIARY, state=EntryState.DONE),
            may_set=ground.opens(Use.WRITE, RHYTHMS, state=WRITTEN),
        )


def ground_of_entry(*, entry_id: UUID, actor: Actor, now: datetime) -> Ground:
    """Return where a contact that is still due belongs, for whoever may write it down. Raises Http404."""
    with opened(actor, now=now):
        return entry_for(actor, entry_id, Use.WRITE, today=timezone.localdate(now))[1]
