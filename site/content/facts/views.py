"""The desk of figures: what is due, one button for 「確かめた」, one form for the value that follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor, file, show
from content.services import RecordIsGone
from foundation.exports.spreadsheet import XLSX, write_xlsx
from foundation.japanese.dates import long_date

from .access import door
from .forms import NewValueForm
from .models import DatedFact
from .queries import every_value, overdue
from .rules import state
from .services import CannotBeFollowed, confirm_fact, replace_value
from .tables import fact_table


@door.reading
def to_check(request: HttpRequest) -> HttpResponse:
    """Show the figures that are due, first those never checked."""
    today = timezone.localdate()
    rows = [(fact, state(fact, today)) for fact in overdue(today)]
    trail = [(str(DatedFact._meta.verbose_name), reverse("facts:index"))]
    return show(request, "facts/desk/to_check.html", "確かめる数字", trail=trail, rows=rows)


@door.deed
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it that somebody looked at the source."""
    try:
        fact = confirm_fact(fact_id=pk, actor=actor(request), now=timezone.now())
    except RecordIsGone as gone:
        messages.error(request, str(gone))
        return HttpResponseRedirect(reverse("facts_to_check"), status=SEE_OTHER)
    assert fact.due_on is not None
    messages.success(request, f"「{fact.name}」を確かめました。次は{long_date(fact.due_on)}です。")
    return HttpResponseRedirect(reverse("facts_to_check"), status=SEE_OTHER)


@door.form_page
def new_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a new value follow."""
    old = get_object_or_404(DatedFact, pk=pk)
    form = NewValueForm(request.POST or None, initial=NewValueForm.first_shown(old))
    form.instance.key, form.instance.name = old.key, old.name
    if request.method == "POST" and form.is_valid():
        try:
            fact = replace_value(
                fact_id=old.pk, values=form.cleaned_data, actor=actor(request), now=timezone.now()
            )
        except CannotBeFollowed as refusal:
            form.add_error("valid_from", str(refusal))
        except RecordIsGone as gone:
            form.add_error(None, str(gone))
        else:
            words = f"「{fact.name}」は、{long_date(fact.valid_from)}から{fact.text}になります。"
            messages.success(request, words)
            return HttpResponseRedirect(reverse("facts_to_check"), status=SEE_OTHER)
    status = UNPROCESSABLE if form.errors else 200
    trail = [("確かめる数字", reverse("facts_to_check"))]
    context = {"old": old, "form": form}
    return show(request, "facts/desk/new_value.html", "新しい値にする", trail=trail, status=status, **context)


@door.reading
def export(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out every value of every figure as a workbook."""
    today = timezone.localdate()
    content = write_xlsx(fact_table(every_value(), today), printed_on=today)
    return file(content, name=f"日付のある数字_{today:%Y%m%d}.xlsx", content_type=XLSX)
