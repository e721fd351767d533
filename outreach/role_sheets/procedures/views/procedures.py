"""Check lists for everybody: by person type, on paper, with the days of a release that is typed."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content import desk
from content.desk import UNPROCESSABLE
from content.stranger_forms import TOO_MANY_REQUESTS
from foundation.centre.queries import current_centre
from foundation.public_papers import kept_paper
from foundation.rates.services import may_go
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from outreach.role_sheets.procedures import queries
from outreach.role_sheets.procedures.day_calendar import days_ics
from outreach.role_sheets.procedures.enums import PersonType
from outreach.role_sheets.procedures.forms.asked import ReleaseForm
from outreach.role_sheets.procedures.papers import days_pdf, person_words, steps_pdf
from outreach.role_sheets.procedures.queries import DayLine

from .frame import PDF, address, page

TITLE = "手続きのチェック表"
DAYS = "出所の日から、始める日を数える"
ICS = "text/calendar; charset=utf-8"
TOO_OFTEN = (
    "この1時間に、たくさん印刷されました。1時間ほど待つか、画面の予定をお使いください。"
    "お急ぎのときは、センターにお電話ください。"
)


def _asked_type(request: HttpRequest) -> str:
    """Return the person type of `?kind=`, "" for everybody and for what is none."""
    asked = request.GET.get("kind", "")
    return asked if asked in PersonType.values else ""


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """Show what is to be done at which stage, for everybody or for one person type."""
    chosen = _asked_type(request)
    found = queries.steps_for(chosen)
    return page(
        request,
        "steps",
        TITLE,
        chosen=chosen,
        chosen_words=person_words(chosen),
        person_types=PersonType,
        stages=queries.by_stage(found),
        checked_on=queries.last_checked(found),
    )


@require_safe
def steps_paper(request: HttpRequest) -> HttpResponse:
    """Return the check list on A4."""
    chosen, now = _asked_type(request), timezone.now()
    name = f"procedures.steps.{chosen}.{timezone.localdate(now)}"
    content = kept_paper(name, lambda: steps_pdf(chosen, now=now))
    return desk.file(
        content, name=f"手続きのチェック表_{person_words(chosen)}.pdf", content_type=PDF, inline=True
    )


@never_cache
@keeps_what_is_typed
def days(request: HttpRequest) -> HttpResponse:
    """Count the days of a check list from a release day; it is asked by a press and kept nowhere."""
    today = timezone.localdate()
    initial = {"kind": _asked_type(request)}
    form = ReleaseForm(request.POST or None, today=today, initial=initial)
    if only_redraws(request) or not (form.is_bound and form.is_valid()):
        refused = form.is_bound and not only_redraws(request) and bool(form.errors)
        return _days_page(request, form, [], None, UNPROCESSABLE if refused else 200)
    release, chosen = form.cleaned_data["release"], form.cleaned_data["kind"]
    lines = queries.day_lines(
        queries.steps_for(chosen), release, closures=current_centre().hours.closures, today=today
    )
    wanted = request.POST.get("as", "")
    if wanted == "ics":
        content = days_ics(lines, domain=settings.HOST, now=timezone.now())
        return desk.file(content, name="手続きの予定.ics", content_type=ICS)
    if wanted == "pdf":
        if not _may_print(request):
            form.add_error(None, TOO_OFTEN)
            return _days_page(request, form, lines, release, TOO_MANY_REQUESTS)
        content = days_pdf(chosen, release, lines, now=timezone.now())
        return desk.file(content, name="手続きの予定.pdf", content_type=PDF, inline=True)
    return _days_page(request, form, lines, release, 200)


def _may_print(request: HttpRequest) -> bool:
    """Return whether not too many papers were asked for of late from here; this one is counted.

    A paper with somebody's days is never kept, so that each is laid out anew.
    """
    return may_go(
        request, app="procedures", action="days", rates=settings.PROCEDURES_RATES, now=timezone.now()
    )


def _days_page(
    request: HttpRequest, form: ReleaseForm, lines: list[DayLine], release: date | None, status: int
) -> HttpResponse:
    shown = {"form": form, "lines": lines, "release": release, "typed_form": TYPED_FORM}
    trail = ((TITLE, address("steps")),)
    return page(request, "days", DAYS, trail=trail, status=status, no_index=True, **shown)
