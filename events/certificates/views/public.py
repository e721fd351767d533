"""Everybody can check a number: the page shows every field that is printed on the paper."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.stranger_forms import OK, TOO_MANY_REQUESTS
from events.certificates.forms import CheckForm
from events.certificates.queries import by_number
from foundation.rates.services import may_go
from foundation.ui.typed import ASKING_FORM, is_not_sent

TITLE = "修了証の番号を確かめる"


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show what the certificate of a number says and whether it holds; the number is typed or scanned."""
    form = CheckForm(request.GET)
    number = form.cleaned_data["number"].strip() if form.is_valid() else ""
    asks = bool(number) and not is_not_sent(request)
    is_too_much = asks and not _may_ask(request)
    found = by_number(number) if asks and not is_too_much else None
    context: dict[str, Any] = {
        "page_title": f"確かめた結果　{TITLE}" if asks else TITLE,
        "page_description": "修了証に書かれた番号から、本物かどうかと、いまも有効かどうかを確かめられます。",
        "breadcrumb_items": [("ホーム", "/"), (TITLE, "")],
        "no_index": asks,
        "number": number,
        "asking_form": ASKING_FORM,
        "is_asked": asks and not is_too_much,
        "is_too_much": is_too_much,
        "certificate": found,
    }
    status = TOO_MANY_REQUESTS if is_too_much else OK
    return render(request, "certificates/check.html", context, status=status)


def _may_ask(request: HttpRequest) -> bool:
    """Return whether not too many numbers were asked for of late from here; this one is counted."""
    rates = settings.CERTIFICATE_RATES
    return may_go(request, app="certificates", action="sender", rates=rates, now=timezone.now())
