"""A report of an event, begun with one press: what the desk knows already is in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from content.desk import Door, actor
from content.models import open_to_everybody
from events.models import Event
from events.queries import attended_people
from foundation.centre.queries import current_centre

from .enums import NewsCategory
from .models import NewsIndexPage, NewsPage

writers = Door([PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER])


@writers.deed
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft about an event that has been held, and lead to it. Raises Http404 for any other event."""
    event = Event.objects.readable().filter(pk=pk).prefetch_related("sessions").first()
    index = open_to_everybody(NewsIndexPage.objects.all()).first()
    if event is None or index is None:
        raise Http404
    page = NewsPage(live=False, owner=actor(request), **report_of(event))
    index.add_child(instance=page)
    # A draft may still lack what publishing asks for.
    page.save_revision(user=actor(request), clean=False)
    messages.success(request, "報告の下書きを作りました。内容を書いて、公開してください。")
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def report_of(event: Event) -> dict[str, Any]:
    """Return what a report of this event begins with. Raises Http404 before the first date is over."""
    held = [session for session in event.sessions.all() if session.ends_at <= timezone.now()]
    if not held:
        raise Http404
    last = held[-1]
    return {
        "title": f"「{event.title}」を開きました",
        "day": timezone.localdate(last.ends_at),
        "category": NewsCategory.REPORT,
        "summary": event.summary[:120],
        "place": last.venue[:80] or "オンライン",
        "host": current_centre().name[:80],
        "participant_count": attended_people(held) or None,
        "responsible": event.contact_name or "センター",
        "body": [("text", event.description)] if event.description else [],
    }
