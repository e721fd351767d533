from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "outreach.study_groups.meetings"
    label = "group_meetings"
    verbose_name = "会議"

    def ready(self) -> None:
        """Show the next meeting on the home, hand records over, fill the demo world."""
        from events.registries import reader_links
        from foundation.registry import activity_sources, demo_seeds, retention_classes
        from outreach.study_groups.registries import (
            community_panels,
            handover_parts,
            held_pages,
            presence_sources,
            row_facts,
            waits,
        )

        from . import limits as _declared  # noqa: F401 -- what may be changed is known once it is imported
        from .activities import SOURCE as ACTIVITIES
        from .activities import meetings_of_the_year
        from .demo import seed
        from .facts import held_lines, who_came
        from .handover import records
        from .held_page import page_to_record
        from .links import answer_of_session
        from .panels import next_meeting
        from .retention import retention
        from .waiting import waits_of_meetings

        activity_sources.register(ACTIVITIES, meetings_of_the_year)
        community_panels.register("meetings", next_meeting)
        reader_links.register("group_meetings", answer_of_session)
        held_pages.register("meetings", page_to_record)
        waits.register("meetings", waits_of_meetings)
        handover_parts.register("meetings", records)
        row_facts.register("meetings", held_lines)
        presence_sources.register("meetings", who_came)
        retention_classes.register("meetings", retention)
        demo_seeds.register("group_meetings", seed)
