from django.apps import AppConfig

from foundation.registry import demo_seeds, search_sources


class FiguresConfig(AppConfig):
    name = "portal.figures"
    label = "figures"
    verbose_name = "数字で見るセンター"

    def ready(self) -> None:
        from . import demo, search  # models are not loaded earlier

        demo_seeds.register("figures", demo.seed)
        search_sources.register(search.SOURCE, search.figure_documents)
