from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "training_media.campaigns"
    label = "campaigns"
    verbose_name = "視聴の案内"

    def ready(self) -> None:
        """Say whom letters go to, what stands in calendars, how long names are kept; follow mergers."""
        from events.registries import addressees, agency_entries
        from foundation.registry import activity_sources, demo_seeds, merge_handlers, retention_classes

        from .activities import SOURCE as ACTIVITIES
        from .activities import campaigns_of_the_year
        from .demo import seed
        from .entries import deadlines_of
        from .letters import SOURCE
        from .merging import move_cards
        from .on_paper import card_addressees
        from .retention import retention

        activity_sources.register(ACTIVITIES, campaigns_of_the_year)
        addressees.register(SOURCE, card_addressees)
        agency_entries.register("campaigns", deadlines_of)
        merge_handlers.register("campaigns", move_cards)
        retention_classes.register("campaigns", retention)
        demo_seeds.register("campaigns", seed)
