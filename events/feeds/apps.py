from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "events.feeds"
    label = "events_feeds"
    verbose_name = "予定表のアドレス"

    def ready(self) -> None:
        """Go with an agency that becomes part of another one."""
        from foundation.registry import merge_handlers

        from .merging import end_addresses

        merge_handlers.register("events_feeds", end_addresses)
