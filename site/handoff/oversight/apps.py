from django.apps import AppConfig

from foundation.registry import demo_seeds


class OversightConfig(AppConfig):
    name = "handoff.oversight"
    label = "oversight"
    verbose_name = "提供の記録と確かめ"

    def ready(self) -> None:
        from handoff.machine.rooms import inbox_panels
        from handoff.waiting import waiting_sources

        # Models are not loaded earlier; limits are declared by being read.
        from . import custody, demo, limits  # noqa: F401 -- as above
        from .services import rights

        inbox_panels.register("oversight", custody.for_custodians)
        waiting_sources.register("handoff_oversight", rights.waiting)
        demo_seeds.register("handoff_oversight", demo.fill)
