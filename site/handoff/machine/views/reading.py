"""The inbox, one hand-off, and one of its parts."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.disclosure.enums import Part
from handoff.enums import EVERYBODY_ENROLLED
from handoff.machine.inbox import inbox_for, tasks_for
from handoff.machine.rooms import inbox_panels
from handoff.machine.screen import page_of
from handoff.machine.services.reading import read_handoff, read_part
from handoff.safeguards.enums import Way

# The inbox shows the most overdue; the page of what is to be done shows all.
FIRST_TASKS = 5
SHOWN = {
    "turn": "わたしたちの番",
    "urgent": "いそぎ",
    "over": "期限がすぎたもの",
    "all": "すべて",
    "ended": "終わったもの",
}


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def inbox(request: EnrolledRequest) -> HttpResponse:
    """Show the hand-offs, those first whose turn it is; no name stands here."""
    show = request.GET.get("show", "turn")
    show = show if show in SHOWN else "turn"
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        found = inbox_for(actor, show=show, number=request.GET.get("page"), today=today)
        panels = [panel for ask in inbox_panels if (panel := ask(actor, today)) is not None]
        tasks = tasks_for(actor, today=today)
    context = {
        "page_title": "引継ぎ",
        "page_obj": found.page,
        "lines": found.lines,
        "panels": panels,
        "show": show,
        "views": SHOWN.items(),
        "tasks": tasks[:FIRST_TASKS],
        "more_tasks": max(0, len(tasks) - FIRST_TASKS),
    }
    return render(request, "machine/inbox.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def detail(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show one hand-off: whose turn, until when, what is open, what is still to be done."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    reading = read_handoff(handoff_id=pk, actor=actor, now=now)
    page = page_of(reading, actor, today=today)
    reference = reading.handoff.reference
    with opened(actor, now=now):
        # Nobody but the asking side knows whether what goes on paper has arrived.
        tasks = tasks_for(actor, today=today) if reading.handoff.way_of != Way.HERE else []
    own = [task for task in tasks if task.waiting.reference == reference]
    context = {"page_title": reference, "page": page, "reading": reading, "tasks": own}
    return render(request, "machine/detail.html", context)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def part(request: EnrolledRequest, pk: UUID, part: str) -> HttpResponse:
    """Show one part, which is written down as read."""
    text = read_part(handoff_id=pk, part=Part(part), actor=actor_of(request), now=timezone.now())
    context = {"page_title": Part(part).label, "text": text, "pk": pk}
    return render(request, "machine/part.html", context)
