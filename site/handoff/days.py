"""Which days can be meant by what people write here."""

from datetime import date

from foundation.decision import YES, Decision, no

# Centres like ours began their work in 2009 (地域生活定着支援センター設置運営事業): nothing of it is older.
WORK_BEGAN = date(2009, 1, 1)
YEARS_PLANNED = 10


def may_have_been(day: date, *, today: date, what: str) -> Decision:
    """Return whether something of this work can have been on this day; `what` is what the day is called."""
    if day > today:
        return no(f"{what}は、今日か、今日より前の日を書いてください。")
    if day < WORK_BEGAN:
        return no(f"{what}は、{WORK_BEGAN.year}年からあとの日を書いてください。")
    return YES


def may_be_planned(day: date, *, today: date, what: str) -> Decision:
    """Return whether something may be planned for this day, or until it: a few years ahead, not for ever."""
    if day.year > today.year + YEARS_PLANNED:
        return no(f"{what}は、{today.year + YEARS_PLANNED}年までの日を書いてください。")
    return YES
