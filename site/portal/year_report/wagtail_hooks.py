"""The desk's place in the admin: its addresses, its word in the menu, a row on the start page."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.access import has_role
from content.start_page import Todo
from foundation.registry import home_panels

from . import desk_urls
from .access import report_desk
from .enums import LEADING_ROLES
from .queries import reports_to_publish


def reports_on_the_desk(request: HttpRequest) -> list[Todo]:
    """Return how many reports wait for this manager as the second person."""
    if not has_role(request.user, LEADING_ROLES):
        return []
    waiting = reports_to_publish(user_id=request.user.pk or 0)
    return [Todo(waiting, "1年の報告を読みなおして、公開する", reverse("year_report_desk:list"))]


home_panels.register("year_report", reports_on_the_desk)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_words_menu_item")
def words_menu_item() -> MenuItem:
    address = reverse_lazy("year_report_desk:list")
    return report_desk.menu_item("1年の報告", address, name="year-report", icon_name="doc-full", order=12)
