"""Whoever watches answers: alone, or one after another of those who sit before one screen."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.desk import FORM_METHODS, SEE_OTHER
from events.questionnaires.exceptions import QuestionnaireRefused
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from training_media.surveys.access import Answering, answering
from training_media.surveys.forms import ViewerAnswerForm
from training_media.surveys.queries import may_answer, questions_of
from training_media.surveys.rules import NOT_COUNTED, NOT_YET
from training_media.surveys.services.answering import answer_as_viewer
from training_media.viewing.models import Viewer
from training_media.watching.views.frame import OK, TOO_MANY, UNPROCESSABLE, as_whom, go, trail
from training_media.watching.views.turns import TOO_OFTEN, counted

THANKS = "ありがとうございました。答えを受け取りました。"


@dataclass(frozen=True)
class _Turn:
    """Whose turn it may be; `reason` says why nobody's."""

    found: Answering
    people: list[Viewer]
    reason: str

    @property
    def is_together(self) -> bool:
        return self.found.watching.is_together


@never_cache
@require_http_methods(FORM_METHODS)
@keeps_what_is_typed
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whoever may answer, and take the answers once; whoever cannot is led back with the reason."""
    turn = _turn(request, slug)
    if not turn.people:
        messages.info(request, turn.reason)
        return go("course", slug)
    data = request.POST if request.method == "POST" else None
    asked = {
        "questions": questions_of(turn.found.asked),
        "people": turn.people if turn.is_together else [],
    }
    form = ViewerAnswerForm(data, **asked)
    if only_redraws(request):
        form = ViewerAnswerForm(initial=_typed(form, request), **asked)
        return _show(request, turn, form)
    if not form.is_bound or not form.is_valid():
        return _show(request, turn, form)
    if not counted(request, "answer", turn.found.watching.held):
        form.add_error(None, TOO_OFTEN)
        return _show(request, turn, form, status=TOO_MANY)
    return _take(request, turn, form)


def _take(request: HttpRequest, turn: _Turn, form: ViewerAnswerForm) -> HttpResponse:
    viewer = form.viewer or turn.people[0]
    try:
        answer_as_viewer(asked=turn.found.asked, viewer=viewer, given=form.given, now=timezone.now())
    except QuestionnaireRefused as refused:
        form.add_error(None, str(refused))
        return _show(request, turn, form)
    course = turn.found.watching.course
    left = len(turn.people) - 1
    if not left:
        messages.success(request, THANKS)
        return go("course", course.slug)
    messages.success(request, f"答えを受け取りました。次の方に代わってください（あと{left}人）。")
    return HttpResponseRedirect(request.path, status=SEE_OTHER)


def _turn(request: HttpRequest, slug: str) -> _Turn:
    now = timezone.now()
    found = answering(request, slug, now=now)
    viewers = found.watching.viewers
    decided = may_answer(found.asked, [each.pk for each in viewers], today=timezone.localdate(now))
    people = [each for each in viewers if decided[each.pk].allowed]
    reasons = {each.reason for each in decided.values()} - {NOT_YET.reason}
    # Of several, what some have done already says more than that the others have not watched.
    not_yet = NOT_COUNTED if found.watching.is_together else NOT_YET
    return _Turn(found, people, next(iter(sorted(reasons)), not_yet.reason))


def _show(request: HttpRequest, turn: _Turn, form: ViewerAnswerForm, status: int = OK) -> HttpResponse:
    asked, course = turn.found.asked, turn.found.watching.course
    if form.errors and status == OK:
        status = UNPROCESSABLE
    context = {
        "page_title": f"{asked.questionnaire.title}　{course.title}",
        "no_index": True,
        "has_errors": status == UNPROCESSABLE,
        "breadcrumb_items": trail(course, (asked.questionnaire.title, "")),
        "questionnaire": asked.questionnaire,
        "course": course,
        "whom": as_whom(turn.found.watching),
        "people": turn.people if turn.is_together else [],
        "until": _until(turn),
        "form": form,
        "typed_form": TYPED_FORM,
    }
    return render(request, "surveys/answer.html", context, status=status)


def _until(turn: _Turn) -> date:
    """Return the last day on which they can: nobody gets in any more once their time to watch is over."""
    own, told = turn.found.asked.questionnaire.closes_on, turn.found.watching.told
    return own if told is None else min(own, told)


def _typed(form: ViewerAnswerForm, request: HttpRequest) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if name in request.POST}
