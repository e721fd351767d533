"""How far whoever watches has come, their certificate, and its paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events.certificates.views.files import certificate_file
from training_media.completion.access import certificate_here, viewer_here
from training_media.completion.done_page import done_page
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.services.completing import receive_certificate
from training_media.watching.access import Watching, waiting_sittings
from training_media.watching.views.frame import trail

from .frame import OK, TOO_MANY, TOO_OFTEN, counted, go, of_whoever_watches, show

TITLE = "修了まで"
WAITS = "修了を記録しました。修了証は、事業所がお名前を確かめてから出ます。"


@require_safe
@of_whoever_watches
def done(request: HttpRequest, found: Watching) -> HttpResponse:
    """Show for each who watches here what is missing until the course is completed, and what they get."""
    return _done(request, found)


def _done(request: HttpRequest, found: Watching, status: int = OK, refused: str = "") -> HttpResponse:
    return show(
        request,
        "done.html",
        TITLE,
        status=status,
        breadcrumb_items=trail(found.course, (TITLE, "")),
        course=found.course,
        watching=found,
        page=done_page(found, today=timezone.localdate()),
        waiting=waiting_sittings(found),
        refused=refused,
    )


@require_POST
@of_whoever_watches
def receive(request: HttpRequest, found: Watching) -> HttpResponse:
    """Issue the certificate of one of those who watch here, if it is due."""
    viewer = viewer_here(found, request.POST.get("viewer", ""))
    if not counted(request, "certificate", found):
        return _done(request, found, TOO_MANY, TOO_OFTEN)
    try:
        issued = receive_certificate(course=found.course, viewer=viewer, now=timezone.now())
    except CompletionRefused as refused:
        messages.error(request, str(refused))
    else:
        if issued is not None:
            messages.success(request, f"{issued.title}を発行しました。PDFで受け取れます。")
        else:
            messages.info(request, WAITS)
    return go("done", found.course.slug)


@require_safe
@of_whoever_watches
def paper(request: HttpRequest, found: Watching, viewer: int) -> HttpResponse:
    """Give the certificate of one of those who watch here as a PDF. Raises Http404 for anybody else."""
    certificate = certificate_here(found, viewer)
    if not counted(request, "file", found):
        return _done(request, found, TOO_MANY, TOO_OFTEN)
    return certificate_file(certificate, inline=True)
