from django.apps import AppConfig


class ViewingConfig(AppConfig):
    name = "training_media.viewing"
    label = "viewing"
    verbose_name = "視聴の記録"

    def ready(self) -> None:
        """Say how long reports are kept, and what becomes of viewers when agencies become one."""
        from foundation.registry import merge_handlers, retention_classes

        from .retention import retention
        from .services.merging import move_viewers

        retention_classes.register("viewing", retention)
        merge_handlers.register("viewing", move_viewers)
