from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from foundation.japanese.readings import Part

register = template.Library()


@register.inclusion_tag("furigana/switch.html", takes_context=True)
def furigana_switch(context: template.Context, *, address: str) -> dict[str, Any]:
    """Show the reader's switch and decide by it, once for the page, whether readings are laid on.

    It is sent to `address`; where a form is kept (`typed_form`, or `asking_form` if it
    only asks), it is a button of that form.
    `furigana_default` in the context is what a page does for a reader who has chosen nothing.
    """
    chosen = context.get("viewing", {}).get("furigana", "")
    is_on = chosen == "furigana" or (chosen == "" and bool(context.get("furigana_default")))
    request = context.get("request")
    if request is not None:
        request.furigana_is_on = is_on
    return {
        "is_on": is_on,
        "address": address,
        "next": request.get_full_path() if request is not None else "/",
        "typed_form": context.get("typed_form", ""),
        "asking_form": context.get("asking_form", ""),
    }


@register.simple_tag
def ruby(parts: list[Part]) -> SafeString:
    """Return a sentence with its readings, confirmed or not; kanji without one are marked."""
    return format_html_join("", "{}", ((_ruby(*part),) for part in parts))


def _ruby(base: str, reading: str | None) -> SafeString | str:
    return (
        base
        if reading is None
        else format_html_join("", "<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", [(base, reading)])
    )
