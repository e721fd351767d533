"""Leads leave as a workbook, with a reason; reasons why not now are shown in numbers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from foundation.centre.queries import current_centre
from training_media.leads import queries, sheets
from training_media.leads.access import lead_desk
from training_media.leads.desk_forms import TABS, TakeForm
from training_media.leads.enums import NOT_NOW, TakeReason
from training_media.leads.services.taking import record_leads_taken
from training_media.models import Course

from .desk import filter_form, of_tab
from .frame import address, to_leads

REASONS = f"{NOT_NOW}わけ"


@lead_desk.form_page
def take(request: HttpRequest) -> HttpResponse:
    """Ask why the list is taken away, write that down and hand it out; it is narrowed as the list was."""
    now = timezone.now()
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    found = of_tab(queries.narrowed(queries.leads(), filter_form(request).wanted, now=now), tab)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        today = timezone.localdate(now)
        rows = queries.lead_rows(found, today=today, closures=current_centre().hours.closures)
        columns = [each.heading for each in sheets.COLUMNS]
        reason = TakeReason(form.cleaned_data["reason"])
        record_leads_taken(reason=reason, count=len(rows), columns=columns, actor=actor(request), now=now)
        return desk.table_file(sheets.lead_table(rows), name="leads", form="xlsx", printed_on=today)
    return desk.show(
        request,
        "leads/desk/take.html",
        "一覧を持ち出す",
        trail=[to_leads()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        tab_word=TABS[tab],
        count=found.count(),
    )


@lead_desk.reading
def reasons(request: HttpRequest) -> HttpResponse:
    """Show why people do not think of it now, by kind of facility; small numbers are not shown."""
    courses, chosen = _chosen(request)
    return desk.show(
        request,
        "leads/desk/reasons.html",
        REASONS,
        trail=[to_leads()],
        courses=courses,
        chosen=chosen,
        table=queries.reason_table(chosen),
        file_address=f"{address('reasons_file')}{f'?course={chosen.pk}' if chosen else ''}",
    )


@lead_desk.reading
def reasons_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same as a workbook; no name is in it. Raises Http404 where nothing may be shown."""
    _, chosen = _chosen(request)
    table = queries.reason_table(chosen)
    if table.base is None:
        raise Http404
    title = f"{REASONS}　{chosen.title if chosen else 'すべての研修動画'}"
    sheet = sheets.reason_sheet(table, title=title)
    return desk.table_file(sheet, name="reasons", form="xlsx", printed_on=timezone.localdate())


def _chosen(request: HttpRequest) -> tuple[list[Course], Course | None]:
    courses = queries.courses_with_leads()
    asked = request.GET.get("course", "")
    return courses, next((each for each in courses if str(each.pk) == asked), None)
