"""The question of a part, put to each who watches on their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from content.desk import FORM_METHODS
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from training_media.completion.access import asked_part
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.forms import Asked, QuestionForm
from training_media.completion.queries import answered_rightly
from training_media.completion.services.answering import CHANGED, answer_question
from training_media.courses.models import PartQuestion
from training_media.models import Part
from training_media.watching.access import Watching
from training_media.watching.services.coming_in import known_viewer
from training_media.watching.views.frame import trail

from .frame import OK, TOO_MANY, TOO_OFTEN, UNPROCESSABLE, counted, go, of_whoever_watches, show

TITLE = "確かめの質問"
NOT_KNOWN_YET = 0


@require_http_methods(FORM_METHODS)
@keeps_what_is_typed
@of_whoever_watches
def question(request: HttpRequest, found: Watching, number: int) -> HttpResponse:
    """Ask each who watches here and has not answered rightly yet; nobody answers for anybody else."""
    part, asked = asked_part(found.course, number)
    people = _still_asked(found, part)
    if request.method != "POST" or not people or only_redraws(request):
        typed = request.POST.dict() if only_redraws(request) else {}
        form = QuestionForm(initial=typed, question=asked, people=people, is_together=found.is_together)
        return _show(request, found, part, form)
    form = QuestionForm(request.POST, question=asked, people=people, is_together=found.is_together)
    if not form.is_valid():
        return _show(request, found, part, form, UNPROCESSABLE)
    if not form.has_seen_it:
        return _changed(request, found, part, asked)
    if not counted(request, "answer", found):
        form.add_error(None, TOO_OFTEN)
        return _show(request, found, part, form, TOO_MANY)
    return _answered(request, found, part, form)


def _answered(request: HttpRequest, found: Watching, part: Part, form: QuestionForm) -> HttpResponse:
    """Judge what was chosen: lead on, or let those who were wrong try again."""
    keys = {NOT_KNOWN_YET: NOT_KNOWN_YET}
    if NOT_KNOWN_YET in form.chosen and found.membership is not None:
        keys[NOT_KNOWN_YET] = known_viewer(membership=found.membership, now=timezone.now()).pk
    chosen = {keys.get(key, key): choice for key, choice in form.chosen.items()}
    try:
        right = answer_question(
            part=part,
            seen=form.question,
            chosen=chosen,
            is_together=found.is_together,
            now=timezone.now(),
        )
    except CompletionRefused:
        return _changed(request, found, part, asked_part(found.course, part.number)[1])
    wrong = [key for key in form.chosen if not right[keys.get(key, key)]]
    if not wrong:
        messages.success(request, f"正しい答えです。{form.question.explanation}")
        return go("done", found.course.slug)
    people = [each for each in form.people if each.key in wrong or each.key not in form.chosen]
    again = QuestionForm(request.POST, question=form.question, people=people, is_together=found.is_together)
    again.is_valid()
    again.say_wrong(wrong)
    return _show(request, found, part, again, UNPROCESSABLE, explains=True)


def _changed(request: HttpRequest, found: Watching, part: Part, asked: PartQuestion) -> HttpResponse:
    """Show the question as it is now: nobody is judged by what they did not read."""
    form = QuestionForm(question=asked, people=_still_asked(found, part), is_together=found.is_together)
    return _show(request, found, part, form, UNPROCESSABLE, refused=CHANGED)


def _still_asked(found: Watching, part: Part) -> list[Asked]:
    keys = [each.pk for each in found.viewers]
    right = {viewer for viewer, _ in answered_rightly([part], keys)}
    people = [Asked(each.pk, each.name) for each in found.viewers if each.pk not in right]
    return people if keys else [Asked(NOT_KNOWN_YET, name) for name in found.names]


def _show(
    request: HttpRequest,
    found: Watching,
    part: Part,
    form: QuestionForm,
    status: int = OK,
    *,
    explains: bool = False,
    refused: str = "",
) -> HttpResponse:
    still = {each.key for each in _still_asked(found, part)}
    return show(
        request,
        "question.html",
        f"{TITLE}　{part.title}",
        status=status,
        breadcrumb_items=trail(found.course, (TITLE, "")),
        course=found.course,
        part=part,
        watching=found,
        form=form,
        fields=[form[name] for name in form.fields if name != "seen"],
        answered=[each.name for each in found.viewers if each.pk not in still],
        explains=explains,
        explanation=form.question.explanation,
        refused=refused,
        typed_form=TYPED_FORM if form.people else "",
    )
