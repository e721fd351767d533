from django.apps import AppConfig

from events.followers import event_followers
from foundation.registry import (
    activity_sources,
    calendar_sources,
    demo_seeds,
    home_panels,
    memo_deeds,
    merge_handlers,
    report_chapters,
    retention_classes,
    search_sources,
)


class LecturesConfig(AppConfig):
    name = "events.lectures"
    label = "events_lectures"
    verbose_name = "出前講座"

    def ready(self) -> None:
        """Say what waits, what stands in the calendar, how long contacts are kept; go along with events."""
        from content.furigana.shown import system_screens
        from events.registries import addressees, events_gathered_elsewhere, list_links, scan_targets

        from .activities import SOURCE as ACTIVITIES
        from .activities import lectures_of_the_year as lecture_rows_of_the_year
        from .demo import seed
        from .entries import calendar_entries
        from .merging import move_requests
        from .on_paper import REQUEST, request_addressees
        from .on_paper import SOURCE as PAPER_SOURCE
        from .panels import from_a_call, lecture_rows, list_link
        from .queries import events_of_lectures
        from .report_chapter import lectures_of_the_year
        from .retention import retention
        from .search import SOURCE, theme_documents
        from .services.following import follow_event

        activity_sources.register(ACTIVITIES, lecture_rows_of_the_year)
        addressees.register(PAPER_SOURCE, request_addressees)
        scan_targets.register(PAPER_SOURCE, REQUEST)
        calendar_sources.register("events_lectures", calendar_entries)
        memo_deeds.register("events_lectures", from_a_call)
        events_gathered_elsewhere.register("events_lectures", events_of_lectures)
        event_followers.register("events_lectures", follow_event)
        home_panels.register("events_lectures", lecture_rows)
        list_links.register("events_lectures", list_link)
        merge_handlers.register("events_lectures", move_requests)
        search_sources.register(SOURCE, theme_documents)
        system_screens.register("events_lectures", ("/lectures/", "/lectures/request/"))
        report_chapters.register("events_lectures", lectures_of_the_year)
        retention_classes.register("events_lectures", retention)
        demo_seeds.register("events_lectures", seed)
