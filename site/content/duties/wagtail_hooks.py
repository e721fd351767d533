from wagtail import hooks

from .viewsets import DutyViewSet, duty_viewset


@hooks.register("register_admin_viewset")
def duties() -> DutyViewSet:
    return duty_viewset
