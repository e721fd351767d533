from django.apps import AppConfig

from foundation.registry import demo_seeds, home_panels, retention_classes


class PaperConfig(AppConfig):
    name = "events.paper"
    label = "events_paper"
    verbose_name = "紙の受け渡し"

    def ready(self) -> None:
        """Take in what leaves on paper, say what waits, how long it is kept, and what a scan may become."""
        from events import registries
        from events.followers import forgetting_followers

        from .applications import APPLICATION, application_addressees
        from .beside import paper_beside, papers_typed_in
        from .demo import seed
        from .panels import paper_rows
        from .retention import retention
        from .services.sending import owe_in_transaction, reword_in_transaction, take_off_in_transaction
        from .services.settling import forget_applications_in_transaction

        forgetting_followers.register("events_paper", forget_applications_in_transaction)
        registries.letters_on_paper.register("events_paper", owe_in_transaction)
        registries.letters_taken_off.register("events_paper", take_off_in_transaction)
        registries.letters_reworded.register("events_paper", reword_in_transaction)
        registries.addressees.register("application", application_addressees)
        registries.scan_targets.register("application", APPLICATION)
        registries.entry_companions.register("events_paper", paper_beside)
        registries.papers_of.register("events_paper", papers_typed_in)
        home_panels.register("events_paper", paper_rows)
        retention_classes.register("events_paper", retention)
        demo_seeds.register("events_paper", seed)
