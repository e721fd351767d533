"""What other rooms publish of the same counts. They say it in `AppConfig.ready`: this room imports none."""

from collections.abc import Callable, Iterable

from foundation.registry import Registry

from .side_by_side import ReadBeside

# (threshold, fiscal_year or None for all) -> the tables that everybody reads besides the public figures
tables_elsewhere: Registry[Callable[[int, int | None], Iterable[ReadBeside]]] = Registry()
# (threshold) -> titles of what everybody reads, the words of which would tell what is hidden then
telling_elsewhere: Registry[Callable[[int], Iterable[str]]] = Registry()


def read_elsewhere(threshold: int, fiscal_year: int | None = None) -> list[ReadBeside]:
    """Return the tables of all other rooms, of one fiscal year if one is given."""
    return [each for source in tables_elsewhere for each in source(threshold, fiscal_year)]


def titles_that_tell(threshold: int) -> list[str]:
    """Return the titles of all that the words of other rooms would tell too much in."""
    return [title for source in telling_elsewhere for title in source(threshold)]
