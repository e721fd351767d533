"""Paths as those who are new see them: the list, one with what is done, and their own words on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content.desk import actor
from training_media.paths import queries
from training_media.paths.access import Walker, own_walk, path_to_walk
from training_media.paths.enums import ForWhom
from training_media.paths.exceptions import PathRefused
from training_media.paths.services.walking import take_up, tick, untick

from .frame import TITLE, deed, go, reading, show, to_list


@reading
def path_list(request: HttpRequest, walker: Walker) -> HttpResponse:
    """Show what one walks, with what is left, and what one may begin."""
    mine = queries.walks(queries.walked_by(walker.person, walker.agency))
    walked = [each.assignment.path_id for each in mine]
    others = queries.open_paths(walker.kinds).exclude(pk__in=walked)
    today = timezone.localdate()
    rows = [(each, each.standing.is_late(each.assignment.due_on, today=today)) for each in mine]
    return show(request, walker, "list.html", TITLE, rows=rows, others=others)


@reading
def path(request: HttpRequest, walker: Walker, pk: int) -> HttpResponse:
    """Show a path with its items; to whoever walks it, what is done."""
    found = path_to_walk(walker, pk, request.user)
    walk = next(iter(queries.walks([found.assignment])), None) if found.assignment else None
    due_on = found.assignment.due_on if found.assignment else None
    return show(
        request,
        walker,
        "path.html",
        found.path.title,
        to_list(),
        path=found.path,
        walk=walk,
        may_begin=found.may_begin,
        is_late=walk is not None and walk.standing.is_late(due_on, today=timezone.localdate()),
        is_seen_by_agency=found.path.for_whom != ForWhom.CENTRE,
        path_items=[] if walk else list(queries.items_of(found.path)),
    )


@deed
def begin(request: HttpRequest, walker: Walker, pk: int) -> HttpResponse:
    """Take up a path oneself."""
    found = path_to_walk(walker, pk, request.user)
    if found.may_begin:
        agency = walker.agency_on(found.path)
        try:
            take_up(path=found.path, agency=agency, actor=actor(request), now=timezone.now())
        except PathRefused as refused:
            messages.error(request, str(refused))
    return go(reverse("paths:path", args=[pk]))


@deed
def say(request: HttpRequest, walker: Walker, pk: int) -> HttpResponse:
    """Say that an item is done, or that it is not after all."""
    assignment = own_walk(walker, pk)
    verb = untick if "untick" in request.POST else tick
    item = request.POST.get("untick") or request.POST.get("tick") or ""
    if not (item.isascii() and item.isdecimal() and len(item) < 10):  # noqa: PLR2004 -- no id is longer
        return go(reverse("paths:path", args=[pk]))
    try:
        verb(assignment=assignment, item=int(item), actor=actor(request), now=timezone.now())
    except PathRefused as refused:
        messages.error(request, str(refused))
    return go(f"{reverse('paths:path', args=[pk])}#item-{item}")
