"""The start-up guide for everybody, and a municipality's own copy of it; others find no copy there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content import desk
from content.desk import SEE_OTHER, actor
from directory.coverage.access import own_municipality
from directory.models import Membership
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from foundation.public_papers import kept_paper
from outreach.role_sheets.procedures import queries
from outreach.role_sheets.procedures.enums import CHOICES_OF_WAYS, TickState, Way
from outreach.role_sheets.procedures.models import StartUpCopy
from outreach.role_sheets.procedures.papers import copy_pdf, start_up_pdf
from outreach.role_sheets.procedures.rules import ways_asked, ways_words
from outreach.role_sheets.procedures.services.copies import begin_copy, tick_step

from .frame import PDF, address, done, page

TITLE = "連携強化事業を始める準備"
OWN = "わたしたちの市町村の準備"
WORDS = {
    TickState.DONE: "「すみました」の印をつけました。",
    TickState.NOT_OURS: "「うちでは要りません」の印をつけました。",
}

type View = Callable[..., HttpResponse]


def _asked_ways(request: HttpRequest) -> tuple[Way, ...]:
    return ways_asked(request.GET.getlist("way"))


def _query(ways: Iterable[str]) -> str:
    """Return the ways as they stand in an address, with the sign before them."""
    said = urlencode([("way", way) for way in ways])
    return f"?{said}" if said else ""


@dataclass(frozen=True)
class WayLink:
    """A word to choose: a way, or both of a choice."""

    words: str
    query: str
    is_chosen: bool


def _choices(ways: Collection[Way]) -> list[tuple[str, list[WayLink]]]:
    """Return the two choices, each link keeping what was chosen of the other."""
    found = []
    for name, each in CHOICES_OF_WAYS:
        others = [way for way in ways if way not in each]
        both = WayLink("どちらも", _query(others), not set(each) & set(ways))
        one = [WayLink(str(way.label), _query([*others, way]), way in ways) for way in each]
        found.append((name, [both, *one]))
    return found


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Return what pages say of the chosen ways."""
    ways = _asked_ways(request)
    return {"ways_words": ways_words(ways), "ways_query": _query(ways), "choices": _choices(ways)}


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show what a municipality does in which month, and the clauses."""
    every = queries.start_up_steps()
    steps = queries.of_ways(every, _asked_ways(request))
    return page(
        request,
        "start_up",
        TITLE,
        months=queries.by_month([(step, None) for step in steps]),
        sources=queries.sources_of(steps),
        clauses=queries.clauses(),
        checked_on=queries.last_checked(every),
        **_chosen(request),
    )


@require_safe
def guide_paper(request: HttpRequest) -> HttpResponse:
    """Return the guide on A4, to be ticked by hand."""
    ways, now = _asked_ways(request), timezone.now()
    name = f"procedures.start_up.{'.'.join(ways)}.{timezone.localdate(now)}"
    content = kept_paper(name, lambda: start_up_pdf(ways, now=now))
    return desk.file(content, name="連携強化事業を始める準備.pdf", content_type=PDF, inline=True)


def _of_own_municipality(*methods: str) -> Callable[[View], View]:
    """Open a page to whoever acts for a municipality's own agency; all others find nothing there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **names: int) -> HttpResponse:
            return view(request, own_municipality(request, today=timezone.localdate()), **names)

        opened: View = never_cache(login_required(require_http_methods([*methods])(guarded)))
        return opened

    return decorate


@_of_own_municipality("GET", "HEAD")
def own(_request: HttpRequest, membership: Membership) -> HttpResponse:
    """Lead to the copy that was begun last, or to that of this fiscal year."""
    years = queries.copies_of(membership.agency)
    year = years[0] if years else fiscal_year(timezone.localdate())
    return HttpResponseRedirect(address("own_year", year), status=SEE_OTHER)


@_of_own_municipality("GET", "HEAD", "POST")
def own_year(request: HttpRequest, membership: Membership, year: int) -> HttpResponse:
    """Show the copy of a fiscal year; a press begins it, or ticks a step."""
    agency, now = membership.agency, timezone.now()
    this_year = fiscal_year(timezone.localdate(now))
    copy = queries.copy_of(agency, year)
    if copy is None and year not in (this_year, this_year + 1):
        raise Http404
    if request.method == "POST":
        back = f"{address('own_year', year)}{_query(_asked_ways(request))}"
        if copy is None:
            return done(request, lambda: _begin(request, membership, year), back)
        return done(request, lambda: _tick(request, copy), f"{back}#step-{_step(request)}")
    rows = queries.ticked(copy, _asked_ways(request)) if copy else []
    return page(
        request,
        "own",
        f"{OWN}　{fiscal_year_label(year)}",
        trail=((TITLE, address("start_up")),),
        no_index=True,
        membership=membership,
        year=year,
        years=sorted({this_year, this_year + 1, *queries.copies_of(agency)}, reverse=True),
        copy=copy,
        months=queries.by_month(rows),
        line=queries.copy_line(copy, rows) if copy else None,
        **_chosen(request),
    )


@_of_own_municipality("GET", "HEAD")
def own_paper(request: HttpRequest, membership: Membership, year: int) -> HttpResponse:
    """Return the copy on A4."""
    copy = queries.copy_of(membership.agency, year)
    if copy is None:
        raise Http404
    content = copy_pdf(copy, _asked_ways(request), now=timezone.now())
    return desk.file(content, name=f"連携強化事業を始める準備_{year}年度.pdf", content_type=PDF, inline=True)


def _begin(request: HttpRequest, membership: Membership, year: int) -> str:
    begin_copy(agency=membership.agency, year=year, actor=actor(request), now=timezone.now())
    return f"{fiscal_year_label(year)}の準備を始めました。すんだことに、印をつけてください。"


def _tick(request: HttpRequest, copy: StartUpCopy) -> str:
    state = request.POST.get("state", "")
    tick_step(copy=copy, step=_step(request), state=state, actor=actor(request), now=timezone.now())
    return WORDS[TickState(state)] if state else "印を消しました。"


def _step(request: HttpRequest) -> int:
    asked = request.POST.get("step", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len("9999999999") else 0
