from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

from content.models import address
from content.search.documents import Found
from content.search.noting import may_note
from content.search.queries import search, search_kind
from content.search.rules import MOST_CHARACTERS
from content.search.services import note_nothing_found
from content.tags.queries import used_tags
from directory.finding.search import count_for_everybody
from events.queries import public_events
from foundation.centre.queries import current_centre
from foundation.security import own_address
from foundation.ui.context import VIEWING_COOKIE, read_viewing, write_viewing
from foundation.ui.typed import ASKING_FORM, fields_of, is_cut, is_not_sent, with_what_was_typed, words_asked
from training_media.courses.links import course_path
from training_media.courses.queries import public_courses

from .errors import not_found
from .figures.queries import public_tables
from .forms import ViewingForm
from .menu import site_map_rows, sought_places
from .opening import closed_days, open_days
from .queries import pages_of_the_site
from .viewing_cookie import remember
from .year_report.queries import published_reports

HANDOFF = "/handoff/"


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show what is found of every kind, or a page of one kind; nothing found leads to the phone."""
    typed = words_asked(request, most=MOST_CHARACTERS)
    kind = request.GET.get("kind", "").replace("\0", "")
    is_asked = bool(typed) and not is_not_sent(request)
    found = search(typed) if is_asked else Found()
    # A kind of which nothing is found is not looked for: every reading would be tried once more.
    is_there = any(group.kind == kind for group in found.groups)
    page = search_kind(typed, kind, request.GET.get("page")) if is_there else None
    is_vain = is_asked and page is None and (found.left_out or not found.total)
    if is_vain and may_note(request):
        note_nothing_found(typed=typed, day=timezone.localdate())
    context = {
        "asking_form": ASKING_FORM,
        "agencies": 0 if page else count_for_everybody(typed if is_asked else "", today=timezone.localdate()),
        "page_title": _found_title(typed if is_asked else "", kind if page else ""),
        "breadcrumb_items": [("ホーム", "/"), ("サイトの中をさがす", "")],
        "no_index": True,
        "typed": typed,
        "is_asked": is_asked,
        "is_cut": is_asked and is_cut(request, most=MOST_CHARACTERS),
        "found": found,
        "kind": kind,
        "page_obj": page,
    }
    response = render(request, "portal/search.html", context)
    if is_vain:
        patch_cache_control(response, no_store=True)  # the next one is counted too
    return response


def _found_title(typed: str, kind: str) -> str:
    if not typed:
        return "サイトの中をさがす"
    return f"「{typed}」をさがした結果{f'（{kind}）' if kind else ''}"


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show every way to reach the centre and when somebody is there."""
    centre = current_centre()
    context = {
        "centre": centre,
        "open_days": open_days(centre.hours.closures),
        "closed_days": closed_days(centre.hours.closures, timezone.localdate()),
        "page_title": "相談・連絡",
        "page_description": "電話・FAX・手紙・メールでの連絡先と、開いている日と時間です。",
        "breadcrumb_items": [("ホーム", "/"), ("相談・連絡", "")],
    }
    return render(request, "portal/contact.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Show every page of the site as a tree, and the places that are no pages."""
    context = {
        "page_title": "サイトマップ",
        "breadcrumb_items": [("ホーム", "/"), ("サイトマップ", "")],
        "rows": site_map_rows(),
    }
    return render(request, "portal/site_map.html", context)


@never_cache
def viewing(request: HttpRequest) -> HttpResponse:
    """Let a reader choose how pages look; one cookie on their own machine keeps the choice."""
    before = read_viewing(request.COOKIES.get(VIEWING_COOKIE, ""))
    came_from = request.GET.get("next", "")
    if came_from:
        came_from = with_what_was_typed(came_from, fields_of(request.GET, without=["next"]))
    form = ViewingForm(request.POST or None, initial=before | {"next": came_from})
    if request.method == "POST" and form.is_valid():
        messages.success(request, "見やすさの設定を保存しました。")
        response = HttpResponseRedirect(
            own_address(request, form.cleaned_data["next"], otherwise=reverse("portal:viewing"))
        )
        remember(response, write_viewing(form.cleaned_data))
        return response
    context = {
        "page_title": "見やすさの設定",
        "breadcrumb_items": [("ホーム", "/"), ("見やすさの設定", "")],
        "no_index": True,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "portal/viewing.html", context, status=422 if form.errors else 200)


@csrf_exempt  # the switch stands on kept pages, which hold no token; the sender is checked below
@never_cache
@require_POST
def switch_furigana(request: HttpRequest) -> HttpResponse:
    """Switch readings above kanji on or off for this reader, and lead back to the page.

    It stands as a form of its own, or in a form that only asks: then its fields come back with the page.
    """
    sender = request.headers.get("Origin", "")
    if sender and sender != f"{request.scheme}://{request.get_host()}":
        raise PermissionDenied
    before = read_viewing(request.COOKIES.get(VIEWING_COOKIE, ""))
    wanted = "furigana" if request.POST.get("furigana") == "on" else "plain"
    came_from = own_address(request, request.POST.get("next") or request.GET.get("next", ""), otherwise="/")
    typed = fields_of(request.POST, without=["next", "furigana"])
    response = HttpResponseRedirect(with_what_was_typed(came_from, typed))
    remember(response, write_viewing(before | {"furigana": wanted}))
    return response


@never_cache
@require_safe
def staff_entrance(request: HttpRequest) -> HttpResponse:
    """Lead strangers to the sign-in; whoever is signed in and does not work here is told so."""
    wanted = request.GET.get("next", "")
    if not request.user.is_authenticated:
        return redirect_to_login(own_address(request, wanted, otherwise="/cms/"))
    list(messages.get_messages(request))  # Wagtail's words for the same have been seen
    context = {"page_title": "ここは、センターの職員の入口です", "no_index": True}
    return render(request, "portal/staff_entrance.html", context, status=403)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where not to go; a demo world is nothing for them at all."""
    context = {"is_demo": settings.DEMO, "address": settings.OWN_URL}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the address of every page, place, event, table of figures, tag and yearly report of everybody."""
    listed = pages_of_the_site().values_list("url_path", "last_published_at")
    entries = [(address(path), changed) for path, changed in listed]
    entries += [(url, None) for url in sought_places()]
    entries += [(reverse("tags:tag", args=[tag.slug]), None) for tag in used_tags()]
    entries += [(table.get_absolute_url(), table.published_at) for table in public_tables()]
    entries += [(event.get_absolute_url(), event.changed_at) for event in public_events()]
    entries += [(course_path(course), course.changed_at) for course in public_courses()]
    entries += [(report.get_absolute_url(), report.published_at) for report in published_reports()]
    context = {"entries": entries, "address": settings.OWN_URL}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a picture in the size of pages. Raises Http404, also for a name that no disk could hold."""
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    except OSError as error:
        raise Http404 from error


@cache_control(no_store=True)
def handoff_door(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Lead to the private door; this one knows nothing of what lies behind it."""
    return redirect(settings.OTHER_DOOR_URL + HANDOFF)


@cache_control(no_store=True)
def handoff_nothing(request: HttpRequest) -> HttpResponse:
    """Answer that there is nothing here, and leave no trace of the question in any cache."""
    return not_found(request, Http404())
