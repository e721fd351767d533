from django.apps import AppConfig

from foundation.registry import (
    activity_sources,
    calendar_sources,
    demo_seeds,
    form_marks,
    home_panels,
    merge_handlers,
    newcomer_links,
    report_chapters,
    retention_classes,
    role_permissions,
    search_sources,
)


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "研修・行事"

    def ready(self) -> None:
        from . import limits  # noqa: F401 -- declares itself
        from .activities import SOURCE as ACTIVITIES
        from .activities import activities_of_events
        from .demo import seed
        from .demo_held import seed_held
        from .desk_panels import event_desk_rows
        from .entries import calendar_entries
        from .form_marks import seminar_marks
        from .merging import move_applications
        from .newcomers import next_trainings
        from .report_chapter import seminars_of_the_year
        from .retention import retention
        from .search import SOURCE, event_documents

        activity_sources.register(ACTIVITIES, activities_of_events)
        calendar_sources.register("events", calendar_entries)
        search_sources.register(SOURCE, event_documents)
        # Seeds run from the last to the first.
        demo_seeds.register("events.held", seed_held)
        demo_seeds.register("events", seed)
        home_panels.register("events", event_desk_rows)
        merge_handlers.register("events", move_applications)
        newcomer_links.register("events", next_trainings)
        report_chapters.register("events", seminars_of_the_year)
        retention_classes.register("events", retention)
        form_marks.register("events", seminar_marks)
        rights = ("events.run_event",)
        role_permissions.register("events", {"staff": rights, "manager": rights})
