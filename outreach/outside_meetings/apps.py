from django.apps import AppConfig


class OutsideMeetingsConfig(AppConfig):
    name = "outreach.outside_meetings"
    label = "outside_meetings"
    verbose_name = "外の会議と、はじめての受け入れ"

    def ready(self) -> None:
        """Stand in the calendar, the yearly report and on the start page; follow mergers; fill the demo."""
        from foundation.registry import (
            activity_sources,
            calendar_sources,
            demo_seeds,
            home_panels,
            merge_handlers,
            report_chapters,
            retention_classes,
        )

        from .activities import SOURCE, visits_of_the_year
        from .demo import seed
        from .entries import calendar_entries
        from .merging import move_rows
        from .panels import rows_of_the_desk
        from .report_chapter import meetings_of_the_year
        from .retention import retention

        activity_sources.register(SOURCE, visits_of_the_year)
        calendar_sources.register("outside_meetings", calendar_entries)
        report_chapters.register("outside_meetings", meetings_of_the_year)
        home_panels.register("outside_meetings", rows_of_the_desk)
        merge_handlers.register("outside_meetings", move_rows)
        demo_seeds.register("outside_meetings", seed)
        retention_classes.register("outside_meetings", retention)
