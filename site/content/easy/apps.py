from django.apps import AppConfig


class EasyConfig(AppConfig):
    name = "content.easy"
    label = "easy"
    verbose_name = "わかりやすい版"

    def ready(self) -> None:
        """Publish no easy page that is hard to read, or with a reading that nobody has confirmed."""
        from content.furigana.queries import unconfirmed

        from .checks import publish_checks, reading_check
        from .forms import EasyPageForm
        from .models import EasyEdition

        EasyEdition.base_form_class = EasyPageForm
        publish_checks.register("readings", reading_check(unconfirmed))
