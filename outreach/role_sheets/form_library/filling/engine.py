"""Fills a form: bytes in, bytes out. Nothing here knows a database, a clock or a file on a disk."""

import logging
import traceback
from dataclasses import dataclass

from foundation.incoming.refusal import FileRefused

from .document import fill_document
from .marks import Answers, FoundMark, Written
from .package import opened, packed
from .sizes import MOST_UNPACKED_BYTES
from .texts import Report
from .tree import BROKEN, TOO_LARGE
from .workbook import fill_workbook

logger = logging.getLogger(__name__)

# What code trips over that expects what Excel and Word write: nobody can list all that a file may say.
_STRANGE_FILES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Outcome:
    """A filled form: what was written where, and which marks nobody knows; these stay as they were."""

    suffix: str
    content: bytes
    written: tuple[Written, ...]
    unknown: tuple[FoundMark, ...]


def fill(content: bytes, answers: Answers) -> Outcome:
    """Return a workbook or document with its marks replaced; whatever bears no mark keeps its bytes.

    One thing does not: formulas of a workbook that was filled lose the result that they kept.
    Raises FileRefused, with words for whoever made the form, for a file that is none, that is made to hurt,
    or whose rows cannot be repeated.
    """
    try:
        return _filled(content, answers)
    except _STRANGE_FILES as error:
        # What a file says may be personal, and errors repeat it: only where it happened is kept.
        *_, last = traceback.extract_tb(error.__traceback__)
        logger.warning("A form could not be read: %s in %s", type(error).__name__, last.name)
        raise FileRefused(BROKEN) from None


def _filled(content: bytes, answers: Answers) -> Outcome:
    package, report = opened(content), Report(answers)
    dropped: set[str] = set()
    if package.suffix == "xlsx":
        changed, dropped = fill_workbook(package, report)
    else:
        changed = fill_document(package, report)
    if sum(map(len, changed.values())) > MOST_UNPACKED_BYTES:
        raise FileRefused(TOO_LARGE)
    new = packed(package, changed, dropped) if changed or dropped else content
    return Outcome(package.suffix, new, tuple(report.written), tuple(report.unknown))


def marks_in(content: bytes) -> tuple[str, tuple[FoundMark, ...]]:
    """Return what a form is (xlsx or docx) and every mark in it. Raises FileRefused."""
    outcome = fill(content, Answers())
    return outcome.suffix, outcome.unknown
