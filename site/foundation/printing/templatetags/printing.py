"""Components of papers: `{% load printing %}`."""

from collections.abc import Sequence
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from foundation.printing.pdf import static_file
from foundation.printing.sheet import Box

register = template.Library()

QUIET_ZONE = 4  # modules of white around a QR code, ISO/IEC 18004


@register.simple_tag
def printing_static(name: str) -> str:
    """Return the address of a file below an app's `static/printing`, as the PDF maker opens it."""
    return static_file(name).as_uri()


@register.simple_tag
def qr_code(*, text: str, label: str, millimetres: int = 26) -> SafeString:
    """Return a QR code as inline SVG, its dark part `millimetres` wide; `label` is read out instead of it."""
    code = segno.make(text, error="m", micro=False)
    modules = code.symbol_size(border=0)[0]
    edge = millimetres * (modules + 2 * QUIET_ZONE) / modules
    options = {"border": QUIET_ZONE, "omitsize": True, "title": label, "svgclass": "qr", "lineclass": None}
    drawing = code.svg_inline(**options)
    # segno escapes the label; everything else in the drawing is its own.
    return mark_safe(drawing.replace("<svg", f'<svg width="{edge:.2f}mm" height="{edge:.2f}mm"', 1))  # noqa: S308 -- see above


@register.inclusion_tag("printing/boxes.html")
def boxes(*, of: Sequence[Box | str]) -> dict[str, Any]:
    """Draw boxes to tick, one for each `Box` or word."""
    return {"boxes": [box if isinstance(box, Box) else Box(box) for box in of]}


@register.inclusion_tag("printing/sheet_row.html")
def sheet_row(
    *, label: str, of: Sequence[Box | str] = (), hint: str = "", columns: int = 1
) -> dict[str, Any]:
    """Draw one row of a framed form: a question with boxes, or with room to write in."""
    return {"label": label, "boxes": of, "hint": hint, "columns": columns}
