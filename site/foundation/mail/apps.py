from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "foundation.mail"
    label = "mail"
    verbose_name = "メール"

    def ready(self) -> None:
        from foundation.registry import retention_classes

        from . import notices
        from .retention import kept_mails

        notices.listen()
        retention_classes.register("mail", kept_mails)
