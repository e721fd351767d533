from django.apps import AppConfig


class ContactDeskConfig(AppConfig):
    name = "portal.contact_desk"
    label = "contact_desk"
    verbose_name = "問い合わせ"

    def ready(self) -> None:
        """Watch for the key; say what waits and what is kept; fill the demo world."""
        from foundation.registry import demo_seeds, home_panels, retention_classes

        from . import checks  # noqa: F401 -- registers itself
        from .demo import seed
        from .panels import contact_rows
        from .retention import retention

        home_panels.register("contact_desk", contact_rows)
        demo_seeds.register("contact_desk", seed)
        retention_classes.register("contact_desk", retention)
