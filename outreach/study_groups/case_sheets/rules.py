"""When a case sheet can be read, who may check it, and when its words are deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.decision import YES, Decision

from .enums import SheetState

MOST_DAYS_AFTER = 7
MOST_DAYS_BEFORE = 14
# Of a copy; how many there may be is a limit below it.
HIGHEST_NUMBER = 99


@dataclass(frozen=True)
class Dates:
    """What the state of a sheet follows from; the last day on which it can be read counts in.

    `takes_place` is no while the session is called off, or put off without a new day.
    """

    shown_from: date
    shown_until: date
    is_checked: bool
    is_removed: bool
    takes_place: bool = True


def state_on(dates: Dates, today: date) -> SheetState:
    """Return how far a sheet has come on a day."""
    if dates.is_removed:
        return SheetState.REMOVED
    if today > dates.shown_until:
        return SheetState.OVER
    if not dates.is_checked:
        return SheetState.DRAFT
    if not dates.takes_place:
        return SheetState.WAITING
    return SheetState.SHOWN if today >= dates.shown_from else SheetState.CHECKED


def may_change(dates: Dates) -> Decision:
    """Decide whether the words of a sheet may be written anew."""
    return Decision(False, "このシートは、もう消しました。") if dates.is_removed else YES


def may_check(
    dates: Dates, *, today: date, writers: Collection[int], checker: int, is_as_seen: bool
) -> Decision:
    """Decide whether somebody may say that nobody can be recognised in a sheet.

    `writers` are all who ever wrote in it: none of them checks, so that a second person always reads.
    `is_as_seen` says whether the words are still those that the checker has read.
    """
    if dates.is_removed:
        return Decision(False, "このシートは、もう消しました。")
    if today > dates.shown_until:
        return Decision(False, "読める日が終わっています。先に、読める日を直してください。")
    if checker in writers:
        return Decision(False, "書いた人は、確かめられません。ほかの職員に頼んでください。")
    if not is_as_seen:
        return Decision(
            False, "読んでいる間に、書き直されました。新しい文を読んで、もう一度確かめてください。"
        )
    return YES


def may_show(session: date, shown_from: date, shown_until: date) -> Decision:
    """Decide whether a sheet of a session on this day may be read on these days, first and last."""
    if shown_until < shown_from:
        return Decision(False, "読める最後の日は、最初の日より前にできません。")
    if shown_from < session - timedelta(days=MOST_DAYS_BEFORE):
        return Decision(False, f"読めるのは、会の{MOST_DAYS_BEFORE}日前からです。")
    if shown_until > session + timedelta(days=MOST_DAYS_AFTER):
        return Decision(False, f"読めるのは、会の{MOST_DAYS_AFTER}日あとまでです。")
    return YES


def may_belong(session: date, *, today: date, is_other: bool) -> Decision:
    """Decide whether a sheet goes to another session than its own on this day: not once that is over."""
    if is_other and today > session:
        return Decision(False, "会が終わったシートは、ほかの回に移せません。")
    return YES


def may_copy(dates: Dates, *, today: date, made: int, wanted: int, most: int) -> Decision:
    """Decide whether so many numbered copies more may be printed of a sheet that has `made` already.

    `most` is how many a sheet may have.
    """
    if state_on(dates, today) not in (SheetState.CHECKED, SheetState.SHOWN):
        return Decision(False, "印刷できるのは、確かめたシートを、読める最後の日までです。")
    if made + wanted > most:
        return Decision(False, f"1つのシートに{most}部までです。もう{made}部を印刷しています。")
    return YES


def due_day(today: date, *, days: int) -> date:
    """Return the last readable day of sheets that are deleted on this day, `days` after it."""
    return today - timedelta(days=days)
