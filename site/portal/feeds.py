"""What feed readers ask for: news and coming events, as everybody may read them."""

from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from events.queries import upcoming_public_events
from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.japanese.text import clean_line

from .queries import latest_news

ENTRIES = 30


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the latest news, the newest first."""
    feed = _feed("お知らせ", "/news/", reverse("portal:news_feed"))
    for page in latest_news()[:ENTRIES]:
        day = datetime.combine(page.day, time(), tzinfo=timezone.get_current_timezone())
        _add(feed, page.title, page.address, page.summary, published=day)
    return _answer(feed)


@require_safe
def events_feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the coming events, the next first; the day stands in the title."""
    feed = _feed("研修・行事", "/events/", reverse("portal:events_feed"))
    for row in upcoming_public_events(now=timezone.now(), limit=ENTRIES):
        event, session = row.session.event, row.session
        day = long_date(timezone.localdate(session.starts_at))
        title = f"{day} {event.title}"
        _add(feed, title, event.get_absolute_url(), event.summary, published=event.changed_at)
    return _answer(feed)


def _feed(name: str, page: str, own: str) -> Rss201rev2Feed:
    centre = current_centre()
    return Rss201rev2Feed(
        title=f"{name}｜つなぐ {centre.name}",
        link=settings.OWN_URL + page,
        description=f"{centre.name}の{name}です。",
        language="ja",
        feed_url=settings.OWN_URL + own,
        ttl="60",
    )


def _add(feed: Rss201rev2Feed, title: str, url: str, summary: str, *, published: datetime) -> None:
    address = settings.OWN_URL + url
    # A sign that no feed may hold would be the end of all of it.
    title = clean_line(title)
    feed.add_item(
        title=title,
        link=address,
        description=clean_line(summary),
        unique_id=f"{address}#{title}",
        unique_id_is_permalink=False,
        pubdate=published,
    )


def _answer(feed: Rss201rev2Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
