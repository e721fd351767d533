"""Who besides the centre reads an event for invited people, and applies: upper apps register here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Person
from foundation.japanese.text import fold
from foundation.registry import Registry


@dataclass(frozen=True)
class Expected:
    """Who is expected by name at a meeting: it is told that they come, nobody applies for a seat there.

    `people` are who alone may be put down, None where it is whomever their agency sends; `refusal` is what is
    said to whoever puts somebody else down.
    """

    people: tuple[Person, ...] | None
    refusal: str = ""

    def has(self, name: str, name_kana: str) -> bool:
        """Return whether this is the name, and the reading where both are known, of somebody expected."""
        return self.people is None or any(
            fold(name) == fold(each.name)
            and (not name_kana or not each.name_kana or fold(name_kana) == fold(each.name_kana))
            for each in self.people
        )


# (visitor, event ids) -> those of them that this visitor reads, being among those invited
invited_readers: Registry[Callable[[Any, Collection[int]], Collection[int]]] = Registry()
# (visitor, event) -> the agencies in whose name this visitor may apply for it
invited_applicants: Registry[Callable[[Any, Any], Collection[int]]] = Registry()
# (event, applications for it, day) -> those of them, by id, whose applicants are not invited any more
invitations_over: Registry[Callable[[Any, Collection[Any], date], Collection[int]]] = Registry()
# (session, agency or None) -> who is expected there by name, for this agency; None where anybody may apply
expected_people: Registry[Callable[[Any, Any], Expected | None]] = Registry()
