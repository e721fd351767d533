from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "ページの部品"

    def ready(self) -> None:
        """Let pages be found."""
        from foundation.registry import search_sources

        from .queries import page_hits

        search_sources.register("pages", page_hits)
