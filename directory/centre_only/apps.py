from django.apps import AppConfig


class CentreOnlyConfig(AppConfig):
    name = "directory.centre_only"
    label = "directory_centre_only"
    verbose_name = "センターだけの記録"

    def ready(self) -> None:
        """Say what this room knows of an agency."""
        from directory.finding.truths import truth_sources

        from .queries import fill_truths

        truth_sources.register("centre_only", fill_truths)
