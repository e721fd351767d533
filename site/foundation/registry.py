"""How a lower app reaches an upper one: named lists that upper apps fill in `AppConfig.ready`, read as data.

A source is a function that returns rows. The reader pulls; nobody is called back inside a transaction.
"""

from collections.abc import Callable, Iterator
from typing import Any


class Registry[Source]:
    """A list that keeps its order and refuses the same name twice."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def register(self, name: str, source: Source) -> None:
        """Add a source under a name. Raises ValueError when another one bears the name already."""
        if self._sources.get(name, source) is not source:
            raise ValueError(f"{name} is registered already")
        self._sources[name] = source

    def __iter__(self) -> Iterator[Source]:
        return iter(self._sources.values())

    def items(self) -> Iterator[tuple[str, Source]]:
        return iter(self._sources.items())


type Rows = Callable[..., Any]

# (now) -> calendar entries shown in the centre's feed
calendar_sources: Registry[Rows] = Registry()
# (keys or None) -> search documents of these public objects, or of all
search_sources: Registry[Rows] = Registry()
# (fiscal_year) -> rows for the register of network-strengthening work (foundation.activities.rows)
activity_sources: Registry[Rows] = Registry()
# () -> (words, address) of what a call may become besides a line of the log
memo_deeds: Registry[Rows] = Registry()
# (event) -> (words, address) of what may begin once an event has been held, a button of its desk
held_event_deeds: Registry[Rows] = Registry()
# (agency, now) -> (words, address) of what a new contact person of an agency begins with
newcomer_links: Registry[Rows] = Registry()
# (request) -> what the staff's start page shows
home_panels: Registry[Rows] = Registry()
# () -> how long records are kept (foundation.retention)
retention_classes: Registry[Rows] = Registry()
# (kept, merged) -> moves what points at the merged row
merge_handlers: Registry[Rows] = Registry()
# (world) -> fills its part of the demo world; order of registration is order of filling
demo_seeds: Registry[Rows] = Registry()
# () -> whether a part of this door works (foundation.health)
health_checks: Registry[Rows] = Registry()
# (fiscal_year, now) -> a chapter of the yearly report (foundation.report_chapters), or None without anything
report_chapters: Registry[Rows] = Registry()
# (today) -> what somebody has to check again (foundation.reviews)
review_sources: Registry[Rows] = Registry()
# () -> marks that a form of the library is filled from (foundation.form_marks)
form_marks: Registry[Rows] = Registry()
# role -> permissions as "app.codename"
role_permissions: Registry[dict[str, tuple[str, ...]]] = Registry()
