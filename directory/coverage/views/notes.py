"""Who covers whom, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Screen, form_screen
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

    def save() -> Done:
        record_note(values=form.cleaned_data, actor=actor(request), now=now)
        return Done("となりの受け持ちを書きました。", reverse("coverage_desk:notes"))

    trail = [(LIST, reverse("coverage_desk:notes"))]
    screen = Screen("coverage/desk/note_form.html", "となりの受け持ちを書く", trail)
    return form_screen(request, form, save, screen, refused_as=RegisterRefused)


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
