"""What everybody reads: what is kept for how long, and by when the centre answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.limits.queries import standings
from portal.limits_desk.queries import kept_rows

TITLE = "何を、いつまで残すか"


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """List what the apps keep and the promises of the centre, with the values that count today."""
    today = standings(timezone.localdate())
    context = {
        "page_title": TITLE,
        "page_description": "情報を残す期間と、お返事までの日数を、わけといっしょに書いています。",
        "breadcrumb_items": [("ホーム", "/"), (TITLE, "")],
        "kept": kept_rows(today),
        "promises": [each for each in today.values() if each.limit.is_promised],
    }
    return render(request, "limits_desk/kept.html", context)
