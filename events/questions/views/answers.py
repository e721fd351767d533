"""The desk types in answers of one application, and opens the files that came."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from events.questions.access import application_at_the_desk, file_at_the_desk, questions_desk
from events.questions.queries import answered_by
from events.questions.services.answering import record_file_read
from events.views.desk.frame import LIST, to_application, to_event

from .page import AnswerPage


@questions_desk.form_page
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody told on paper or by phone; everything may be left out."""
    page = AnswerPage(answered_by(application_at_the_desk(pk)), by_staff=True)
    if request.method == "POST":
        if page.save(request, now=timezone.now()):
            messages.success(request, "答えを書きました。")
            return HttpResponseRedirect(to_application(page.answered.application)[1], status=SEE_OTHER)
        return _show(request, page, status=UNPROCESSABLE)
    return _show(request, page)


@questions_desk.form_page
def send(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Keep a file that came by post or mail."""
    page = AnswerPage(answered_by(application_at_the_desk(pk)), by_staff=True)
    back = reverse("questions_desk:answers", args=[pk])
    if request.method != "POST":
        return HttpResponseRedirect(back, status=SEE_OTHER)
    if page.send(request, question, now=timezone.now()):
        messages.success(request, "ファイルを加えました。")
        return HttpResponseRedirect(back, status=SEE_OTHER)
    return _show(request, page, status=UNPROCESSABLE)


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


def _show(request: HttpRequest, page: AnswerPage, *, status: int = 200) -> HttpResponse:
    application = page.answered.application
    return desk.show(
        request,
        "questions/desk/answers.html",
        "おたずねしたこと",
        trail=[
            (LIST, reverse("event_desk:list")),
            to_event(application.session.event),
            to_application(application),
        ],
        status=status,
        application=application,
        page=page,
        form=page.form,
    )
