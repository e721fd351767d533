"""Wagtail's admin as the staff meet it: our start page, our colours, only menu entries that they need."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from . import outbox
from .news_from_events import write_report
from .pages_to_check import pages_to_check
from .start_panels import StartPanel

# Lists that pages are made from; each app adds its own word by this hook.
words_and_figures = Menu(register_hook_name="register_words_menu_item")

# What reports and snippets would show stands where it belongs; help stands on the pages themselves.
NOT_NEEDED = frozenset({"help", "reports", "snippets"})
# Wagtail's own apps add to these lists as well; ours is the last word.
LAST = 1000
STYLES = (
    "ui/css/tokens.css",
    "ui/css/components/panel.css",
    "ui/css/components/window.css",
    "portal/admin.css",
)
SCRIPT = "portal/admin.js"


@hooks.register("construct_main_menu", order=LAST)
def leave_out_what_nobody_needs(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001 -- a hook
    items[:] = [item for item in items if item.name not in NOT_NEEDED]


@hooks.register("construct_homepage_panels", order=LAST)
def show_our_start_page(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001 -- a hook
    recent = [panel for panel in panels if panel.name == "recent_edits"]
    panels[:] = [StartPanel(), *recent]


@hooks.register("construct_homepage_summary_items", order=LAST)
def count_nothing(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001 -- a hook
    items.clear()


@hooks.register("insert_global_admin_css")
def house_colours() -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in STYLES))


@hooks.register("construct_page_action_menu", order=LAST)
def publish_before_taking_away(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:  # noqa: ARG001 -- a hook
    """Put 公開をやめる last: all buttons of the page editor stand open side by side."""
    items.sort(key=lambda item: item.name == "action-unpublish")


@hooks.register("insert_global_admin_js")
def own_script() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static(SCRIPT))


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    return [
        path("outbox/", outbox.outbox, name="portal_outbox"),
        path("pages-to-check/", pages_to_check, name="portal_pages_to_check"),
        path("outbox/<int:pk>/again/", outbox.send_mail_again, name="portal_outbox_again"),
        path("news/from-event/<int:pk>/", write_report, name="portal_write_report"),
    ]


@hooks.register("register_settings_menu_item")
def outbox_menu_item() -> MenuItem:
    address = reverse_lazy("portal_outbox")
    return outbox.outbox_desk.menu_item("送信メール", address, name="outbox", icon_name="mail", order=20)


@hooks.register("register_admin_menu_item")
def words_menu_item() -> MenuItem:
    return SubmenuMenuItem("ことばと数字", words_and_figures, name="words", icon_name="openquote", order=50)
