from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "outreach.study_groups.board"
    label = "group_board"
    verbose_name = "会の掲示板"

    def ready(self) -> None:
        """Show what is talked about on the home of a community, follow mergers, fill the demo world."""
        from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes
        from outreach.study_groups.registries import community_panels

        from .demo import seed
        from .merging import move_posts
        from .panels import latest_topics
        from .retention import retention
        from .start_rows import board_rows

        community_panels.register("board", latest_topics)
        demo_seeds.register("group_board", seed)
        home_panels.register("group_board", board_rows)
        merge_handlers.register("group_board", move_posts)
        retention_classes.register("group_board", retention)
