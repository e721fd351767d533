from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "foundation.centre"
    label = "centre"
    verbose_name = "センターの情報"

    def ready(self) -> None:
        """Offer forms the centre's name and address, and the day."""
        from foundation.registry import form_marks

        from .form_marks import centre_marks

        form_marks.register("centre", centre_marks)
