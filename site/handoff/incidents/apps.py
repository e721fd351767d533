from django.apps import AppConfig

from foundation.registry import demo_seeds


class IncidentsConfig(AppConfig):
    name = "handoff.incidents"
    label = "incidents"
    verbose_name = "事故・ヒヤリハット"

    def ready(self) -> None:
        from handoff.machine.rooms import inbox_panels, turn_followers

        from . import demo, limits  # noqa: F401 -- models are not loaded earlier; limits are declared by being read
        from .panel import open_incidents
        from .services.reporting import open_by_itself_in_transaction

        turn_followers.register("incidents", open_by_itself_in_transaction)
        inbox_panels.register("incidents", open_incidents)
        demo_seeds.register("handoff_incidents", demo.fill)
