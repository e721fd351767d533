"""What everybody reads, each as much as they may: the search, one agency, the matrix of areas."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content.search.noting import may_note
from content.search.services import note_nothing_found
from directory.enums import Level
from directory.finding import matrix
from directory.finding.access import opened_agency, reader_of
from directory.finding.forms import MOST_AT_ONCE, read_wish
from directory.finding.leaf import leaf
from directory.finding.listing import Listing, choices_for, listing
from directory.finding.metadata import agency_data
from directory.finding.queries import own_prefecture

HOME = ("ホーム", "/")
LIST = "関係機関をさがす"
AREAS = "圏域ごとの数"
MOST_WORDS_IN_TITLE = 4
# What the page of a search may hold beside the index, so that a whole list is still one that browsers print.
MOST_ROWS = MOST_AT_ONCE


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a wish finds; whatever the address says, the answer is a page."""
    today = timezone.localdate()
    reader = reader_of(request, today=today)
    choices = choices_for(reader, today=today)
    wish = read_wish(request.GET, choices)
    shown = listing(wish, choices, today=today, prefecture=own_prefecture())
    is_vain = bool(wish.typed) and not shown.found.total and not wish.is_narrowed
    if is_vain and may_note(request):
        note_nothing_found(typed=wish.typed, day=today)
    context = {
        "page_title": _title(shown),
        "heading": f"「{wish.typed}」の関係機関" if wish.typed else LIST,
        "page_description": "地域の関係機関を、名前や町の名前、サービスの種類でさがせます。",
        "breadcrumb_items": [HOME, (LIST, "")],
        # One page for all searches: what is found changes every day.
        "no_index": bool(request.GET),
        "listing": shown,
        "wish": shown.wish,
        "is_staff": reader == Level.STAFF,
        "is_partner": reader != Level.PUBLIC,
        "most": MOST_ROWS,
        "whole_query": shown.wish.query(is_whole=True),
        "page_query": shown.wish.query(is_whole=False),
        "file_query": shown.wish.query(is_whole=False, page=1),
    }
    response = render(request, "directory/finding/search.html", context)
    if is_vain:
        patch_cache_control(response, no_store=True)  # the next one is counted too
    return response


def _title(shown: Listing) -> str:
    """Return what tells this search from others in a row of tabs: words, conditions, page."""
    wish = shown.wish
    asked = [*([f"「{wish.typed}」"] if wish.typed else []), *(each.words for each in shown.chosen)]
    more = "、".join(asked[:MOST_WORDS_IN_TITLE])
    page = f"（{wish.page}ページ目）" if wish.page > 1 else ""
    return f"{LIST}（{more}）{page}" if more else f"{LIST}{page}"


@require_safe
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one agency as the reader sees it; staff may look through the eyes of others."""
    today = timezone.localdate()
    reader = reader_of(request, today=today)
    opened = opened_agency(public_id, reader, today=today)
    if opened.agency.public_id != public_id:
        return redirect("directory_finding:agency", opened.agency.public_id)
    level = reader
    if reader == Level.STAFF and request.GET.get("as") in Level.values:
        level = Level(request.GET["as"])
    profile = opened.seen_by(level)
    public = opened.seen_by(Level.PUBLIC)
    name = opened.whole.profile.name
    context = {
        "page_title": name,
        "page_description": _description(profile.name, profile.kind.name) if profile else "",
        "breadcrumb_items": [HOME, (LIST, reverse("directory_finding:search")), (name, "")],
        "no_index": public is None or level != Level.PUBLIC,
        "structured_data": partial(agency_data, public) if public else None,
        "leaf": leaf(profile, level=level, today=today) if profile else None,
        "agency": opened.agency,
        "is_open": opened.agency.is_current(today=today),
        "is_staff": reader == Level.STAFF,
        "levels": [(each, each == level) for each in Level],
        "level": level,
    }
    return render(request, "directory/finding/agency.html", context)


def _description(name: str, kind: str) -> str:
    return f"{name}（{kind}）の連絡先とサービスです。"


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Show how many agencies of each kind the areas have, as everybody finds them."""
    scheme = request.GET.get("scheme", "")
    context = {
        "page_title": AREAS,
        "page_description": "圏域ごとに、どのサービスの事業所がいくつあるかの表です。",
        "breadcrumb_items": [HOME, (LIST, reverse("directory_finding:search")), (AREAS, "")],
        "matrix": matrix.area_matrix(scheme, today=timezone.localdate()),
    }
    return render(request, "directory/finding/areas.html", context)
