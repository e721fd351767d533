from django.apps import AppConfig

from foundation.registry import demo_seeds, home_panels, report_chapters, search_sources


class YearReportConfig(AppConfig):
    name = "portal.year_report"
    label = "year_report"
    verbose_name = "1年の報告"

    def ready(self) -> None:
        from portal.figures import beside

        from . import demo, hiding, news_chapter, panels, search  # models are not loaded earlier

        home_panels.register("year_report", panels.reports_on_the_desk)
        beside.tables_elsewhere.register("year_report", hiding.tables_beside)
        beside.telling_elsewhere.register("year_report", hiding.titles_that_tell)
        demo_seeds.register("year_report", demo.seed)
        report_chapters.register("news", news_chapter.news_of_the_year)
        search_sources.register(search.SOURCE, search.report_documents)
