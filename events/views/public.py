"""What everybody may read: list, month, one event, its papers and calendar files. No page holds a token."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events import admission_words, date_words, letters, listing, paper_facts, papers, queries
from events.access import (
    invited_agencies,
    is_for_everybody,
    readable_attachment,
    readable_event,
    who_is_expected,
)
from events.entries import entries_of
from events.enums import DateState
from events.forms import EventFilterForm
from events.metadata import event_data
from events.models import Event
from events.registries import day_words, list_links, reader_links
from events.series import load_parts
from foundation.calendar import ics
from foundation.calendar.entries import CalendarEntry
from foundation.centre.queries import current_centre
from foundation.registry import calendar_sources

HOME = ("ホーム", "/")
LIST = "研修・行事"
MONTH_VIEW = "month"
FRESH_SECONDS = 600
FEED_HOURS = 1
PAPER_KEPT_SECONDS = 60 * 60


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Show the coming sessions, or the past ones, or one month as a table."""
    if request.GET.get("view") == MONTH_VIEW:
        return event_month(request)
    now = timezone.now()
    past = request.GET.get("past") == "1"
    form = EventFilterForm(request.GET, years=listing.fiscal_years(past=past, now=now))
    wanted = listing.Wanted(**{"past": past} | form.wanted)
    page = Paginator(listing.listed_sessions(wanted, now=now), queries.ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    is_whole = not past and not form.words and page.number == 1
    others = [each for each in listing.other_dates(now=now) if each.ends_at > now] if is_whole else []
    title = f"終わった{LIST}" if past else LIST
    context = {
        "page_title": title,
        "page_description": "これからの研修・行事の一覧です。事業所ごとに、まとめて申し込めます。",
        "breadcrumb_items": [HOME, (LIST, "/events/"), (title, "")] if past else [HOME, (LIST, "")],
        "page_obj": page,
        "rows": queries.session_rows(list(page.object_list), now=now),
        "form": form,
        "past": past,
        "others": others[: queries.ROWS_PER_PAGE],
        "beside": [link() for link in list_links],
    }
    return render(request, "events/list.html", context)


def event_month(request: HttpRequest) -> HttpResponse:
    """Show one month with its sessions, deadlines, holidays and days on which the centre is closed."""
    now, centre = timezone.now(), current_centre()
    others = listing.other_dates(now=now)
    turnable = listing.turnable_months(others, now=now)
    form = EventFilterForm(request.GET, years=turnable.years)
    wanted = listing.Wanted(**form.wanted | {"past": False})
    table = listing.month_table(
        _month_in(request, now),
        centre,
        turnable,
        wanted=wanted,
        others=() if form.words else others,
        now=now,
    )
    context = {
        "form": form,
        "page_title": f"{LIST}　{table.month.year}年{table.month.month}月",
        "breadcrumb_items": [HOME, (LIST, "/events/"), ("月の表", "")],
        "centre": centre,
        "table": table,
    }
    return render(request, "events/month.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one event: when, where, for whom, how many seats, and how to apply."""
    event, now = readable_event(slug, request.user), timezone.now()
    sessions = list(event.sessions.all())
    load_parts(sessions)
    rows = queries.session_rows(sessions, now=now)
    is_open = is_for_everybody(event)
    is_invited = bool(invited_agencies(request.user, event))
    decisions = [queries.may_anybody_apply(session, now=now, is_invited=is_invited) for session in sessions]
    context = {
        "page_title": letters.full_title(event),
        "page_description": event.summary,
        "breadcrumb_items": [HOME, (LIST, "/events/"), (event.title, "")],
        "event": event,
        "rows": rows,
        "taking_place": [row for row in rows if row.session.state == DateState.PLANNED],
        "first": rows[0] if rows else None,
        "only": rows[0] if len(rows) == 1 else None,
        "attachments": list(event.attachments.all()),
        "tells_presence": bool(sessions) and who_is_expected(sessions[0], None) is not None,
        "may_apply": any(decision.allowed for decision in decisions),
        "refusal": decisions[-1].reason if decisions else "",
        "deadline": letters.deadline(event),
        "date_notices": date_words.notices_of(sessions),
        "day_words": [words for source in day_words for words in source(event)],
        "how_short": admission_words.SHORT[event.admission],
        "how_decided": admission_words.how_decided(event),
        "line_rule": admission_words.how_the_line_moves(event),
        "freed_seats": admission_words.how_freed_seats_go(event),
        "decided": [
            {"session": session, "told": admission_words.how_it_was_decided(session)}
            for session in sessions
            if session.decided_at is not None
        ],
        "is_for_everybody": is_open,
        "reader_links": []
        if is_open
        else [link for source in reader_links for link in source(request.user, event)],
        "structured_data": partial(event_data, event, sessions),
        "og_type": "article",
    }
    return render(request, "events/detail.html", context)


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Return the centre's feed: what the apps put into the calendar, cancelled entries for a while too."""
    now = timezone.now()
    entries = [entry for source in calendar_sources for entry in source(now=now)]
    name = f"{current_centre().name} {LIST}"
    return kept_on_its_way(calendar_file(request, ics.feed_window(entries, now=now), name=name, now=now))


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the event's dates as a calendar file."""
    event, now = readable_event(slug, request.user), timezone.now()
    sessions = list(event.sessions.all())
    entries = entries_of(sessions)
    response = calendar_file(request, entries, name=event.title, now=now, file_name=f"{event.slug}.ics")
    is_stranger = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return kept_on_its_way(response) if is_stranger and is_for_everybody(event) else response


def calendar_file(
    request: HttpRequest, entries: Iterable[CalendarEntry], *, name: str, now: datetime, file_name: str = ""
) -> HttpResponse:
    """Return entries as a file, or 304 for a reader who has them as they are."""
    entries = list(entries)
    # Weak: the time at which the file was made stands in it, but no reader cares.
    etag = f'W/"{_digest(name, entries)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = ics.publish(entries, name=name, ttl_hours=FEED_HOURS, now=now)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
        if file_name:
            response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the FAX twin of the entry form."""
    event = readable_event(slug, request.user)
    facts = paper_facts.application_sheet(event, now=timezone.now())
    return paper(request, event, "sheet", facts, papers.application_sheet_pdf)


@require_safe
def flyer(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the event's leaf, with the FAX sheet on its back."""
    event = readable_event(slug, request.user)
    facts = paper_facts.flyer(event, now=timezone.now())
    return paper(request, event, "flyer", facts, paper_facts.flyer_that_fits)


def paper[Facts](
    request: HttpRequest, event: Event, kind: str, facts: Facts, make: Callable[[Facts], bytes]
) -> HttpResponse:
    """Return a paper; it is made once for the same words, and not sent again to whoever has it."""
    digest = _digest(facts)
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        pdf = cache.get_or_set(f"events.paper:{digest}", lambda: make(facts), PAPER_KEPT_SECONDS)
        headers = {"ETag": etag, "Content-Disposition": f'inline; filename="{event.slug}-{kind}.pdf"'}
        response = HttpResponse(pdf, content_type="application/pdf", headers=headers)
    is_stranger = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return kept_on_its_way(response) if is_stranger and is_for_everybody(event) else response


def kept_on_its_way(response: HttpResponse) -> HttpResponse:
    """Let browsers and caches keep an answer that is the same for everybody."""
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """Return a file of an event to whoever may read the event, to be saved and never to be run."""
    found = readable_attachment(pk, name, request.user)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _month_in(request: HttpRequest, now: datetime) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('m', '')}-01")
    except ValueError:
        return timezone.localdate(now)


def _digest(*words: object) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]
