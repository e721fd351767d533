from django.apps import AppConfig


class CentreOnlyConfig(AppConfig):
    name = "directory.centre_only"
    label = "directory_centre_only"
    verbose_name = "センターだけの記録"

    def ready(self) -> None:
        """Say what this room knows of an agency, and where it goes when the agency is merged."""
        from directory.finding.truths import truth_sources
        from foundation.registry import merge_handlers

        from .merging import move_what_the_centre_knows
        from .queries import fill_truths

        truth_sources.register("centre_only", fill_truths)
        merge_handlers.register("directory_centre_only", move_what_the_centre_knows)
