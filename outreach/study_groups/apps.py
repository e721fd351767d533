from django.apps import AppConfig


class StudyGroupsConfig(AppConfig):
    name = "outreach.study_groups"
    label = "study_groups"
    verbose_name = "会と委員会"

    def ready(self) -> None:
        """Let members read their sessions and have them in their calendar; be found; hand over."""
        from events.followers import event_followers
        from events.invited import (
            expected_people,
            invitations_over,
            invited_applicants,
            invited_readers,
        )
        from events.registries import events_kept_from_feeds, own_entries, reader_links
        from foundation.registry import (
            activity_sources,
            demo_seeds,
            form_marks,
            merge_handlers,
            report_chapters,
            retention_classes,
            search_sources,
        )

        from .activities import SOURCE as ACTIVITIES
        from .activities import sessions_of_the_year
        from .calendar import sessions_for
        from .demo import seed
        from .form_marks import community_marks
        from .guest_papers import papers_of_session
        from .handover import core_parts
        from .invitations import (
            answers_over,
            expected_agencies,
            readable_sessions,
            who_comes_by_name,
        )
        from .merging import move_memberships
        from .queries import events_of_committees
        from .registries import handover_parts
        from .report_chapter import communities_of_the_year
        from .retention import retention
        from .search import SOURCE, community_documents
        from .services.following import follow_session

        activity_sources.register(ACTIVITIES, sessions_of_the_year)
        invited_readers.register("study_groups", readable_sessions)
        invited_applicants.register("study_groups", expected_agencies)
        invitations_over.register("study_groups", answers_over)
        expected_people.register("study_groups", who_comes_by_name)
        own_entries.register("study_groups", sessions_for)
        events_kept_from_feeds.register("study_groups", events_of_committees)
        event_followers.register("study_groups", follow_session)
        reader_links.register("study_groups", papers_of_session)
        search_sources.register(SOURCE, community_documents)
        report_chapters.register("study_groups", communities_of_the_year)
        retention_classes.register("study_groups", retention)
        form_marks.register("study_groups", community_marks)
        merge_handlers.register("study_groups", move_memberships)
        demo_seeds.register("study_groups", seed)
        handover_parts.register("study_groups", core_parts)
