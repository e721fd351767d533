"""The sheets on the page of all guides."""

from django.http import HttpRequest
from django.urls import reverse

from .access import published_versions
from .registries import Shelf

SHOWN = 3


def sheets_on_the_shelf(request: HttpRequest) -> Shelf | None:  # noqa: ARG001 -- the same for everybody
    """Return the first sheets, None while none is published."""
    first = [
        (f"{each.sheet.title}（{each.sheet.place}）", each.sheet.get_absolute_url())
        for each in published_versions().order_by("sheet__municipality__code", "sheet__title", "pk")[:SHOWN]
    ]
    if not first:
        return None
    return Shelf(
        "役割分担表",
        reverse("role_sheets:library"),
        "国・県・市町村・民間の、だれが何をするか。A4横1枚の表です。",
        5,
        first,
    )
