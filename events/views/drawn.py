"""What everybody may check of how seats were given: the rules in words, and each draw with its seed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import letters
from events.access import drawn_session, is_for_everybody
from events.draw_queries import drawn_lots
from events.selection import DRAW_METHOD

from .public import HOME, LIST


@require_safe
def how_seats_go(request: HttpRequest) -> HttpResponse:
    """Say by which rules seats are given, how the line moves, and how a freed seat finds the next."""
    title = "席の決まり方と、空きを待つ列"
    context = {
        "page_title": title,
        "page_description": "研修・行事の席が、どの順に決まるか。満席のあと、空いた席がどの方に回るか。",
        "breadcrumb_items": [HOME, (LIST, "/events/"), (title, "")],
        "draw_method": DRAW_METHOD,
    }
    return render(request, "events/seats.html", context)


@require_safe
def draw(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Show seed, method and the numbers in the drawn order; before the draw there is no such page."""
    session = drawn_session(slug, session_id, request.user)
    event, lots = session.event, drawn_lots(session)
    title, starts = "くじの結果", timezone.localtime(session.starts_at)
    context = {
        "page_title": f"{title}　{event.title}（{starts:%-m}月{starts:%-d}日）",
        "breadcrumb_items": [HOME, (LIST, "/events/"), (event.title, event.get_absolute_url()), (title, "")],
        "event": event,
        "session": session,
        "when": letters.when(session),
        "capacity": [(way.label, session.capacity[way]) for way in session.ways],
        "draw_method": DRAW_METHOD,
        "lots": lots,
        "example": lots[0].number if lots else "",
        "no_index": not is_for_everybody(event),
    }
    return render(request, "events/draw.html", context)
