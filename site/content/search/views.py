"""見つからなかったことば: what people looked for in vain, so that staff can teach the search."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, actor, show
from foundation.limits.queries import limit

from . import services
from .access import search_desk
from .limits import LOST_WORDS_KEPT
from .queries import words_without_results

A_MONTH = 30
ROWS_A_PAGE = 50


@search_desk.reading
def lost_words(request: HttpRequest) -> HttpResponse:
    """Show the words that found nothing, the most wanted first."""
    today = timezone.localdate()
    kept_days = limit(LOST_WORDS_KEPT, on=today)
    periods = {str(days): f"この{days}日" for days in sorted({A_MONTH, kept_days})}
    wanted = request.GET.get("days", "")
    days = wanted if wanted in periods else next(iter(periods))
    since = today - timedelta(days=int(days))
    page = Paginator(words_without_results(since), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "content/search/lost_words.html",
        "見つからなかったことば",
        periods=periods.items(),
        kept_days=kept_days,
        days=days,
        page_obj=page,
        rows=page.object_list,
    )


@search_desk.deed
def forget_words(request: HttpRequest) -> HttpResponse:
    """Delete words, as when they name a person."""
    words = request.POST.get("words", "").replace("\0", "")
    if services.forget_words(words=words, actor=actor(request), now=timezone.now()):
        messages.success(request, "ことばを消しました。")
    else:
        messages.info(request, "このことばは、もうありません。")
    return HttpResponseRedirect(reverse("site_search:lost_words"), status=SEE_OTHER)
