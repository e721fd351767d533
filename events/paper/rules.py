"""What may happen to paper that came in or has to go out; nothing here asks the database or the clock."""

import re
from datetime import datetime, timedelta

from foundation.decision import YES, Decision

# A copier writes a page in seconds; a file that rests this long is written to its end, or never will be.
RESTS = timedelta(seconds=45)
GIVEN_UP_AFTER = timedelta(minutes=10)
DIGITS_TYPED = 4


def is_at_rest(changed_at: datetime, now: datetime) -> bool:
    """Return whether nobody has written to a file for a while, so that it may be looked at."""
    return now - changed_at >= RESTS


def is_given_up(changed_at: datetime, now: datetime) -> bool:
    """Return whether a file that cannot be read has had all the time that a slow line may need."""
    return now - changed_at >= GIVEN_UP_AFTER


def may_settle(state: str) -> Decision:
    """Return whether a scan may still be linked, or marked as not for us."""
    if state == "read":
        return YES
    told = {
        "arrived": "まだ読み取っています。少し待ってください。",
        "unreadable": "この紙は読めませんでした。もう一度スキャンしてください。",
    }
    return Decision(False, told.get(state, "この紙は、もうほかの人が片づけています。"))


def may_undo(settled_at: datetime | None, now: datetime) -> Decision:
    """Return whether 送信済 may be taken back: on the same day only. Both moments are local."""
    if settled_at is None:
        return Decision(False, "まだ送っていません。")
    if settled_at.date() != now.date():
        return Decision(
            False, "もどせるのは、その日のうちだけです。もう一度送るときは、電話で確かめてください。"
        )
    return YES


def digits_of(number: str) -> str:
    """Return the digits that are dialled."""
    return "".join(character for character in number if character.isascii() and character.isdigit())


def halves(number: str) -> tuple[str, str]:
    """Return a number in two halves, so that the second look reads each of them.

    It is parted between its groups, nearest to the middle and rather behind it, and stays as people know it;
    a number without groups is parted in the middle.
    """
    groups = re.findall("[0-9]+", number)
    if len(groups) <= 1:
        digits = digits_of(number)
        middle = (len(digits) + 1) // 2
        return digits[:middle], digits[middle:]
    lengths = [sum(map(len, groups[:border])) for border in range(1, len(groups))]
    border = min(
        range(1, len(groups)), key=lambda at: (abs(2 * lengths[at - 1] - sum(map(len, groups))), -at)
    )
    return f"{'-'.join(groups[:border])}-", "-".join(groups[border:])


def is_dialled(number: str, typed: str) -> bool:
    """Return whether the last digits, read from the FAX machine, are those of the number."""
    end = digits_of(number)[-DIGITS_TYPED:]
    return bool(end) and digits_of(typed) == end
