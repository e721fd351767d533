"""Everything that waits for somebody around their hand-offs, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import WRITING
from handoff.machine.inbox import tasks_for


@policy(open_to=WRITING)
@never_cache
@require_GET
def to_do(request: EnrolledRequest) -> HttpResponse:
    """Show what is late or due today, the longest waiting first; no name stands here."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        tasks = tasks_for(actor, today=timezone.localdate(now))
    context = {"page_title": "やること", "tasks": tasks, "may_register": actor.is_at(None)}
    return render(request, "aftercare/to_do.html", context)
