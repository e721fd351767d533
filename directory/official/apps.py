from django.apps import AppConfig


class OfficialConfig(AppConfig):
    name = "directory.official"
    label = "directory_official"
    verbose_name = "公表データ"

    def ready(self) -> None:
        """Say what this room knows of an agency."""
        from directory.finding.truths import truth_sources

        from .queries import fill_truths

        truth_sources.register("official", fill_truths)
