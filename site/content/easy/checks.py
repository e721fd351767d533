"""What a page of the easy edition says, and everything that is found in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from wagtail import blocks

from foundation.centre.queries import current_centre
from foundation.easy.enums import Kind
from foundation.easy.rules import ADVICE, Finding, Text, findings
from foundation.japanese.readings import sentences as sentences_with_readings
from foundation.registry import Registry

type Check = Callable[[Sequence[Text]], list[Finding]]

# Further checks, beside the rules of easy words, of what a page says. What they find as an error refuses it.
publish_checks: Registry[Check] = Registry()


def reading_check(unconfirmed: Callable[[list[str]], list[str]]) -> Check:
    """Return a check out of a function that names the sentences whose readings nobody has confirmed.

    Readings are kept for the sentences of `furigana`, so a text is parted as there, not as for easy words.
    """

    def check(texts: Sequence[Text]) -> list[Finding]:
        missing = set(unconfirmed([text for _, text in texts]))
        return [
            Finding(Kind.READING, where, sentence, ADVICE[Kind.READING])
            for where, text in texts
            for sentence in dict.fromkeys(sentences_with_readings(text))
            if sentence in missing
        ]

    return check


def page_texts(*, title: str, summary: str, body: Any, headline: str = "") -> list[Text]:
    """Return everything that a reader reads of a page, with the place where the editor finds it."""
    above = [("題", title), ("いちばん大きなことば", headline), ("ひとことで言うと", summary)]
    within = (
        text
        for number, child in enumerate(body or [], start=1)
        for text in _texts(child.block, child.value, f"本文の{number}番め「{child.block.label}」")
    )
    return [(where, words) for where, words in (*above, *within) if words]


def _texts(block: blocks.Block, value: Any, where: str) -> Iterator[Text]:
    """Walk down one block; choices are no words."""
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        yield where, value or ""
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value[name], where)
    elif isinstance(block, blocks.ListBlock):
        for number, each in enumerate(value, start=1):
            yield from _texts(block.child_block, each, f"{where}の{number}つめ")


def names_of_the_centre() -> list[str]:
    """Return the proper names that may stand on any page of this centre."""
    centre = current_centre()
    return [centre.name, *centre.operator.split(), centre.prefecture, "つなぐ"]


def found_in(texts: Sequence[Text], *, names: Iterable[str] = ()) -> list[Finding]:
    """Return what the rules and the further checks find; `names` are the proper names of this page."""
    found = findings(texts, proper_names=[*names, *names_of_the_centre()])
    return found + [finding for check in publish_checks for finding in check(texts)]
