"""The desk says what an event asks, sees the form as it will look, and who owes an answer."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.access import event_at_the_desk
from events.models import Event
from events.questions import queries, rules
from events.questions.access import (
    agency_answer_at_the_desk,
    question_at_the_desk,
    questions_desk,
)
from events.questions.enums import MOST_QUESTIONS, AskMoment
from events.questions.exceptions import QuestionRefused
from events.questions.fields import Fields
from events.questions.forms import AnswersForm, FileForm, QuestionForm
from events.questions.models import Question
from events.questions.offers import TITLE
from events.questions.services import asking
from events.questions.services.reminding import remind
from events.views.desk.frame import LIST, to_event


def _room(event: Event) -> Link:
    return TITLE, reverse("questions_desk:of_event", args=[event.pk])


def _trail(event: Event, *more: Link) -> list[Link]:
    return [(LIST, reverse("event_desk:list")), to_event(event), *more]


def _back(event: Event) -> HttpResponseRedirect:
    return HttpResponseRedirect(_room(event)[1], status=SEE_OTHER)


@questions_desk.reading
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """List what an event asks, the form as applicants will see it, and who owes an answer."""
    event = event_at_the_desk(pk)
    rows = queries.in_order(queries.every_question(event))
    open_ones = [each for each in rows if each.closed_at is None]
    return desk.show(
        request,
        "questions/desk/of_event.html",
        TITLE,
        trail=_trail(event),
        event=event,
        rows=rows,
        is_full=len(open_ones) >= MOST_QUESTIONS,
        previews=[
            (moment.label, preview)
            for moment in AskMoment
            if (preview := _preview([each for each in open_ones if each.moment == moment]))
        ],
        waiting=queries.not_answered(event),
    )


def _preview(questions: Sequence[Question]) -> tuple[AnswersForm, list[FileForm]] | None:
    """Return the form as applicants get it; it is not sent anywhere."""
    if not questions:
        return None
    form = AnswersForm(part=Fields(questions, known={}).part(), auto_id="preview_%s")
    files = [FileForm(question=each, auto_id="preview_%s") for each in questions if each.is_file]
    return form, files


@questions_desk.form_page
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something more."""
    event = event_at_the_desk(pk)
    form = QuestionForm(request.POST or None, earlier=queries.open_questions(event))

    def save() -> Done:
        made = asking.make_question(
            event=event, words=form.question_words, actor=actor(request), now=timezone.now()
        )
        return Done(f"質問「{made}」を足しました。", _room(event)[1])

    screen = Screen("questions/desk/form.html", "質問を足す", _trail(event, _room(event)))
    return form_screen(request, form, save, screen, refused_as=QuestionRefused, back=_room(event)[1])


@questions_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a question anew while nobody has answered."""
    question = question_at_the_desk(pk)
    event = question.event
    decision = rules.may_reword(answers=question.answers.count())
    if not decision.allowed:
        messages.error(request, decision.reason)
        return _back(event)
    own_place = rules.place(question.moment, question.position)
    earlier = [
        each for each in queries.open_questions(event) if rules.place(each.moment, each.position) < own_place
    ]
    form = QuestionForm(request.POST or None, earlier=earlier, question=question)

    def save() -> Done:
        asking.change_question(
            question_id=pk, words=form.question_words, actor=actor(request), now=timezone.now()
        )
        return Done("質問を変えました。", _room(event)[1])

    screen = Screen("questions/desk/form.html", "質問を変える", _trail(event, _room(event)))
    kept = Kept(question, lambda: QuestionForm(earlier=earlier, question=question_at_the_desk(pk)))
    return form_screen(
        request, form, save, screen, refused_as=QuestionRefused, kept=kept, back=_room(event)[1]
    )


@questions_desk.deed
def up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question one place earlier."""
    question = question_at_the_desk(pk)
    try:
        asking.move_up(question_id=pk, actor=actor(request), now=timezone.now())
    except QuestionRefused as refused:
        messages.error(request, str(refused))
    return _back(question.event)


@questions_desk.deed
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question no longer."""
    question = question_at_the_desk(pk)
    try:
        asking.drop_question(question_id=pk, actor=actor(request), now=timezone.now())
    except QuestionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{question}」をたずねるのをやめました。")
    return _back(question.event)


@questions_desk.deed
def remind_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again whoever owes an answer."""
    event = event_at_the_desk(pk)
    by_mail, on_paper = remind(event=event, actor=actor(request), now=timezone.now())
    words = [f"{by_mail}件に、メールでお願いします。"]
    words += [f"FAXか電話の{on_paper}件は、「送るもの」に入れました。"] if on_paper else []
    messages.success(request, "".join(words))
    return _back(event)


@questions_desk.reading
def agencies(request: HttpRequest, pk: int) -> HttpResponse:
    """List what agencies have answered to a question for good."""
    question = question_at_the_desk(pk)
    return desk.show(
        request,
        "questions/desk/agencies.html",
        "事業所の答え",
        trail=_trail(question.event, _room(question.event)),
        question=question,
        rows=list(queries.agency_answers(question)),
    )


@questions_desk.deed
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an agency be asked again with its next application."""
    answer = agency_answer_at_the_desk(pk)
    question = queries.latest_question(answer)
    asking.ask_agency_again(answer=answer, actor=actor(request), now=timezone.now())
    messages.success(request, f"「{answer.agency}」には、次の申し込みでもう一度たずねます。")
    address = (
        reverse("questions_desk:agencies", args=[question.pk]) if question else reverse("event_desk:list")
    )
    return HttpResponseRedirect(address, status=SEE_OTHER)
