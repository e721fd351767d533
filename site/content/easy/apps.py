from django.apps import AppConfig


class EasyConfig(AppConfig):
    name = "content.easy"
    label = "easy"
    verbose_name = "わかりやすい版"

    def ready(self) -> None:
        """Say how easy pages are edited; publish none that is hard to read or has an unconfirmed reading."""
        from content.editing import show_in_editor
        from content.furigana.queries import unconfirmed

        from .checks import publish_checks, reading_check
        from .editing import FORMS, PANELS

        show_in_editor(PANELS, forms=FORMS)
        publish_checks.register("readings", reading_check(unconfirmed))
