from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "handoff.cases"
    label = "cases"
    verbose_name = "支援している人"

    def ready(self) -> None:
        from . import limits  # noqa: F401 -- limits are declared by being read
