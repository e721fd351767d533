from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Return the page for a form that was open too long or came without its token: what to do now."""
    return render(request, "ui/csrf-failure.html", {"page_title": "送れませんでした"}, status=403)
