from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "training_media.paths"
    label = "paths"
    verbose_name = "はじめての道すじ"

    def ready(self) -> None:
        """Tell staff what is left, say how long it is kept, follow mergers, fill the demo world."""
        from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes

        from .demo import seed
        from .merging import move_walks
        from .panels import left_rows
        from .retention import retention

        home_panels.register("paths", left_rows)
        merge_handlers.register("paths", move_walks)
        retention_classes.register("paths", retention)
        demo_seeds.register("paths", seed)
