from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "outreach.study_groups.committees"
    label = "group_committees"
    verbose_name = "委員会の委員"

    def ready(self) -> None:
        """Say who stands how by appointment, what waits at the desk, who promises secrecy."""
        from accounts.registries import factor_sources
        from foundation.registry import demo_seeds, home_panels, retention_classes
        from outreach.study_groups.registries import (
            capacity_sources,
            community_panels,
            first_steps,
            roll_sources,
        )

        from . import limits  # noqa: F401 -- they are declared by being read
        from .demo import seed
        from .panels import committee_panel, committee_rows, secrecy_rows
        from .retention import retention
        from .sources import capacities, expected, promises_to_sign, trusts

        capacity_sources.register("committees", capacities)
        roll_sources.register("committees", expected)
        first_steps.register("committees", promises_to_sign)
        factor_sources.register("committees", trusts)
        community_panels.register("committees", committee_panel)
        home_panels.register("group_committees", committee_rows)
        home_panels.register("group_secrecy", secrecy_rows)
        retention_classes.register("group_committees", retention)
        demo_seeds.register("group_committees", seed)
