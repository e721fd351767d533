from django.apps import AppConfig

from foundation.registry import demo_seeds


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "関係機関"

    def ready(self) -> None:
        from . import demo  # models are not loaded earlier

        demo_seeds.register("directory", demo.fill)
