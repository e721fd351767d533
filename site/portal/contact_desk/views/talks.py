"""Talks by phone or at the door as statistics, and the year's counts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from portal.contact_desk import counts, queries
from portal.contact_desk.access import contact_door
from portal.contact_desk.desk_forms import ConsultationForm
from portal.contact_desk.exceptions import NotAllowed
from portal.contact_desk.models import Consultation
from portal.contact_desk.services import consultations as verbs

from .desk import to_queue

ROWS_PER_PAGE = 30
FIRST_YEAR = 2000
LIST = "相談の記録"


@contact_door.reading
def consultations(request: HttpRequest) -> HttpResponse:
    """Show the talks of a fiscal year."""
    year, this_year = _year(request)
    page = Paginator(queries.consultations(year), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "contact_desk/desk/consultations.html",
        LIST,
        trail=[to_queue()],
        year_label=fiscal_year_label(year),
        before=year - 1,
        after=year + 1 if year < this_year else None,
        page_obj=page,
    )


@contact_door.form_page
def record(request: HttpRequest) -> HttpResponse:
    """Count a talk."""
    now = timezone.now()
    form = ConsultationForm(request.POST or None, initial={"day": timezone.localdate(now), "way": "phone"})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.record_consultation(
                asker_kind=form.cleaned_data["asker_kind"], talk=form.talk, actor=actor(request), now=now
            )
        except NotAllowed as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, "相談を1件、記録しました。")
            return _to_list()
    return _show_form(request, form, "相談を記録する")


@contact_door.form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what was counted. Raises Http404."""
    consultation = get_object_or_404(Consultation.objects.select_related("message"), pk=pk)
    form = ConsultationForm.of(consultation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct_consultation(
                consultation_id=pk,
                asker_kind=form.cleaned_data.get("asker_kind", ""),
                talk=form.talk,
                actor=actor(request),
                now=timezone.now(),
            )
        except NotAllowed as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, "相談の記録を直しました。")
            return _to_list()
    return _show_form(request, form, "相談の記録を直す", consultation)


@contact_door.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what was counted by mistake. Raises Http404."""
    verbs.remove_consultation(consultation_id=pk, actor=actor(request), now=timezone.now())
    messages.success(request, "相談の記録を1件、消しました。")
    return _to_list()


@contact_door.reading
def year_counts(request: HttpRequest) -> HttpResponse:
    """Show how many of each kind came in each month."""
    year, this_year = _year(request)
    return desk.show(
        request,
        "contact_desk/desk/counts.html",
        f"問い合わせと相談の数　{fiscal_year_label(year)}",
        trail=[to_queue()],
        parts=counts.year(year),
        months=counts.MONTH_WORDS,
        year=year,
        before=year - 1,
        after=year + 1 if year < this_year else None,
    )


@contact_door.reading
def counts_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same counts as a workbook."""
    year, _ = _year(request)
    content = counts.workbook(year, printed_on=timezone.localdate())
    return desk.file(content, name=f"問い合わせと相談_{year}年度.xlsx", content_type=XLSX)


def _show_form(
    request: HttpRequest, form: ConsultationForm, title: str, consultation: Consultation | None = None
) -> HttpResponse:
    return desk.show(
        request,
        "contact_desk/desk/consultation_form.html",
        title,
        trail=[to_queue(), (LIST, reverse("contact_desk_admin:consultations"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        consultation=consultation,
    )


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("contact_desk_admin:consultations"), status=SEE_OTHER)


def _year(request: HttpRequest) -> tuple[int, int]:
    """Return the fiscal year that is asked for, and the present one."""
    this_year = fiscal_year(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len("2026") else this_year
    return max(FIRST_YEAR, min(year, this_year)), this_year
