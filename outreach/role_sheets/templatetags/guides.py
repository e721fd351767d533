"""Tabs between the desks of sheets and of all rooms of guides: `{% load guides %}`."""

from django import template

from outreach.role_sheets.registries import guide_desks

register = template.Library()


@register.simple_tag
def guide_desks_tabs() -> list[tuple[str, str, str]]:
    """Return the desk of each room: its name, its words and its address."""
    return [(name, *desk()) for name, desk in guide_desks.items()]
