from django.apps import AppConfig


class PrivacyRequestsConfig(AppConfig):
    name = "portal.privacy_requests"
    label = "privacy_requests"
    verbose_name = "個人情報の請求"

    def ready(self) -> None:
        """Let the manager keep the register, and nobody else."""
        from accounts.enums import PublicRole
        from foundation.registry import home_panels, role_permissions

        from .panels import requests_on_the_desk

        rights = tuple(f"privacy_requests.{verb}_privacyrequest" for verb in ("view", "add", "change"))
        role_permissions.register("privacy_requests", {PublicRole.MANAGER: rights})
        home_panels.register("privacy_requests", requests_on_the_desk)
