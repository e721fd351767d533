"""The applicant answers on their own page, by the application's link alone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from content.stranger_forms import OK, TOO_MANY_REQUESTS, UNPROCESSABLE
from events import letters, links
from events.models import Application
from events.questions.exceptions import AnswerRefused
from events.questions.queries import answered_by
from events.views.application import by_link, to_application
from foundation.rates.services import may_go
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

from .page import AnswerPage

TOO_MANY = "短い間に、たくさんのファイルが届いています。しばらく待ってから送るか、お電話ください。"


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
    """Take a file that is asked for, or let go of one that came."""
    page = AnswerPage(answered_by(application), by_staff=False)
    if refused := _refused(request, page):
        return refused
    if "take_back" in request.POST:
        return _take_back(request, page, pk)
    # Counted before the file is looked into, which costs more than anything else that strangers may do.
    refused_unseen = "" if _may_send(request, application) else TOO_MANY
    if page.send(request, pk, now=timezone.now(), refused=refused_unseen):
        messages.success(request, "ファイルを受け取りました。見るのは、センターの職員だけです。")
        return to_application(application)
    return _show(request, page, status=TOO_MANY_REQUESTS if refused_unseen else UNPROCESSABLE)


def _take_back(request: HttpRequest, page: AnswerPage, pk: int) -> HttpResponse:
    try:
        page.take_back(request, pk, now=timezone.now())
    except AnswerRefused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, "送られたファイルを消しました。")
    return to_application(page.answered.application)


def _may_send(request: HttpRequest, application: Application) -> bool:
    """Return whether not too many files came of late from here, or by this link; this one is counted."""
    keys = {"sender": None, "link": str(application.pk)}
    rates, now = settings.ANSWER_FILE_RATES, timezone.now()
    return all(
        may_go(request, app="events.questions", action=action, rates=rates, key=key, now=now)
        for action, key in keys.items()
    )


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
        "meanwhile": page.meanwhile,
        "typed_form": TYPED_FORM,
        "has_errors": status != OK,
    }
    return render(request, "questions/answer.html", context, status=status)
