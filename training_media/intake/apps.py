from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "training_media.intake"
    label = "intake"
    verbose_name = "動画の取り込み"

    def ready(self) -> None:
        """Say on the staff's start page what waits here; fill the demo world."""
        from foundation.registry import demo_seeds, home_panels

        from . import limits  # noqa: F401 -- declares them
        from .demo import seed
        from .panels import intake_rows

        home_panels.register("intake", intake_rows)
        demo_seeds.register("intake", seed)
