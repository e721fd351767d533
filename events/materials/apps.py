from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "events.materials"
    label = "events_materials"
    verbose_name = "参加した方だけの資料"

    def ready(self) -> None:
        """Stand on the participants' pages and the event's screen; fill the demo world."""
        from events.registries import event_rooms, participant_offers
        from foundation.registry import demo_seeds

        from .demo import seed
        from .offers import offer_of, room_of

        participant_offers.register("materials", offer_of)
        event_rooms.register("materials", room_of)
        demo_seeds.register("events_materials", seed)
