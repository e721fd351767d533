"""The desk types in answers of one application, and opens the files that came."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.models import Application
from events.questions.access import application_at_the_desk, file_at_the_desk, questions_desk
from events.questions.exceptions import AnswerRefused
from events.questions.queries import answered_by
from events.questions.services.answering import record_file_read
from events.views.desk.frame import LIST, to_application, to_event

from .page import AnswerPage

TEMPLATE, TITLE = "questions/desk/answers.html", "おたずねしたこと"


@questions_desk.form_page
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody told on paper or by phone; everything may be left out."""
    page = _page(pk)
    if request.method == "POST":
        page.bind(request)
    return _answers(request, page)


@questions_desk.form_page
def send(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Keep a file that came by post or mail."""
    page = _page(pk)
    back = reverse("questions_desk:answers", args=[pk])
    if request.method != "POST":
        return HttpResponseRedirect(back, status=SEE_OTHER)
    if page.send(request, question, now=timezone.now()):
        messages.success(request, "ファイルを加えました。")
        return HttpResponseRedirect(back, status=SEE_OTHER)
    application = page.answered.application
    return desk.show(
        request,
        TEMPLATE,
        TITLE,
        trail=_trail(application),
        status=UNPROCESSABLE,
        application=application,
        page=page,
        form=page.form,
        seen=page.seen,
    )


@questions_desk.reading
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Give staff a file, to be saved and never run, under a name that says nothing of a person."""
    answer = file_at_the_desk(pk)
    record_file_read(answer=answer, actor=actor(request), now=timezone.now())
    suffix = (answer.file.name or "").rpartition(".")[2]
    name = f"{answer.application.number}_質問{answer.question.position}.{suffix}"
    response = FileResponse(answer.file.open("rb"), as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(pk: int) -> AnswerPage:
    return AnswerPage(answered_by(application_at_the_desk(pk)), by_staff=True)


def _answers(request: HttpRequest, page: AnswerPage) -> HttpResponse:
    """Show the answers, or keep them unless the applicant or a colleague has changed them meanwhile."""
    application = page.answered.application

    def save() -> Done:
        page.keep(request, now=timezone.now())
        return Done("答えを書きました。", to_application(application)[1])

    return form_screen(
        request,
        page.form,
        save,
        Screen(TEMPLATE, TITLE, _trail(application)),
        refused_as=AnswerRefused,
        kept=Kept(application, lambda: _page(application.pk).form),
        application=application,
        page=page,
    )


def _trail(application: Application) -> list[desk.Link]:
    event = to_event(application.session.event)
    return [(LIST, reverse("event_desk:list")), event, to_application(application)]
