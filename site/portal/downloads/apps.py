from django.apps import AppConfig


class DownloadsConfig(AppConfig):
    name = "portal.downloads"
    label = "downloads"
    verbose_name = "資料のダウンロード"

    def ready(self) -> None:
        """Fill this part of the demo world."""
        from foundation.registry import demo_seeds

        from .demo import seed

        demo_seeds.register("downloads", seed)
