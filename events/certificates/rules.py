"""When a certificate is due, what its number is like, and what may happen to it: pure functions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from foundation.decision import YES, Decision

# Without I, L, O and U: nothing is mixed up, read aloud or written by hand. 20 of 32 are 100 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 20, 4
TAKEN_BACK = "前に出した修了証を、取り消しました。センターにおたずねください。"
_LOOKALIKES = str.maketrans("OILU", "011V")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―ー－・.]+")


@dataclass(frozen=True)
class Rule:
    """What somebody must have done; `needs` are keys of conditions that other rooms know."""

    all_dates: bool
    least_percent: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class DateFacts:
    """One date for somebody: its length, and how long they were there; None while nobody knows."""

    length: int
    minutes: int | None
    is_over: bool


@dataclass(frozen=True)
class Facts:
    """What is known of somebody: their dates, all dates of the event, and what is missing besides.

    `lacking` holds the sentences of the conditions that are not met.
    """

    dates: Sequence[DateFacts]
    all_minutes: int
    all_over: bool
    lacking: tuple[str, ...] = ()


def is_due(rule: Rule, facts: Facts) -> Decision:
    """Decide whether a certificate is due, and if not say the first thing that is missing."""
    if not any(date.is_over for date in facts.dates):
        return Decision(False, "まだ終わっていません。終わったあとで、出席を確かめてから出します。")
    if rule.all_dates and not facts.all_over:
        return Decision(False, "まだ、すべての回が終わっていません。終わったあとで出します。")
    attended = _attended(rule, facts)
    if not attended.allowed:
        return attended
    if facts.lacking:
        return Decision(False, facts.lacking[0])
    return YES


def _attended(rule: Rule, facts: Facts) -> Decision:
    over = [date for date in facts.dates if date.is_over]
    known = [date for date in over if date.minutes is not None]
    if rule.all_dates:
        there, length = sum(date.minutes or 0 for date in known), facts.all_minutes
    else:
        best = best_date(facts)
        there, length = (0, 1) if best is None else (counted_minutes(rule, facts), facts.dates[best].length)
    # Whole numbers: 79.5 percent is less than 80.
    if there * 100 >= rule.least_percent * length and there > 0:
        return YES
    if len(known) < len(over):
        return Decision(False, "出席が、まだ確かめられていません。")
    if not there:
        return Decision(False, "出席の記録がありません。")
    needed = -(-rule.least_percent * length // 100)
    return Decision(False, f"出席が{there}分で、修了に要る{needed}分（{rule.least_percent}％）に足りません。")


def best_date(facts: Facts) -> int | None:
    """Return which date, from 0, somebody attended most of; of several the longest. None without any.

    It is judged, and it stands on the certificate.
    """
    known = [place for place, date in enumerate(facts.dates) if date.is_over and date.minutes is not None]

    def share(place: int) -> tuple[Fraction, int]:
        date = facts.dates[place]
        return Fraction(date.minutes or 0, date.length), date.length

    return max(known, key=share, default=None)


def counted_minutes(rule: Rule, facts: Facts) -> int:
    """Return the minutes that stand on the certificate: of all dates, or of the best one."""
    if rule.all_dates:
        return sum(date.minutes or 0 for date in facts.dates if date.is_over)
    best = best_date(facts)
    return 0 if best is None else facts.dates[best].minutes or 0


def new_number(draw: Callable[[int], int]) -> str:
    """Return a new number; `draw` gives a random whole number below another one."""
    return "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(LENGTH))


def grouped(number: str) -> str:
    """Return a number as it is printed: 7K2M-9QXW-…"""
    return "-".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def as_stored(typed: str) -> str:
    """Return a number as somebody typed it (half width by now) in the form in which it is stored.

    Lower case, spaces and dashes do not matter, nor do letters that look like digits. Empty where it cannot
    be a number at all.
    """
    number = _BETWEEN.sub("", typed.upper()).translate(_LOOKALIKES)
    return number if len(number) == LENGTH and set(number) <= set(ALPHABET) else ""


def may_issue(*, is_named: bool, was_revoked: bool, is_looked_at: bool) -> Decision:
    """Decide whether a certificate that is due, of which none holds, may be issued.

    Where one was taken back before, somebody of the desk has to look at it first.
    """
    if not is_named:
        return Decision(False, "お名前がないので、修了証は出せません。")
    if was_revoked and not is_looked_at:
        return Decision(False, TAKEN_BACK)
    return YES


def may_revoke(state: str) -> Decision:
    """Decide whether a certificate can be taken back, or issued anew."""
    return YES if state == "issued" else Decision(False, "この修了証は、もう有効ではありません。")
