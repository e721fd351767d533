from django.apps import AppConfig


class EasyConfig(AppConfig):
    name = "content.easy"
    label = "easy"
    verbose_name = "わかりやすい版"

    def ready(self) -> None:
        """Publish no easy page with a reading that nobody has confirmed."""
        from content.furigana.queries import unconfirmed

        from .checks import PUBLISH_CHECKS, reading_check

        PUBLISH_CHECKS.append(reading_check(unconfirmed))
