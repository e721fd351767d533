from django.apps import AppConfig


class FuriganaConfig(AppConfig):
    name = "content.furigana"
    label = "furigana"
    verbose_name = "ふりがな"

    def ready(self) -> None:
        """Say who may change the dictionary and what waits for staff."""
        from foundation.registry import home_panels, role_permissions

        from .access import PERMISSIONS
        from .panels import readings_on_the_desk

        role_permissions.register("furigana", PERMISSIONS)
        home_panels.register("furigana", readings_on_the_desk)
