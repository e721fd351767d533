from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "training_media.intake"
    label = "intake"
    verbose_name = "動画の取り込み"

    def ready(self) -> None:
        """Say what waits here, to courses what can be watched, to the player where."""
        from foundation.registry import home_panels
        from training_media.registries import last_days, recording_files, recordings_ready

        from . import limits  # noqa: F401 -- declares them
        from .links import addresses_of
        from .panels import intake_rows
        from .queries import last_days_of, not_held_up

        home_panels.register("intake", intake_rows)
        recordings_ready.register("intake", not_held_up)
        last_days.register("intake", last_days_of)
        recording_files.register("intake", addresses_of)
