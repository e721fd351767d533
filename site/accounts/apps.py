from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人とログイン"

    def ready(self) -> None:
        from . import factors  # models are not loaded earlier

        factors.listen()
