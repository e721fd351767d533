from django.apps import AppConfig

from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes


class JoiningConfig(AppConfig):
    name = "directory.joining"
    label = "directory_joining"
    verbose_name = "登録の申し込み"

    def ready(self) -> None:
        """Say what waits, how long applications are kept, and where they go when an agency is merged."""
        from .demo import seed, seed_turn
        from .merging import move_applications
        from .panels import joining_rows
        from .retention import retention

        merge_handlers.register("directory_joining", move_applications)
        retention_classes.register("directory_joining", retention)
        home_panels.register("joining", joining_rows)
        demo_seeds.register("directory_joining", seed)
        demo_seeds.register("directory_joining_turn", seed_turn)
