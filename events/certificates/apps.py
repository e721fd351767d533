from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "events.certificates"
    label = "events_certificates"
    verbose_name = "修了証"

    def ready(self) -> None:
        """Stand on the participants' pages and the event's screen, follow mergers, fill the demo world."""
        from events.registries import certificate_sources, event_rooms, participant_offers
        from foundation.registry import demo_seeds, merge_handlers, retention_classes

        from .demo import seed
        from .merging import move_certificates
        from .offers import numbers_of, offer_of, room_of
        from .retention import retention

        participant_offers.register("certificates", offer_of)
        event_rooms.register("certificates", room_of)
        certificate_sources.register("certificates", numbers_of)
        merge_handlers.register("events_certificates", move_certificates)
        retention_classes.register("events_certificates", retention)
        demo_seeds.register("events_certificates", seed)
