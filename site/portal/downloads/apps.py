from django.apps import AppConfig


class DownloadsConfig(AppConfig):
    name = "portal.downloads"
    label = "downloads"
    verbose_name = "資料のダウンロード"

    def ready(self) -> None:
        """Stand beside the versions of a paper in the editor, and fill this part of the demo world."""
        from foundation.registry import demo_seeds
        from portal.models import LibraryPage

        from .demo import seed
        from .panels import DownloadsPanel

        # The page's own module cannot name the panel: this app stands above it.
        places = LibraryPage.content_panels
        after_versions = 1 + next(
            place for place, panel in enumerate(places) if getattr(panel, "relation_name", "") == "versions"
        )
        places.insert(after_versions, DownloadsPanel(heading="ダウンロードの数"))
        demo_seeds.register("downloads", seed)
