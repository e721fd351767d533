from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "training_media.leads"
    label = "leads"
    verbose_name = "話を聞きたい"

    def ready(self) -> None:
        """Offer to hear more where one watches; say what waits and what is kept; follow mergers."""
        from content.inquiries import inquiry_sources
        from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes
        from training_media.registries import next_steps, own_records, reach_panels, viewers_united

        from .demo import seed
        from .merging import move_leads, unite
        from .panels import lead_rows
        from .queries import inquiries
        from .retention import retention
        from .steps_beside import steps_of
        from .telling import panels_of, records_of

        next_steps.register("leads", steps_of)
        inquiry_sources.register("leads", inquiries)
        home_panels.register("leads", lead_rows)
        merge_handlers.register("leads", move_leads)
        viewers_united.register("leads", unite)
        own_records.register("leads", records_of)
        reach_panels.register("leads", panels_of)
        retention_classes.register("leads", retention)
        demo_seeds.register("leads", seed)
