from django.apps import AppConfig

from foundation.registry import demo_seeds


class MeetingsConfig(AppConfig):
    name = "handoff.meetings"
    label = "meetings"
    verbose_name = "合同支援会議"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from handoff.waiting import waiting_sources

        from . import demo, due

        demo_seeds.register("handoff_meetings", demo.fill)
        waiting_sources.register("handoff_meetings", due.waiting)
