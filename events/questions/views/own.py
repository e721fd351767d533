"""The applicant answers on their own page, by the application's link alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from content.stranger_forms import OK, UNPROCESSABLE
from events import letters, links
from events.models import Application
from events.questions.queries import answered_by
from events.views.application import by_link, to_application
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

from .page import AnswerPage


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
@by_link
def answer(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what is asked with what was answered, and keep answers in words."""
    page = AnswerPage(answered_by(application), by_staff=False)
    if refused := _refused(request, page):
        return refused
    if request.method != "POST":
        return _show(request, page)
    if page.save(request, now=timezone.now()):
        messages.success(request, "答えを受け取りました。ありがとうございました。")
        return to_application(application)
    return _show(request, page, status=OK if only_redraws(request) else UNPROCESSABLE)


@require_POST
@by_link
def file(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """Take a file that is asked for."""
    page = AnswerPage(answered_by(application), by_staff=False)
    if refused := _refused(request, page):
        return refused
    if page.send(request, pk, now=timezone.now()):
        messages.success(request, "ファイルを受け取りました。見るのは、センターの職員だけです。")
        return to_application(application)
    return _show(request, page, status=UNPROCESSABLE)


def _refused(request: HttpRequest, page: AnswerPage) -> HttpResponse | None:
    """Lead back with the reason where nothing can be answered."""
    application = page.answered.application
    decision = page.answered.may_answer(now=timezone.now())
    if decision.allowed and page.answered.due:
        return None
    messages.info(request, decision.reason or "いま、おたずねしていることはありません。")
    return to_application(application)


def _show(request: HttpRequest, page: AnswerPage, *, status: int = OK) -> HttpResponse:
    application = page.answered.application
    context = {
        "page_title": f"おたずねすること　{application.number}",
        "no_index": True,
        "application": application,
        "event": application.session.event,
        "when": letters.when(application.session),
        "token": links.token(application),
        "page": page,
        "form": page.form,
        "typed_form": TYPED_FORM,
        "has_errors": status == UNPROCESSABLE,
    }
    return render(request, "questions/answer.html", context, status=status)
