from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "training_media.watching"
    label = "watching"
    verbose_name = "動画を見る"

    def ready(self) -> None:
        """Lead from a course's page to its player; fill the demo world; follow mergers."""
        from foundation.registry import demo_seeds, merge_handlers
        from training_media.registries import course_doors

        from .demo import seed
        from .merging import move_statements
        from .offers import door_of

        course_doors.register("watching", door_of)
        demo_seeds.register("watching", seed)
        # Before the ledger makes one viewer of two: this app stands above it, so it is loaded first.
        merge_handlers.register("watching", move_statements)
