"""Wagtail's admin as the staff meet it: our start page, our colours, only menu entries that they need."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .start_panels import StartPanel

# What reports and snippets would show stands where it belongs; help stands on the pages themselves.
NOT_NEEDED = frozenset({"help", "reports", "snippets"})
STYLES = (
    "ui/css/tokens.css",
    "ui/css/components/panel.css",
    "ui/css/components/window.css",
    "portal/admin.css",
)
SCRIPT = "portal/admin.js"


def leave_out_what_nobody_needs(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001 -- a hook
    items[:] = [item for item in items if item.name not in NOT_NEEDED]


def show_our_start_page(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001 -- a hook
    recent = [panel for panel in panels if panel.name == "recent_edits"]
    panels[:] = [StartPanel(), *recent]


def count_nothing(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001 -- a hook
    items.clear()


def publish_before_taking_away(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:  # noqa: ARG001 -- a hook
    """Put 公開をやめる last: all buttons of the page editor stand open side by side."""
    items.sort(key=lambda item: item.name == "action-unpublish")


def house_colours() -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in STYLES))


def own_script() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static(SCRIPT))
