from django.apps import AppConfig


class DeclaredConfig(AppConfig):
    name = "directory.declared"
    label = "directory_declared"
    verbose_name = "機関が書いたこと"

    def ready(self) -> None:
        """Say what this room knows of an agency."""
        from directory.finding.truths import truth_sources

        from .queries import fill_truths

        truth_sources.register("declared", fill_truths)
