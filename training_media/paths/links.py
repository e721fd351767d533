"""Words about one's own paths, for the pages of other rooms."""

from directory.models import Agency

from .queries import left_for


def words_on_own_paths(person: int, agency: Agency) -> str:
    """Return what is left on somebody's paths, or what paths are for when nothing is."""
    left = left_for(person, agency)
    if left:
        return f"{left}項目が残っています"
    return "新しく担当になった方が、順に読む、見る、すること"
