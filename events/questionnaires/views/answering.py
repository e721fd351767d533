"""A participant answers, by their own link alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from content.stranger_forms import OK, SEE_OTHER, UNPROCESSABLE
from events import participant_links
from events.models import Participant
from events.questionnaires.access import questionnaire_for
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.answering import AnswerForm
from events.questionnaires.queries import may_answer
from events.questionnaires.services.answering import answer_questionnaire
from events.views.participant import by_participant_link
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_typed
@by_participant_link
def answer(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """Show the questions and take the answers once; whoever cannot answer is led back with the reason."""
    questionnaire = questionnaire_for(participant, pk)
    now = timezone.now()
    decision = may_answer(questionnaire, participant, now=now)
    if not decision.allowed:
        messages.info(request, decision.reason)
        return _to(participant)
    questions = list(questionnaire.questions.all())
    form = AnswerForm(request.POST if request.method == "POST" else None, questions=questions)
    if only_redraws(request):
        form = AnswerForm(initial=_typed(form, request), questions=questions)
    elif form.is_bound and form.is_valid():
        try:
            answer_questionnaire(questionnaire_id=pk, participant=participant, given=form.given, now=now)
        except QuestionnaireRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "ありがとうございました。答えを受け取りました。")
            return _to(participant)
    context = {
        "page_title": f"{questionnaire.title}　{questionnaire.its_event.title}",
        "no_index": True,
        "questionnaire": questionnaire,
        "event": questionnaire.event,
        "token": participant_links.token(participant),
        "form": form,
        "typed_form": TYPED_FORM,
        "has_errors": bool(form.errors),
    }
    status = UNPROCESSABLE if form.errors else OK
    return render(request, "questionnaires/answer.html", context, status=status)


def _typed(form: AnswerForm, request: HttpRequest) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if name in request.POST}


def _to(participant: Participant) -> HttpResponse:
    return HttpResponseRedirect(participant_links.path(participant), status=SEE_OTHER)
