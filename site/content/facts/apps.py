from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "content.facts"
    label = "facts"
    verbose_name = "日付のある数字"

    def ready(self) -> None:
        """Say who may edit figures and what waits for them."""
        from foundation.registry import home_panels, review_sources, role_permissions

        from .access import PERMISSIONS
        from .panels import facts_on_the_desk
        from .reviews import figures_due

        role_permissions.register("facts", PERMISSIONS)
        review_sources.register("facts", figures_due)
        home_panels.register("facts", facts_on_the_desk)
