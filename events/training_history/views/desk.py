"""The desk looks somebody up, reads what they have learned, and hands it out."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from events.registries import HistoryWish
from events.training_history.access import agency_at_the_desk, history_desk, learner_at_the_desk
from events.training_history.enums import HistoryForm, HistoryReason
from events.training_history.forms import SearchForm, TakeForm
from events.training_history.papers import COLUMNS
from events.training_history.queries import history, learners
from events.training_history.services import record_history_taken

from .taking import history_file

TITLE = "受講履歴"
ROWS_PER_PAGE = 50


@history_desk.form_page
def search(request: HttpRequest) -> HttpResponse:
    """Find somebody by name or agency; the words are sent, so that they stand in no address and no log."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    is_asked = form.is_bound and form.is_valid()
    found = learners(form.cleaned_data["words"].split()) if is_asked else []
    return desk.show(
        request,
        "training_history/desk/search.html",
        TITLE,
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        is_asked=is_asked,
        found=found,
    )


@history_desk.form_page
def person(request: HttpRequest, source: str, key: int) -> HttpResponse:
    """Show what one learner has taken part in, with or without an account."""
    known = learner_at_the_desk(source, key)
    wish = HistoryWish(learner=known.learner)
    return _history(request, wish, known.subject, whose=known.name, has_several=False)


@history_desk.form_page
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the people of an agency have taken part in."""
    found = agency_at_the_desk(public_id)
    return _history(request, HistoryWish(agency=found), found, whose=found.name, has_several=True)


def _history(
    request: HttpRequest, wish: HistoryWish, subject: Model, *, whose: str, has_several: bool
) -> HttpResponse:
    rows = history(wish)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kind = HistoryForm(form.cleaned_data["form"])
        given: dict[str, Any] = {"subject": subject, "form": kind}
        given |= {"reason": HistoryReason(form.cleaned_data["reason"]), "actor": actor(request)}
        columns = [column.heading for column in COLUMNS]
        record_history_taken(**given, columns=columns, now=timezone.now())
        return history_file(rows, kind, whose=whose, has_several=has_several)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "training_history/desk/history.html",
        f"{TITLE}　{whose}",
        trail=[(TITLE, reverse("history_desk:search"))],
        status=UNPROCESSABLE if form.errors else 200,
        page_obj=page,
        rows=list(page.object_list),
        minutes=sum(row.minutes or 0 for row in rows),
        has_several=has_several,
        form=form,
    )
