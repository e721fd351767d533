from django.apps import AppConfig

from foundation.registry import demo_seeds


class TalkConfig(AppConfig):
    name = "handoff.talk"
    label = "talk"
    verbose_name = "引継ぎのやりとり"

    def ready(self) -> None:
        from . import demo  # models are not loaded earlier

        demo_seeds.register("handoff_talk", demo.fill)
