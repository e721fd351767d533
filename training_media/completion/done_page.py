"""What the page of completion shows for each who watches: how far they are, what is missing, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from events.certificates.models import Certificate
from training_media.models import Course
from training_media.registries import questionnaire_of
from training_media.times import in_words
from training_media.viewing.spans import Span
from training_media.watching.access import Watching

from . import queries
from .enums import NameState
from .models import Completion, CompletionRule
from .names import states
from .rules import PartStanding, Standing, earns_certificate, piece_words

# A player that jumps lands a little late: it starts so many milliseconds before what is missing.
LEAD_IN = 2_000
NOBODY = 0


@dataclass(frozen=True)
class PartRow:
    """One part for one viewer; `pieces` are words and the address at which each is played."""

    title: str
    words: str
    is_watched: bool
    pieces: tuple[tuple[str, str], ...]
    question: str
    is_answered: bool
    is_asked: bool


@dataclass(frozen=True)
class Person:
    """How far one viewer is; `key` is 0 while the ledger does not know them."""

    key: int
    name: str
    standing: Standing
    parts: tuple[PartRow, ...]
    completion: Completion | None
    certificate: Certificate | None
    may_receive: bool
    # It was taken back: only the desk issues another one.
    is_taken_back: bool = False
    # Nobody vouches yet for a name that was said at a card: the certificate waits for that.
    name_state: NameState | None = None

    @property
    def is_complete(self) -> bool:
        return self.completion is not None or self.standing.is_complete

    @property
    def is_waiting(self) -> bool:
        """Whether the certificate is earned, and waits for somebody to vouch for the name."""
        return self.may_receive and self.name_state is not None

    @property
    def is_told(self) -> bool:
        """Whether those who are to vouch for the name see it in their list."""
        return self.completion is not None and self.completion.earns_certificate


@dataclass(frozen=True)
class DonePage:
    """The page as a whole; `questionnaire` is title and address, once somebody here may answer it.

    Where it is still to be answered and nobody here may, `why_no_questionnaire` says why.
    """

    rule: CompletionRule
    people: tuple[Person, ...]
    questionnaire: tuple[str, str] | None
    why_no_questionnaire: str = ""


def done_page(found: Watching, *, today: date) -> DonePage:
    """Return what is shown on a day; as many queries for ten who watch as for one."""
    course, rule = found.course, queries.rule_of(found.course)
    keys = [each.pk for each in found.viewers] or [NOBODY]
    names = dict(zip(keys, found.names, strict=True))
    standings = queries.standings(course, keys, rule=rule)
    completions = queries.completions_by_viewer(course, keys)
    issued = queries.issued_by_key(completions.values())
    parts = queries.parts_with_questions(course)
    unknown = states(keys)
    asked = {part.number for part in parts if queries.question_of(part) is not None}
    right = queries.answered_rightly(parts, keys) if asked else set()
    numbers = {part.pk: part.number for part in parts}
    answered = {(viewer, numbers[part]) for viewer, part in right}
    people = []
    for key in keys:
        completion = completions.get(key)
        papers = issued.get(completion.origin_key) if completion else None
        certificate = papers.certificate if papers else None
        is_taken_back = papers is not None and papers.was_revoked and certificate is None
        rows = tuple(
            _row(course, part, rule, part.facts.number in asked, (key, part.facts.number) in answered)
            for part in standings[key].parts
        )
        earns = earns_certificate(
            standings[key],
            gives=rule.gives_certificate,
            has_earned=completion is not None and completion.earns_certificate,
        )
        may_receive = earns and certificate is None and not is_taken_back
        people.append(
            Person(
                key,
                names[key],
                standings[key],
                rows,
                completion,
                certificate,
                may_receive,
                is_taken_back,
                unknown.get(key),
            )
        )
    lacking = [each.key for each in people if each.standing.lacks_questionnaire]
    return DonePage(rule, tuple(people), *_questionnaire(course, lacking, today))


def _questionnaire(course: Course, lacking: list[int], today: date) -> tuple[tuple[str, str] | None, str]:
    """Return the way to the questionnaire if one of those who lack it may answer; else why nobody may."""
    door = questionnaire_of(course) if lacking else None
    if door is None:
        return None, ""
    decided = door.may_answer(lacking, today)
    if any(each.allowed for each in decided.values()):
        return (door.title, door.address), ""
    return None, decided[lacking[0]].reason


def _row(
    course: Course, part: PartStanding, rule: CompletionRule, has_question: bool, is_answered: bool
) -> PartRow:
    number = part.facts.number
    return PartRow(
        title=part.facts.title,
        words=_words(part, rule),
        is_watched=part.is_watched,
        pieces=tuple(_pieces(course, number, part.pieces)),
        question=reverse("completion:question", args=[course.slug, number]) if has_question else "",
        is_answered=is_answered,
        is_asked=rule.asks_questions,
    )


def _words(part: PartStanding, rule: CompletionRule) -> str:
    seen = f"{in_words(part.facts.seen)}見ました（{part.percent}％）"
    if part.is_watched:
        return f"{seen}。足りています。"
    return f"{seen}。{rule.least_percent}％で足ります。あと{in_words(part.left)}です。"


def _pieces(course: Course, number: int, pieces: tuple[Span, ...]) -> Iterator[tuple[str, str]]:
    player = reverse("watching:player", args=[course.slug, number])
    for piece in pieces:
        yield piece_words(piece), f"{player}?from={max(0, piece[0] - LEAD_IN)}"
