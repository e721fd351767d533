from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.structured_data import as_script, breadcrumbs, organization

register = template.Library()


@register.simple_tag(takes_context=True)
def page_metadata(context: Context) -> SafeString:
    """Say of a page what search engines, feed readers and services that show links want to know.

    Read from the context: `page_title`, `page_description`, `og_type`, `breadcrumb_items`, `no_index`, and
    `structured_data`, a function (centre, address) that returns schema.org data. A page that nobody should
    find says nothing.
    """
    request = context.get("request")
    if request is None or context.get("no_index") or context.get("has_errors"):
        return SafeString()
    centre, address = context["centre"], settings.OWN_URL
    here = f"{address}{request.path}"
    properties = [
        ("og:title", context.get("page_title") or f"つなぐ {centre.name}"),
        ("og:type", context.get("og_type") or "website"),
        ("og:url", here),
        ("og:site_name", f"つなぐ {centre.name}"),
        ("og:locale", "ja_JP"),
    ]
    if context.get("page_description"):
        properties.append(("og:description", context["page_description"]))
    data = [organization(centre, address=address)] if request.path == "/" else []
    items = context.get("breadcrumb_items") or []
    if items:
        data.append(breadcrumbs(items, address=address, here=request.path))
    more: Any = context.get("structured_data")
    if more is not None:
        data += more(centre=centre, address=address)
    tags = format_html_join("", '<meta property="{}" content="{}">', properties)
    scripts = format_html_join("", "{}", ((as_script(each),) for each in data))
    return format_html('<link rel="canonical" href="{}">{}{}', here, tags, scripts)
