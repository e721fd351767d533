from django.apps import AppConfig

# Public screens that no editor writes: the readings of their words are confirmed together.
SCREENS = (
    *("/contact/", "/contact/form/", "/search/", "/viewing/", "/site-map/", "/tags/"),
    *("/events/", "/figures/", "/glossary/", "/privacy/kept/", "/accounts/login/"),
)


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        """Say how pages are edited and what each role may do; let changes of pages clear the kept ones."""
        from content.editing import show_in_editor
        from content.furigana.shown import system_screens
        from foundation.registry import (
            held_event_deeds,
            home_panels,
            retention_classes,
            review_sources,
            role_permissions,
        )

        from . import front_cache
        from .editing import FORMS, PANELS
        from .limits import kept_settings
        from .news_from_events import report_button
        from .outbox import mails_on_the_desk
        from .pages_to_check import pages_due
        from .roles import PERMISSIONS
        from .start_panels import pages_on_the_desk

        show_in_editor(PANELS, forms=FORMS)
        role_permissions.register("portal", PERMISSIONS)
        home_panels.register("portal", pages_on_the_desk)
        home_panels.register("mail", mails_on_the_desk)
        held_event_deeds.register("portal", report_button)
        system_screens.register("portal", SCREENS)
        review_sources.register("portal", pages_due)
        retention_classes.register("portal", kept_settings)
        front_cache.clear_when_pages_change()
