"""The button that begins a report of an event."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from content.desk import Door, Link, actor
from events.models import Event

from .reports import NothingToReport, begin_event_report


def report_button(event: Event) -> Link:
    """Return the words and the address with which the desk of events offers a report."""
    return "お知らせに報告を書く", reverse("portal_write_report", args=[event.pk])


writers = Door([PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER])


@writers.deed
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft about an event that has been held, and lead to it. Raises Http404 for any other event."""
    try:
        page = begin_event_report(event_id=pk, actor=actor(request), now=timezone.now())
    except NothingToReport as error:
        raise Http404 from error
    messages.success(request, "報告の下書きがあります。内容を書いて、公開してください。")
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
