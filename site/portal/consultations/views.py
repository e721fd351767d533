"""Talks as statistics: written down in one screen, listed, ended, counted by month."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from content.fiscal_years import asked_year, year_words
from foundation.decision import NotAllowed
from foundation.exports.fiscal_months import write_fiscal_months
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import fiscal_year_label
from portal.figures.queries import small_counts_threshold

from . import queries, services
from .access import consultation_door, talk_for, talks_for
from .enums import AskerKind, TalkState, TalkWay
from .forms import CloseForm, ConsultationForm, ListForm
from .models import Consultation

ROWS_PER_PAGE = 30
LIST = "相談の記録"


@consultation_door.reading
def talks(request: HttpRequest) -> HttpResponse:
    """Show the talks of a fiscal year or of one month of it."""
    year = asked_year(request)
    form = ListForm(request.GET)
    month = form.wanted_month
    found = queries.talks_of(talks_for(actor(request)), year, month)
    return desk.show(
        request,
        "consultations/list.html",
        LIST,
        form=form,
        month=month,
        heading=f"{fiscal_year_label(year)}{f'　{month}月' if month else ''}",
        page_obj=Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        **year_words(year),
    )


@consultation_door.reading
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the talks after which somebody has to act, of whatever year, the oldest first."""
    found = queries.open_talks(talks_for(actor(request)))
    return desk.show(
        request,
        "consultations/list.html",
        "続きがある相談",
        trail=[to_list()],
        heading="続きがある相談",
        page_obj=Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        is_waiting=True,
    )


@consultation_door.form_page
def record(request: HttpRequest) -> HttpResponse:
    """Count a talk. `?asker=` chooses who asked; it names a kind, never a message."""
    now = timezone.now()
    asker = request.GET.get("asker", "")
    first = {
        "day": timezone.localdate(now),
        "way": TalkWay.PHONE,
        "asker_kind": asker if asker in AskerKind.values else "",
    }
    form = ConsultationForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record_consultation(
                asker_kind=form.cleaned_data["asker_kind"], talk=form.talk, actor=actor(request), now=now
            )
        except NotAllowed as refused:
            form.add_error("day", str(refused))
        else:
            rest = (
                "　続きがあるので、「続きがある相談」に入れました。" if made.state == TalkState.OPEN else ""
            )
            messages.success(request, f"相談を1件、記録しました。{rest}")
            return _after(request)
    return _show_form(request, form, "相談を記録する")


@consultation_door.form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what was counted. Raises Http404."""
    consultation = talk_for(actor(request), pk)
    form = ConsultationForm.of(consultation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_consultation(
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


@consultation_door.deed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a talk that went on. Raises Http404."""
    talk = talk_for(actor(request), pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.refusal)
        return HttpResponseRedirect(reverse("consultations_admin:correct", args=[talk.pk]), status=SEE_OTHER)
    try:
        services.close_consultation(
            consultation_id=talk.pk,
            outcome=form.cleaned_data["outcome"],
            actor=actor(request),
            now=timezone.now(),
        )
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "相談を1件、終わりにしました。")
    return HttpResponseRedirect(reverse("consultations_admin:waiting"), status=SEE_OTHER)


@consultation_door.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what was counted by mistake. Raises Http404."""
    talk = talk_for(actor(request), pk)
    try:
        services.remove_consultation(consultation_id=talk.pk, actor=actor(request), now=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "相談の記録を1件、消しました。")
    return _to_list()


@consultation_door.reading
def year_counts(request: HttpRequest) -> HttpResponse:
    """Show how many of each kind came in each month, and the minutes they took."""
    year = asked_year(request)
    return desk.show(
        request,
        "consultations/counts.html",
        f"相談の数　{fiscal_year_label(year)}",
        trail=[to_list()],
        tables=queries.year_counts(talks_for(actor(request)), year),
        largest_small=small_counts_threshold() - 1,
        **year_words(year),
    )


@consultation_door.reading
def counts_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same counts as a workbook."""
    year = asked_year(request)
    tables = queries.year_counts(talks_for(actor(request)), year)
    title = f"相談の数　{fiscal_year_label(year)}"
    content = write_fiscal_months(title, tables, printed_on=timezone.localdate())
    return desk.file(content, name=f"相談の数_{year}年度.xlsx", content_type=XLSX)


def to_list() -> desk.Link:
    return LIST, reverse("consultations_admin:list")


def _show_form(
    request: HttpRequest, form: ConsultationForm, title: str, consultation: Consultation | None = None
) -> HttpResponse:
    is_open = consultation is not None and consultation.state == TalkState.OPEN
    return desk.show(
        request,
        "consultations/form.html",
        title,
        trail=[to_list()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        consultation=consultation,
        close_form=CloseForm() if is_open else None,
    )


def _after(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the next empty form for whoever has several, else to the list."""
    name = "record" if "another" in request.POST else "list"
    return HttpResponseRedirect(reverse(f"consultations_admin:{name}"), status=SEE_OTHER)


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("consultations_admin:list"), status=SEE_OTHER)
