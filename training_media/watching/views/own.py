"""What is recorded of whoever watches here: shown to them, and given to them as a file."""

from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from content.desk import table_file
from training_media.viewing.models import Viewer
from training_media.watching.access import in_force, viewer_of_account
from training_media.watching.own_record import OwnRecord, Visit, as_json, as_table, record_of
from training_media.watching.passes import Pass
from training_media.watching.queries import viewers_in
from training_media.watching.services.handing_out import record_taken

from .frame import OK, TOO_MANY, go, show
from .turns import TOO_OFTEN, counted

TITLE = "わたしの視聴の記録"
NAME = "視聴の記録"
FORMS = {"csv", "json"}


@dataclass(frozen=True)
class _Own:
    viewer: Viewer
    course: int | None
    visit: Visit | None = None
    held: Pass | None = None


@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Show what is recorded of the one person who watches here."""
    own = _own(request)
    if own is None:
        return go("enter") if not request.user.is_authenticated else _nobody(request)
    if not counted(request, "record", own.held):
        return show(request, "record.html", TITLE, status=TOO_MANY, record=None, refused=TOO_OFTEN)
    return _show(request, own)


@never_cache
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Give the record away as CSV or JSON. Raises Http404 for anybody else, and any other form."""
    own, form, now = _own(request), request.POST.get("form", ""), timezone.now()
    if own is None or form not in FORMS:
        raise Http404
    if not counted(request, "file", own.held):
        return _show(request, own, status=TOO_MANY, refused=TOO_OFTEN)
    actor = request.user if isinstance(request.user, User) else None
    record_taken(viewer=own.viewer, form=form, actor=actor, now=now)
    found = _record(own)
    if form == "csv":
        return table_file(as_table(found), name=NAME, form="csv", printed_on=timezone.localdate(now))
    response = JsonResponse(
        as_json(found), encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="record.json"'
    return response


def _show(request: HttpRequest, own: _Own, status: int = OK, refused: str = "") -> HttpResponse:
    return show(
        request,
        "record.html",
        TITLE,
        status=status,
        record=_record(own),
        is_of_one_course=own.course is not None,
        refused=refused,
    )


def _record(own: _Own) -> OwnRecord:
    return record_of(own.viewer, course=own.course, visit=own.visit, now=timezone.now())


def _own(request: HttpRequest) -> _Own | None:
    """Return whose record is asked for: of whoever came in by a card alone, else of whoever signed in.

    Whoever has card and PIN may say any name: they read what was watched since, and nothing from before.
    """
    found = in_force(request, now=timezone.now())
    if found is not None and len(found.held.viewers) == 1 and not found.held.is_together:
        viewers = viewers_in(found.held.viewers)
        visit = _visit(found.held)
        return next((_Own(each, found.course.pk, visit, found.held) for each in viewers), None)
    if not request.user.is_authenticated:
        return None
    viewer = viewer_of_account(request, now=timezone.now())
    return None if viewer is None else _Own(viewer, None)


def _visit(held: Pass) -> Visit | None:
    assert held.visit is not None
    return None if held.is_personal else Visit(held.visit, held.began_at)


def _nobody(request: HttpRequest) -> HttpResponse:
    return show(request, "record.html", TITLE, record=None)
