from django.apps import AppConfig


class TrainingHistoryConfig(AppConfig):
    name = "events.training_history"
    label = "events_training_history"
    verbose_name = "受講履歴"

    def ready(self) -> None:
        """Tell of seminars, and stand among an agency's tabs at the desk."""
        from directory.agency_tabs import AgencyTab, agency_tabs
        from events.registries import LearnerSource, history_sources, learner_sources

        from .access import history_desk
        from .enums import SEMINARS
        from .queries import participant_by_key, seminar_rows, wanted_participants

        history_sources.register(SEMINARS, seminar_rows)
        learner_sources.register(SEMINARS, LearnerSource(wanted_participants, participant_by_key))
        agency_tabs.register("training_history", AgencyTab("受講履歴", "history_desk:agency", history_desk))
