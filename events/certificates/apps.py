from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "events.certificates"
    label = "events_certificates"
    verbose_name = "修了証"

    def ready(self) -> None:
        """Stand on the participants' pages and the event's screen, be found, follow mergers, fill a demo."""
        from events.registries import certificate_sources, event_rooms, participant_offers
        from foundation.registry import demo_seeds, merge_handlers, retention_classes, search_sources

        from .demo import seed
        from .merging import move_certificates
        from .offers import numbers_of, offer_of, room_of
        from .retention import retention
        from .search import SOURCE, check_documents

        participant_offers.register("certificates", offer_of)
        event_rooms.register("certificates", room_of)
        certificate_sources.register("certificates", numbers_of)
        merge_handlers.register("events_certificates", move_certificates)
        retention_classes.register("events_certificates", retention)
        search_sources.register(SOURCE, check_documents)
        demo_seeds.register("events_certificates", seed)
