"""The lecture menu for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from content.search import SearchDocument

from .models import LectureTheme

SOURCE = "events_lectures"
KIND = "出前講座"


def theme_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the themes that can be asked for; who speaks about them stands there as on the menu."""
    themes = LectureTheme.objects.active().prefetch_related("lecturers")
    if keys is not None:
        themes = themes.filter(pk__in=keys)
    for theme in themes:
        yield SearchDocument(
            key=str(theme.pk),
            kind=KIND,
            title=theme.title,
            url=theme.get_absolute_url(),
            summary=theme.aims,
            texts=[theme.audience, theme.get_level_display(), theme.materials, *theme.speakers],
            day=None,
        )
