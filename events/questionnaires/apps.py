from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "events.questionnaires"
    label = "events_questionnaires"
    verbose_name = "アンケート"

    def ready(self) -> None:
        """Stand on the participants' pages, the event's screen and the start page; fill the demo world."""
        from events.registries import certificate_conditions, event_rooms, participant_offers
        from foundation.registry import demo_seeds, home_panels, retention_classes

        from .demo import seed
        from .offers import ANSWERED, offer_of, room_of
        from .panels import questionnaire_rows
        from .retention import retention

        participant_offers.register("questionnaires", offer_of)
        event_rooms.register("questionnaires", room_of)
        certificate_conditions.register("questionnaire", ANSWERED)
        home_panels.register("events_questionnaires", questionnaire_rows)
        retention_classes.register("events_questionnaires", retention)
        demo_seeds.register("events_questionnaires", seed)
