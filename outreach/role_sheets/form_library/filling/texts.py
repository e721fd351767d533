"""Text in runs, as Word and drawings keep it: paragraphs whose marks may be cut into several runs."""

from collections.abc import Callable, Iterable

from foundation.incoming.refusal import FileRefused

from .marks import Answers, FoundMark, Written, in_words, names_in, replaced
from .sizes import MOST_NOTES, MOST_REPEATED
from .tree import TOO_LARGE, Element, Splices, xml_text

# What stands between letters and is no letter: a mark does not go over it.
_BREAKS = frozenset({"tab", "br", "cr"})
_GAP = "\x1f"
_DRAWING = "a:"
_TOO_MANY = "くり返す行が多すぎます（1つのファイルに{}行まで）。様式を分けてください。"

type Place = Callable[[Element], str]


class Report:
    """What marks say, and what was filled and what was left, as it is found."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.written: list[Written] = []
        self.unknown: list[FoundMark] = []
        self.repeated = 0

    def repeats(self, rows: int) -> None:
        """Count rows that are repeated. Raises FileRefused for more than a form has."""
        self.repeated += rows
        if self.repeated > MOST_REPEATED:
            raise FileRefused(_TOO_MANY.format(MOST_REPEATED))

    def note(self, place: str, names: Iterable[str], row: int) -> None:
        """Write down the marks of one place. Raises FileRefused for more than anybody would read."""
        for name in names:
            if len(self.written) + len(self.unknown) >= MOST_NOTES:
                raise FileRefused(TOO_LARGE)
            if not self.answers.is_known(name):
                self.unknown.append(FoundMark(place, name))
            else:
                words = in_words(self.answers.value(name, row))
                at = row if self.answers.table_of(name) else None
                self.written.append(Written(place, name, at, words))


def own_runs(paragraph: Element) -> list[Element]:
    """Return the texts and breaks of a paragraph, without those of a text box that stands in it."""
    found, waiting = [], list(reversed(paragraph.children))
    while waiting:
        one = waiting.pop()
        if one.name == "t" or one.name in _BREAKS:
            found.append(one)
        if one.name != "p":
            waiting.extend(reversed(one.children))
    return found


def text_of(runs: Iterable[Element]) -> str:
    """Return what runs say, with a gap where no mark goes over."""
    return "".join(each.text if each.name == "t" else _GAP for each in runs)


def fill_paragraph(
    paragraph: Element, splices: Splices, report: Report, *, place: Place, row: int = 0
) -> None:
    """Replace the known marks of one paragraph, each in the look of the run where it begins.

    Where it stands is only asked when there is something to tell.
    """
    runs = own_runs(paragraph)
    names = names_in(text_of(runs))
    if not names:
        return
    report.note(place(paragraph), names, row)
    pieces = [each.text if each.name == "t" else _GAP for each in runs]
    for run, old, new in zip(runs, pieces, replaced(pieces, words_by(report.answers, row)), strict=True):
        if new != old:
            splices.replace(run, _run(run.tag, new))


def words_by(answers: Answers, row: int) -> Callable[[str], str | None]:
    """Return what gives the words of a mark in one row, and None for an unknown one."""
    return lambda name: in_words(answers.value(name, row)) if answers.is_known(name) else None


def _run(tag: str, text: str) -> bytes:
    """Return a text element; in Word its lines are parted by an element of their own."""
    name, prefix = tag.encode(), "".join(tag.rpartition(":")[:2])
    if prefix == _DRAWING:
        return b"<%s>%s</%s>" % (name, xml_text(text), name)
    lines = (b'<%s xml:space="preserve">%s</%s>' % (name, xml_text(each), name) for each in text.split("\n"))
    return f"<{prefix}br/>".encode().join(lines)
