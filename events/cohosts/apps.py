from django.apps import AppConfig


class CohostsConfig(AppConfig):
    name = "events.cohosts"
    label = "events_cohosts"
    verbose_name = "共催・後援"

    def ready(self) -> None:
        """Name hosts where an event is told of, tell applicants who reads the roster, split the counting."""
        from events.registries import (
            event_hosts,
            event_notes,
            event_rooms,
            events_counted_elsewhere,
            receipt_parts,
            sheet_notes,
        )
        from foundation.registry import demo_seeds, merge_handlers

        from . import limits  # noqa: F401 -- declares them
        from .demo import seed
        from .merging import move_hosts
        from .offers import receipt_part_of, room_of
        from .queries import counted_elsewhere, host_lines, notes_for_applicants, notes_on_sheet

        event_hosts.register("cohosts", host_lines)
        event_notes.register("cohosts", notes_for_applicants)
        sheet_notes.register("cohosts", notes_on_sheet)
        events_counted_elsewhere.register("cohosts", counted_elsewhere)
        receipt_parts.register("cohosts", receipt_part_of)
        event_rooms.register("cohosts", room_of)
        merge_handlers.register("events_cohosts", move_hosts)
        demo_seeds.register("events_cohosts", seed)
