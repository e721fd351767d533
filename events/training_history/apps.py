from django.apps import AppConfig


class TrainingHistoryConfig(AppConfig):
    name = "events.training_history"
    label = "events_training_history"
    verbose_name = "受講履歴"

    def ready(self) -> None:
        """Tell of seminars, and stand among an agency's tabs at the desk."""
        from directory.agency_tabs import AgencyTab, agency_tabs
        from events.registries import history_sources

        from .access import history_desk
        from .queries import seminar_rows

        history_sources.register("seminars", seminar_rows)
        agency_tabs.register("training_history", AgencyTab("受講履歴", "history_desk:agency", history_desk))
