from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "events.parts"
    label = "events_parts"
    verbose_name = "何回かに分けて開く"

    def ready(self) -> None:
        """Lead from an event's screen to the parts of its dates, and show a series in the demo world."""
        from events.registries import event_rooms
        from foundation.registry import demo_seeds

        from .demo import seed
        from .offers import room_of

        event_rooms.register("parts", room_of)
        demo_seeds.register("events_parts", seed)
