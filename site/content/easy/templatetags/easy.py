from typing import Any

from django import template

from content.easy.models import EasyEdition
from content.easy.opening import easy_hours
from content.easy.report import report
from content.models import address
from foundation.centre.queries import Centre
from foundation.easy import rules

register = template.Library()


@register.filter
def sentences(text: str) -> list[str]:
    """Return each sentence of a text: every one stands on a line of its own."""
    return rules.sentences(text)


@register.filter
def hours(centre: Centre) -> list[str]:
    """Return when somebody answers the phone, sentence by sentence."""
    return easy_hours(centre.hours)


@register.inclusion_tag("easy/findings.html")
def easy_findings(*, page: EasyEdition, is_written: bool) -> dict[str, Any]:
    """Show what is hard to read in a page as its form shows it; of a new one nothing is said."""
    return report(page.found() if page.pk or is_written else [])


@register.filter
def page_address(url_path: str) -> str:
    """Return the address of a page from its place in the tree of pages."""
    return address(url_path)
