"""Reads of questions, guides and practices, for pages, papers and the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from content.blocks import lights
from content.reviewed import overdue
from content.search.queries import ranked, readings

from .enums import Audience, PartKind, PracticeKind, State, Theme
from .models import Guide, GuidePart, Practice, QuestionAnswer, QuestionAnswerQuerySet
from .rules import state_of

# The name under which the site's search keeps questions.
QUESTIONS = "guide_questions"
MOST_FOUND = 200
# Each reading that finds nothing costs a look through the index: a page asks no more than a few times.
MOST_READINGS = 4


@dataclass(frozen=True)
class Wish:
    """What a reader chose in the list of questions; empty words choose all."""

    words: str = ""
    theme: str = ""
    audience: str = ""

    @property
    def chosen(self) -> str:
        """What was chosen, in words."""
        theme = str(Theme(self.theme).label) if self.theme else ""
        audience = f"{Audience(self.audience).label}のための答え" if self.audience else ""
        return "、".join(each for each in (theme, audience) if each)


@dataclass(frozen=True)
class Line:
    """One question with how its answer stands."""

    row: QuestionAnswer
    state: State

    @property
    def is_over(self) -> bool:
        return self.state in (State.EXPIRED, State.REVISED)

    @property
    def is_to_check(self) -> bool:
        return self.state == State.TO_CHECK


def questions(wish: Wish, *, today: date) -> QuestionAnswerQuerySet:
    """Return the questions that everybody may read with the answer that counts, in the order of themes."""
    order = Case(
        *(When(theme=theme, then=Value(place)) for place, theme in enumerate(Theme.values)),
        output_field=IntegerField(),
    )
    rows = QuestionAnswer.objects.counting(today).order_by(order, "number")
    if wish.theme:
        rows = rows.filter(theme=wish.theme)
    if wish.audience:
        rows = rows.filter(audiences__contains=[wish.audience])
    if wish.words:
        found = found_questions(wish.words)
        places = Case(
            *(When(number=number, then=Value(place)) for place, number in enumerate(found)),
            default=Value(MOST_FOUND),
            output_field=IntegerField(),
        )
        rows = rows.filter(number__in=found).order_by(places)
    return rows


def found_questions(words: str) -> list[int]:
    """Return the numbers of at most 200 questions that the site's search finds, the best first."""
    for reading in islice(readings(words), MOST_READINGS):
        entries, order = ranked(reading.asked)
        keys = entries.filter(source=QUESTIONS).order_by(*order).values_list("key", flat=True)
        found = [int(key) for key in keys[:MOST_FOUND]]
        if found:
            return found
    return []


def lines(rows: Sequence[QuestionAnswer], *, today: date) -> list[Line]:
    """Return questions with how they stand."""
    return [Line(each, state_of(each, today)) for each in rows]


def by_theme(found: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Return lines that stand in the order of themes below the words of these."""
    themes = groupby(found, key=lambda line: line.row.theme)
    return [(str(Theme(theme).label), list(group)) for theme, group in themes]


def counting_version(number: int, *, today: date) -> QuestionAnswer | None:
    """Return the open version of a question that counts today."""
    rows = QuestionAnswer.objects.counting(today).filter(number=number)
    return rows.select_related("related_guide").first()


def open_version(number: int, version: int) -> QuestionAnswer | None:
    """Return one open version of a question."""
    rows = QuestionAnswer.objects.opened().filter(number=number, version=version)
    return rows.select_related("related_guide").first()


def other_versions(shown: QuestionAnswer) -> list[QuestionAnswer]:
    """Return the other open versions of the same question, the latest first."""
    rows = QuestionAnswer.objects.opened().filter(number=shown.number).exclude(pk=shown.pk)
    return list(rows.order_by("-version"))


def any_version(number: int, version: int | None = None) -> QuestionAnswer | None:
    """Return a version, or the last one, whether it is open or not."""
    rows = QuestionAnswer.objects.filter(number=number).order_by("-version")
    return (rows if version is None else rows.filter(version=version)).first()


def open_guides() -> QuerySet[Guide]:
    """Return the guides that everybody may read, in their order."""
    return Guide.objects.filter(is_open=True)


@dataclass(frozen=True)
class Stretch:
    """Parts of a guide that stand together because they are of one kind; `lit` goes with the steps."""

    kind: str
    parts: Sequence[GuidePart]

    @property
    def steps(self) -> list[tuple[int, GuidePart]]:
        """The steps, each with how many panes of its window are lit."""
        return list(zip(lights(len(self.parts)), self.parts, strict=True))


def stretches_of(guide: Guide) -> list[Stretch]:
    """Return the parts of a guide in their order, those of one kind together, in one query."""
    return list(_stretches(list(guide.parts.all())))


def _stretches(parts: Sequence[GuidePart]) -> Iterator[Stretch]:
    for kind, group in groupby(parts, key=lambda part: part.kind):
        yield Stretch(str(PartKind(kind)), list(group))


def questions_beside(guide: Guide, *, today: date) -> list[Line]:
    """Return the questions that name this guide, with how they stand."""
    rows = QuestionAnswer.objects.counting(today).filter(related_guide=guide)
    return lines(list(rows), today=today)


def practices(kind: str = "") -> QuerySet[Practice]:
    """Return the practices that everybody may read, of one kind if one is given."""
    rows = Practice.objects.filter(is_open=True)
    return rows.filter(kinds__contains=[kind]) if kind else rows


def kinds_of_practices() -> list[PracticeKind]:
    """Return the kinds of which there is something to read, in their order."""
    used = {kind for kinds in practices().values_list("kinds", flat=True) for kind in kinds}
    return [kind for kind in PracticeKind if kind in used]


def in_state(rows: QuestionAnswerQuerySet, state: str, today: date) -> QuestionAnswerQuerySet:
    """Keep versions that stand so today; an unknown word keeps them all."""
    return rows.standing([State(state)], today) if state in State else rows


type Checked = QuestionAnswer | Guide | Practice


def to_check(today: date) -> list[Checked]:
    """Return what somebody has to look at again, first what was never checked, then the longest overdue.

    A version that another followed is history: nobody checks it any more. One that is over and that nothing
    followed is due until somebody has looked at it since.
    """
    last = QuestionAnswer.objects.filter(superseded_by=None)
    since = Q(reviewed_on=None) | Q(reviewed_on__lte=F("valid_until"))
    found: list[Checked] = [
        *(overdue(last, today) | last.filter(since, valid_until__lt=today)),
        *overdue(Guide.objects.all(), today),
        *overdue(Practice.objects.all(), today),
    ]
    return sorted(found, key=lambda each: (each.review_due_on is not None, each.review_due_on or date.min))
