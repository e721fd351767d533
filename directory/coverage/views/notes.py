"""Who covers whom, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.coverage.access import registers_desk
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.forms.notes import NoteForm
from directory.coverage.queries import notes_on
from directory.coverage.services.notes import end_note, record_note

LIST = "となりの受け持ち"


@registers_desk.reading
def note_list(request: HttpRequest) -> HttpResponse:
    """Show which places are covered by whom today."""
    notes = list(notes_on(today=timezone.localdate()))
    return desk.show(request, "coverage/desk/notes.html", LIST, notes=notes)


@registers_desk.form_page
def add(request: HttpRequest) -> HttpResponse:
    """Say who covers a place."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = NoteForm(request.POST or None, today=today, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            record_note(values=form.cleaned_data, actor=actor(request), now=now)
        except RegisterRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "となりの受け持ちを書きました。")
            return _to_list()
    return desk.show(
        request,
        "coverage/desk/note_form.html",
        "となりの受け持ちを書く",
        trail=[(LIST, reverse("coverage_desk:notes"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
    )


@registers_desk.deed
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a note hold no longer from today. Raises Http404."""
    try:
        end_note(note_id=pk, actor=actor(request), now=timezone.now())
    except NotInTheRegister:
        raise Http404 from None
    messages.success(request, "受け持ちを、今日で終わりにしました。")
    return _to_list()


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("coverage_desk:notes"), status=SEE_OTHER)
