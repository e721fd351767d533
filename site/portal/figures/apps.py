from django.apps import AppConfig

from foundation.registry import demo_seeds, home_panels, report_chapters, search_sources
from foundation.small_counts import thresholds


class FiguresConfig(AppConfig):
    name = "portal.figures"
    label = "figures"
    verbose_name = "数字で見るセンター"

    def ready(self) -> None:
        from . import demo, panels, queries, report_chapter, search  # models are not loaded earlier

        thresholds.register("figures", queries.small_counts_threshold)
        home_panels.register("figures", panels.figures_on_the_desk)
        demo_seeds.register("figures", demo.seed)
        search_sources.register(search.SOURCE, search.figure_documents)
        report_chapters.register("figures", report_chapter.figures_of_the_year)
