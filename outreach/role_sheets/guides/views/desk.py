"""The desk: what is due with one button for 「確かめた」, and the form for the answer that follows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor, show
from content.services import RecordIsGone
from foundation.japanese.dates import long_date
from outreach.role_sheets.guides import queries
from outreach.role_sheets.guides.access import door, question_at_the_desk
from outreach.role_sheets.guides.forms import AnswerForm
from outreach.role_sheets.guides.models import Guide, Practice, QuestionAnswer
from outreach.role_sheets.guides.rules import state_of
from outreach.role_sheets.guides.services import KINDS, QuestionRefused, confirm, revise_question

EDIT: dict[type, tuple[str, str]] = {
    QuestionAnswer: ("question", "guide_questions:edit"),
    Guide: ("guide", "guide_records:edit"),
    Practice: ("practice", "guide_practices:edit"),
}


@door.reading
def to_check(request: HttpRequest) -> HttpResponse:
    """Show the questions, guides and practices that are due, first those never checked."""
    today = timezone.localdate()
    rows = []
    for row in queries.to_check(today):
        kind, edit = EDIT[type(row)]
        is_over = isinstance(row, QuestionAnswer) and row.valid_until is not None and row.valid_until < today
        rows.append((row, kind, reverse(edit, args=[row.pk]), is_over))
    return show(request, "guides/desk/to_check.html", "確かめるもの", rows=rows)


@door.deed
def confirmed(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take it that somebody looked at the source."""
    if kind not in KINDS:
        raise Http404
    try:
        row = confirm(kind=kind, pk=pk, actor=actor(request), now=timezone.now())
    except RecordIsGone as gone:
        messages.error(request, str(gone))
    else:
        assert row.review_due_on is not None
        messages.success(request, f"「{row}」を確かめました。次は{long_date(row.review_due_on)}です。")
    return HttpResponseRedirect(reverse("guides_to_check"), status=SEE_OTHER)


@door.form_page
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a new version of an answer follow."""
    old = question_at_the_desk(pk)
    form = AnswerForm(request.POST or None, initial=AnswerForm.first_shown(old))
    if request.method == "POST" and form.is_valid():
        try:
            new = revise_question(
                pk=old.pk, values=form.cleaned_data, actor=actor(request), now=timezone.now()
            )
        except QuestionRefused as refusal:
            form.add_error("valid_from", str(refusal))
        except RecordIsGone as gone:
            form.add_error(None, str(gone))
        else:
            messages.success(request, f"{long_date(new.valid_from)}から、新しい答えになります。")
            return HttpResponseRedirect(reverse("guide_questions:index"), status=SEE_OTHER)
    status = UNPROCESSABLE if form.errors else 200
    trail = [("質問と答え", reverse("guide_questions:index"))]
    context = {"old": old, "form": form, "state": state_of(old, timezone.localdate())}
    title = "新しい答えにする"
    return show(request, "guides/desk/revise.html", title, trail=trail, status=status, **context)
