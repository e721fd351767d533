"""The frame around what partners see and write of their own agency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from content.desk import Link
from directory.models import Membership

ROOM: Link = ("わたしたちの事業所", "/my/")
OK = 200


def show_own(
    request: HttpRequest,
    template: str,
    title: str,
    membership: Membership,
    *,
    trail: list[Link],
    status: int = OK,
    **context: Any,
) -> HttpResponse:
    """Answer with a page of one's own agency; `trail` are the pages between the room and this one."""
    frame = {
        "page_title": title,
        "no_index": True,
        "membership": membership,
        "has_errors": status != OK,
        "breadcrumb_items": [ROOM, *trail, (title, "")],
    }
    return render(request, template, frame | context, status=status)
