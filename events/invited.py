"""Who besides the centre reads an event for invited people, and applies: upper apps register here."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from foundation.registry import Registry

# (visitor, event ids) -> those of them that this visitor reads, being among those invited
invited_readers: Registry[Callable[[Any, Collection[int]], Collection[int]]] = Registry()
# (visitor, event) -> the agencies in whose name this visitor may apply for it
invited_applicants: Registry[Callable[[Any, Any], Collection[int]]] = Registry()
# (event, applications for it, day) -> those of them, by id, whose applicants are not invited any more
invitations_over: Registry[Callable[[Any, Collection[Any], date], Collection[int]]] = Registry()
