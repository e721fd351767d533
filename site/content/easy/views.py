"""The check while writing: it answers what it was sent, and keeps nothing."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from accounts.enums import CENTRE_ROLES
from content.desk import Door

from .blocks import EasyBodyBlock
from .checks import found_in, page_texts
from .report import report

door = Door(CENTRE_ROLES)
BODY = EasyBodyBlock()


@door.deed
def check(request: HttpRequest) -> HttpResponse:
    """Return what is hard to read in the form of a page as it stands in the browser, as a part of a page."""
    try:
        body = BODY.value_from_datadict(request.POST, request.FILES, "body")
    except (KeyError, ValueError):
        return HttpResponseBadRequest("送られたものを読めませんでした。ページを読み直してください。")
    texts = page_texts(
        title=request.POST.get("title", ""),
        headline=request.POST.get("headline", ""),
        summary=request.POST.get("summary", ""),
        body=body,
    )
    found = found_in(texts, names=request.POST.get("names", "").splitlines())
    return render(request, "easy/findings.html", report(found))
