from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "training_media.watching"
    label = "watching"
    verbose_name = "動画を見る"

    def ready(self) -> None:
        """Lead to the player and be found; fill the demo world; follow mergers; say what is kept."""
        from foundation.registry import demo_seeds, retention_classes, search_sources
        from training_media.registries import cards_united, course_doors, viewers_united

        from .demo import seed
        from .merging import move_personal_cards, move_statements
        from .offers import door_of
        from .retention import retention
        from .search import SOURCE, entrance_documents

        course_doors.register("watching", door_of)
        search_sources.register(SOURCE, entrance_documents)
        demo_seeds.register("watching", seed)
        retention_classes.register("watching", retention)
        viewers_united.register("watching", move_statements)
        cards_united.register("watching", move_personal_cards)
