from typing import Any

from wagtail import hooks

from .viewsets import PrivacyRequestViewSet, privacy_request_viewset


@hooks.register("register_admin_viewset")
def privacy_requests() -> PrivacyRequestViewSet:
    return privacy_request_viewset


@hooks.register("register_settings_menu_item")
def privacy_requests_menu_item() -> Any:
    return privacy_request_viewset.get_menu_item(order=30)
