from django.apps import AppConfig


class ContactDeskConfig(AppConfig):
    name = "portal.contact_desk"
    label = "contact_desk"
    verbose_name = "問い合わせ"

    def ready(self) -> None:
        """Watch for the key, say how long messages are kept, and fill this part of the demo world."""
        from foundation.registry import demo_seeds, retention_classes

        from . import checks  # noqa: F401 -- registers itself
        from .demo import seed
        from .retention import retention

        demo_seeds.register("contact_desk", seed)
        retention_classes.register("contact_desk", retention)
