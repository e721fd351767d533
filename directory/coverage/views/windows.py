"""The municipal windows: for everybody, for the desk, for the municipality itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content import desk
from content.desk import FORM_METHODS, SEE_OTHER, UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from content.files import shared_file
from directory.coverage.access import own_municipality, registers_desk
from directory.coverage.drawing import picture_of
from directory.coverage.exceptions import RegisterRefused
from directory.coverage.exports import windows_csv
from directory.coverage.forms.windows import OwnWindowForm, WindowForm
from directory.coverage.queries import (
    coverage_rate,
    own_municipalities,
    shown_names,
    window_of,
    window_rows,
    years_with_windows,
)
from directory.coverage.rules import FIRST_YEAR, LAST_YEAR, day_of_year
from directory.coverage.services.windows import carry_windows_over, record_window
from directory.enums import Level
from directory.models import Municipality
from foundation.japanese.dates import fiscal_year, fiscal_year_label

LIST = "市町村の窓口（連携強化事業）"
CSV = "text/csv; charset=utf-8"


@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """Show everybody which municipality has which window in a fiscal year, and how many have one."""
    year = _asked_year(request)
    rows = window_rows(year, reader=Level.PUBLIC, today=timezone.localdate())
    context = {
        "page_title": LIST if year == _this_year() else f"{LIST}　{fiscal_year_label(year)}",
        "page_description": "出所した方を地域で支える「連携強化事業」を、どの市町村がどこで行っているか。",
        "breadcrumb_items": [("ホーム", "/"), (LIST, "")],
        "picture": picture_of(rows),
        **_table(year, rows),
    }
    return render(request, "coverage/windows.html", context)


@require_safe
def windows_file(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV."""
    year = _asked_year(request)
    rows = window_rows(year, reader=Level.PUBLIC, today=timezone.localdate())
    return shared_file(windows_csv(rows, year), name=f"windows-{year}.csv", content_type=CSV)


@registers_desk.reading
def desk_list(request: HttpRequest) -> HttpResponse:
    """Show the windows of a fiscal year at the desk, next year's as well."""
    year = _asked_year(request, ahead=1)
    rows = window_rows(year, reader=Level.STAFF, today=timezone.localdate())
    return desk.show(
        request,
        "coverage/desk/windows.html",
        LIST,
        next_year=_this_year() + 1,
        **_table(year, rows),
    )


@registers_desk.form_page
def edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write down how one municipality does it in a fiscal year."""
    _insist_on_year(year)
    today = timezone.localdate()
    places = own_municipalities(day=day_of_year(year, today=today))
    place = get_object_or_404(places, code=code)
    address = f"{reverse('coverage_desk:windows')}?year={year}"

    def filled(typed: QueryDict | None = None) -> WindowForm:
        return WindowForm(typed, initial=_known(place, year), today=today, knows_all=True)

    form = filled(request.POST or None)

    def save() -> Done:
        _record(request, form, place, year)
        return Done(f"{place}の窓口を書きました。", address)

    return form_screen(
        request,
        form,
        save,
        Screen(
            "coverage/desk/window_form.html",
            f"{place}の窓口　{fiscal_year_label(year)}",
            [(LIST, address)],
        ),
        refused_as=RegisterRefused,
        # Its row may not be there yet: of one municipality one form is saved at a time.
        kept=Kept(place, filled),
        field="state",
        year=year,
    )


@registers_desk.deed
def carry_over(request: HttpRequest, year: int) -> HttpResponse:
    """Begin a fiscal year with what runs in the one before."""
    _insist_on_year(year)
    count = carry_windows_over(year=year, actor=actor(request), now=timezone.now())
    messages.success(request, f"{fiscal_year_label(year)}に、{count}市町村を引きつぎました。")
    return HttpResponseRedirect(f"{reverse('coverage_desk:windows')}?year={year}", status=SEE_OTHER)


@never_cache
@login_required
@require_http_methods(FORM_METHODS)
def own(request: HttpRequest) -> HttpResponse:
    """Let a municipality write its own row of this fiscal year; for everybody else nothing is there."""
    today = timezone.localdate()
    membership = own_municipality(request, today=today)
    place = membership.agency.municipality
    assert place is not None
    year = _this_year()
    known = _known(place, year)
    form = OwnWindowForm(request.POST or None, initial=known, today=today)
    if (there := known.get("contractor")) and not shown_names([there.pk], reader=Level.PARTNERS):
        # Staff named an agency that nobody else may know of: it stays, and is not told.
        del form.fields["contractor"]
    if request.method == "POST" and form.is_valid() and _saved(request, form, place, year):
        messages.success(request, "保存しました。ありがとうございます。")
        return HttpResponseRedirect(reverse("coverage:own_window"), status=SEE_OTHER)
    title = f"{place}の窓口（連携強化事業）"
    context = {
        "page_title": title,
        "breadcrumb_items": [("わたしたちの事業所", "/my/"), (title, "")],
        "no_index": True,
        "has_errors": bool(form.errors),
        "form": form,
        "membership": membership,
        "year": fiscal_year_label(year),
    }
    return render(request, "coverage/own_window.html", context, status=UNPROCESSABLE if form.errors else 200)


def _saved(request: HttpRequest, form: OwnWindowForm, place: Municipality, year: int) -> bool:
    try:
        _record(request, form, place, year)
    except RegisterRefused as refused:
        form.add_error("state", str(refused))
        return False
    return True


def _record(request: HttpRequest, form: OwnWindowForm, place: Municipality, year: int) -> None:
    record_window(
        municipality=place, year=year, values=form.cleaned_data, actor=actor(request), now=timezone.now()
    )


def _known(place: Municipality, year: int) -> dict[str, Any]:
    """Return what the form of a municipality shows of a fiscal year."""
    window = window_of(place, year)
    if window is None:
        return {}
    return model_to_dict(window) | {"contractor": window.contractor}


def _table(year: int, rows: list[Any]) -> dict[str, Any]:
    years = years_with_windows(today=timezone.localdate())
    return {
        "year": year,
        "year_words": fiscal_year_label(year),
        "years": [(each, fiscal_year_label(each)) for each in years],
        "rows": rows,
        "rate": coverage_rate(rows),
    }


def _asked_year(request: HttpRequest, *, ahead: int = 0) -> int:
    """Return the fiscal year of `?year=` when it has rows or is near, else the present one."""
    present = _this_year()
    offered = {*years_with_windows(today=timezone.localdate()), *range(present, present + ahead + 1)}
    return next((each for each in offered if str(each) == request.GET.get("year")), present)


def _insist_on_year(year: int) -> None:
    """Know no years that no row can have. Raises Http404."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _this_year() -> int:
    return fiscal_year(timezone.localdate())
