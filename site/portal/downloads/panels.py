"""The counts beside the versions of a paper, where its files are kept up to date."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel

from foundation.japanese.dates import fiscal_year, fiscal_year_label

from . import queries


class DownloadsPanel(Panel):  # type: ignore[misc]  # -- Wagtail has no types
    """Shows, below the versions of a paper, how often each was taken this fiscal year and the last."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # -- Wagtail has no types
        template_name = "downloads/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and any(each.document_id for each in self.instance.versions.all())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give each version with its two totals."""
            this_year = fiscal_year(timezone.localdate())
            years = (this_year, this_year - 1)
            versions = [each for each in self.instance.newest_first() if each.document_id]
            ids = [each.document_id for each in versions]
            by_year = [queries.downloads_of(ids, year) for year in years]
            return super().get_context_data(parent_context) | {
                "years": [fiscal_year_label(year) for year in years],
                "versions": [
                    (each, [taken.get(each.document_id, 0) for taken in by_year]) for each in versions
                ],
            }
