"""When a course is completed, and what is missing until then: pure functions, times in milliseconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from training_media.times import MILLISECONDS, as_clock, in_words
from training_media.viewing.rules import is_enough
from training_media.viewing.spans import NOTHING, Span, Spans, length, minus, union

WHOLE = 100
MOST_PIECES_TOLD = 3


@dataclass(frozen=True)
class Rule:
    """What completing a course asks for: so many percent of each part, questions, the questionnaire."""

    least_percent: int = 95
    asks_questions: bool = False
    asks_questionnaire: bool = False


@dataclass(frozen=True)
class PartFacts:
    """One part for one viewer: what they have watched of it, and whether they answered its question."""

    number: int
    title: str
    duration: int
    watched: Spans = NOTHING
    has_question: bool = False
    is_answered: bool = False

    @property
    def short_title(self) -> str:
        """What the part is called in a sentence: 前編 of 「前編　社会のいまと、3つ目の方法」."""
        return self.title.partition("　")[0]

    @property
    def seen(self) -> int:
        """How much of the part was watched."""
        return self.duration - length(minus([(0, self.duration)], self.watched))


@dataclass(frozen=True)
class Facts:
    """What is known of one viewer and one course.

    `has_questionnaire` is whether there is one that can be answered; one that is asked for and not there is
    not answered.
    """

    parts: tuple[PartFacts, ...]
    has_questionnaire: bool = False
    has_answered: bool = False


@dataclass(frozen=True)
class PartStanding:
    """How far somebody has come with one part; `pieces` are whole seconds that complete it once watched."""

    facts: PartFacts
    pieces: Spans
    is_watched: bool
    lacks_answer: bool

    @property
    def percent(self) -> int:
        """The share that was watched, in whole percent; all of it alone is 100."""
        return self.facts.seen * WHOLE // self.facts.duration

    @property
    def left(self) -> int:
        """How much there is to watch yet."""
        return length(self.pieces)


@dataclass(frozen=True)
class Standing:
    """How far somebody has come with a course."""

    parts: tuple[PartStanding, ...]
    lacks_questionnaire: bool
    is_questionnaire_there: bool

    @property
    def is_watched(self) -> bool:
        return bool(self.parts) and all(part.is_watched for part in self.parts)

    @property
    def lacks_answers(self) -> tuple[PartStanding, ...]:
        return tuple(part for part in self.parts if part.lacks_answer)

    @property
    def is_complete(self) -> bool:
        return self.is_watched and not self.lacks_answers and not self.lacks_questionnaire

    @property
    def left(self) -> int:
        """How much there is to watch yet, of all parts."""
        return sum(part.left for part in self.parts)

    def reasons(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each, what has to be watched first."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        if not self.parts:
            yield "見られる動画が、まだありません。"
        if not self.is_watched and self.parts:
            yield f"{left_words(self)}。"
        for part in self.lacks_answers:
            yield f"{part.facts.short_title}の「確かめの質問」に、まだ正しく答えていません。"
        if self.lacks_questionnaire and self.is_questionnaire_there:
            yield "アンケートに、まだ答えていません。"
        elif self.lacks_questionnaire:
            yield "アンケートは、まだ準備中です。"


def earns_certificate(found: Standing, *, gives: bool, has_earned: bool) -> bool:
    """Return whether a certificate is due: by what is asked now, or by what was asked when it was earned."""
    return has_earned or (gives and found.is_complete)


def standing(rule: Rule, facts: Facts) -> Standing:
    """Return how far somebody has come: complete once nothing is missing of what the rule asks for."""
    return Standing(
        parts=tuple(_of_part(rule, part) for part in facts.parts),
        lacks_questionnaire=rule.asks_questionnaire and not facts.has_answered,
        is_questionnaire_there=facts.has_questionnaire,
    )


def _of_part(rule: Rule, part: PartFacts) -> PartStanding:
    return PartStanding(
        facts=part,
        pieces=to_watch(part.watched, part.duration, percent=rule.least_percent),
        is_watched=is_enough(part.seen, part.duration, percent=rule.least_percent),
        lacks_answer=rule.asks_questions and part.has_question and not part.is_answered,
    )


def to_watch(watched: Spans, duration: int, *, percent: int) -> Spans:
    """Return pieces that are enough once they are watched, in as few stretches as possible.

    Whole seconds, rounded outward: whoever watches what is printed is through. Nothing where it is enough.
    """
    gaps = minus([(0, duration)], watched)
    needed = -(-duration * percent // WHOLE) - (duration - length(gaps))
    chosen: list[Span] = []
    for start, end in sorted(gaps, key=lambda gap: (gap[0] - gap[1], gap[0])):
        if needed <= 0:
            break
        piece = (start, min(end, start + needed))
        needed -= piece[1] - piece[0]
        chosen.append(_outward(piece))
    return union(chosen)


def _outward(span: Span) -> Span:
    return (
        span[0] // MILLISECONDS * MILLISECONDS,
        -(-span[1] // MILLISECONDS) * MILLISECONDS,
    )


def piece_words(piece: Span) -> str:
    """Return a piece as it is printed: 41:10〜44:22."""
    return f"{as_clock(piece[0])}〜{as_clock(piece[1])}"


def left_words(found: Standing) -> str:
    """Return how much is left and where: あと3分12秒、後編 41:10〜44:22. Of many pieces the first ones."""
    pieces = [(part.facts.short_title, piece) for part in found.parts for piece in part.pieces]
    told, before = [], ""
    for title, piece in pieces[:MOST_PIECES_TOLD]:
        told.append(piece_words(piece) if title == before else f"{title} {piece_words(piece)}")
        before = title
    more = "など" if len(pieces) > MOST_PIECES_TOLD else ""
    return f"あと{in_words(found.left)}、{'、'.join(told)}{more}"


def is_together(alone: Spans, together: Spans) -> bool:
    """Return whether something counts only because it was watched together with others."""
    return bool(minus(together, alone))


def counts_for(asked: tuple[str, list[str], int], answered: tuple[str, list[str], int]) -> bool:
    """Return whether a right answer counts: text, choices and the right one are still what was asked then."""
    return asked == answered


def minutes_of(seen: int) -> int:
    """Return a length in whole minutes that have passed."""
    return seen // (60 * MILLISECONDS)


def days_words(first: date, last: date, words: str, until: str) -> str:
    """Return the days on which somebody watched, which `words` and `until` write out."""
    return words if first == last else f"{words}から{until}まで"
