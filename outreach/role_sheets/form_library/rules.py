"""Which version of a form is in use, and what may be done with a version."""

from collections.abc import Iterable
from datetime import date

from foundation.decision import YES, Decision

from .enums import VersionState


def state_on(valid_from: date, others: Iterable[date], today: date) -> VersionState:
    """Return the state of a version among the days from which all versions of its form are used."""
    if valid_from > today:
        return VersionState.TO_COME
    is_last = all(each <= valid_from for each in others if each <= today)
    return VersionState.CURRENT if is_last else VersionState.SUPERSEDED


def may_publish(*, has_blank: bool) -> Decision:
    """Allow showing a version to everybody: there has to be an empty form without marks."""
    if not has_blank:
        return Decision(False, "だれでも使える、空の様式のファイルがありません。先に、入れてください。")
    return YES


def may_fill(*, has_marked: bool, fiscal_year: int, this_year: int) -> Decision:
    """Allow filling a version for a fiscal year that has begun."""
    if not has_marked:
        return Decision(False, "しるしを書いたファイルがありません。先に、入れてください。")
    if fiscal_year > this_year:
        return Decision(False, "まだ始まっていない年度です。")
    return YES


def may_remove(*, fillings: int, was_published: bool) -> Decision:
    """Allow taking away a version that nobody has used and that was never published, not even for a day."""
    if fillings or was_published:
        told = "公開したことのある版と、使って様式を作った版は、消せません。"
        return Decision(False, f"{told}新しい版を加えてください。")
    return YES
