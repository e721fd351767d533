from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "outreach.study_groups.associations"
    label = "group_associations"
    verbose_name = "規則と総会"

    def ready(self) -> None:
        """Say who is a secretary, show rules and meetings, hand over, follow mergers, fill the demo."""
        from events.registries import reader_links
        from foundation.registry import demo_seeds, merge_handlers, retention_classes
        from outreach.study_groups.registries import (
            community_panels,
            handover_parts,
            plan_holds,
            presence_sources,
            row_facts,
            stood_sources,
            waits,
        )

        from . import limits  # noqa: F401 -- they are declared by being read
        from .access import secretaries
        from .demo import seed
        from .facts import held_lines, who_came
        from .handover import parts
        from .links import papers_of_assembly
        from .merging import move_associations
        from .panels import rules_and_assembly
        from .queries import why_plan_stays
        from .retention import retention
        from .waiting import waits_of_assemblies

        stood_sources.register("group_associations", secretaries)
        community_panels.register("assembly", rules_and_assembly)
        waits.register("group_associations", waits_of_assemblies)
        handover_parts.register("group_associations", parts)
        plan_holds.register("group_associations", why_plan_stays)
        reader_links.register("group_associations", papers_of_assembly)
        row_facts.register("group_associations", held_lines)
        presence_sources.register("group_associations", who_came)
        merge_handlers.register("group_associations", move_associations)
        retention_classes.register("group_associations", retention)
        demo_seeds.register("group_associations", seed)
