"""Plain texts of the desk in templates. `{% load guide_texts %}{% guide_text text=row.answer %}`."""

from typing import Any

from django import template

from outreach.role_sheets.guides.texts import passages

register = template.Library()


@register.inclusion_tag("guides/text.html")
def guide_text(*, text: str) -> dict[str, Any]:
    """Show a text with its paragraphs, and lines that begin with 「・」 as a list."""
    return {"passages": passages(text)}
