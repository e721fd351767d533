from django.apps import AppConfig

from foundation.registry import demo_seeds, report_chapters, search_sources


class YearReportConfig(AppConfig):
    name = "portal.year_report"
    label = "year_report"
    verbose_name = "1年の報告"

    def ready(self) -> None:
        from . import demo, news_chapter, search  # models are not loaded earlier

        demo_seeds.register("year_report", demo.seed)
        report_chapters.register("news", news_chapter.news_of_the_year)
        search_sources.register(search.SOURCE, search.report_documents)
