from django.apps import AppConfig

from foundation.registry import retention_classes


class JoiningConfig(AppConfig):
    name = "directory.joining"
    label = "directory_joining"
    verbose_name = "登録の申し込み"

    def ready(self) -> None:
        """Declare the limits and say how long applications are kept."""
        from .retention import retention

        retention_classes.register("directory_joining", retention)
