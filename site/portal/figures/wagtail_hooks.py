"""The desk's place in the admin: its addresses, and a row on the start page when somebody has to verify."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.access import has_role
from content.start_page import Todo
from foundation.registry import home_panels

from . import desk_urls
from .access import figures_desk
from .enums import FIGURES_DESK_ROLES, SMALL_COUNTS_ROLES
from .queries import tables_to_verify


def figures_on_the_desk(request: HttpRequest) -> list[Todo]:
    """Return how many tables wait for this member of staff as the second person."""
    if not has_role(request.user, FIGURES_DESK_ROLES):
        return []
    is_manager = has_role(request.user, SMALL_COUNTS_ROLES)
    waiting = tables_to_verify(user_id=request.user.pk or 0, is_manager=is_manager)
    return [Todo(waiting, "数字を、出典と見くらべて確認する", f"{reverse('figures_desk:list')}?state=sent")]


home_panels.register("figures", figures_on_the_desk)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_words_menu_item")
def words_menu_item() -> MenuItem:
    address = reverse_lazy("figures_desk:list")
    return figures_desk.menu_item("数字で見るセンター", address, name="figures", icon_name="view", order=10)
