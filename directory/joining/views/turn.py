"""Whether the contact person changes: buttons for the agency, and for staff who has not answered."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from content import desk
from content.desk import FORM_METHODS, SEE_OTHER, UNPROCESSABLE
from directory.access import agency_desk
from directory.joining.enums import TurnAnswer
from directory.joining.exceptions import JoiningRefused
from directory.joining.forms import HeardTurnForm, TurnForm
from directory.joining.letters import questions_pdf
from directory.joining.models import TurnQuestion
from directory.joining.queries import (
    new_people,
    open_questions,
    question_of,
    questions,
    questions_to_print,
    questions_to_print_again,
    ways_to_ask,
)
from directory.joining.rules import may_ask_about_people, year_asked_about
from directory.joining.services import turning
from directory.tokens import hash_token
from foundation.japanese.dates import fiscal_year_label
from foundation.rates.services import may_go
from foundation.registry import newcomer_links

from .desk import to_applications

TITLE = "担当の方は変わりますか"
TOO_MANY_REQUESTS = 429
# The buttons of the desk that make letters.
PRINTING = frozenset({"print", "again"})


@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(FORM_METHODS)
def turn(request: HttpRequest, token: str) -> HttpResponse:
    """Take an answer with one press; a new person is shown what to do first.

    An address that opens nothing is a 404, and for whoever tries many a 429.
    """
    question = question_of(hash_token(token), today=timezone.localdate())
    if question is None:
        return _refuse(request)
    form = TurnForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"answer": TurnAnswer(form.cleaned_data["answer"])}
        try:
            turning.answer_question(token=token, now=timezone.now(), **said)
        except JoiningRefused as refused:
            messages.info(request, str(refused))
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    context = {
        "page_title": TITLE,
        "no_index": True,
        "question": question,
        "form": form,
        "has_errors": bool(form.errors),
        "to_read": _to_read(question) if question.answer == TurnAnswer.CHANGED else [],
    }
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "directory_joining/turn.html", context, status=status)
    # The address is a key: no other host learns of it.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _to_read(question: TurnQuestion) -> list[tuple[str, str]]:
    """Return what upper apps have for a new contact person: the next trainings, the city's role sheet."""
    now = timezone.now()
    return [link for source in newcomer_links for link in source(question.agency, now=now)]


def _refuse(request: HttpRequest) -> HttpResponse:
    """Say that this opens nothing, to few tries from one address of the network. Raises Http404."""
    rates = settings.JOINING_RATES
    if may_go(request, app="joining", action="turn", rates=rates, now=timezone.now()):
        raise Http404
    context = {"page_title": "いまは開けません", "no_index": True}
    return render(request, "directory_joining/turn_refused.html", context, status=TOO_MANY_REQUESTS)


@agency_desk.form_page
def turns(request: HttpRequest) -> HttpResponse:
    """Ask all agencies, print the letters, and list who has not answered."""
    now = timezone.now()
    today = timezone.localdate(now)
    year = year_asked_about(today)
    given = {"actor": desk.actor(request), "now": now}
    if request.method == "POST" and PRINTING & request.POST.keys():
        again = "again" in request.POST
        pdf = turning.make_turn_letters(fiscal_year=year, again=again, lay_out=questions_pdf, **given)
        if pdf is not None:
            return desk.file(pdf, name="担当の方について.pdf", content_type="application/pdf", inline=True)
        messages.info(request, "印刷する手紙は、もうありません。")
    elif request.method == "POST":
        try:
            messages.success(request, f"{turning.ask_about_people(**given)}件に、たずねました。")
        except JoiningRefused as refused:
            messages.error(request, str(refused))
    if request.method == "POST":
        return HttpResponseRedirect(reverse("directory_joining_desk:turns"), status=SEE_OTHER)
    by_mail, by_letter = ways_to_ask(today=today)
    return desk.show(
        request,
        "directory_joining/desk/turns.html",
        f"年度替わりのおたずね　{fiscal_year_label(year)}",
        trail=[to_applications()],
        decision=may_ask_about_people(today),
        to_ask=by_mail + by_letter,
        by_mail=by_mail,
        by_letter=by_letter,
        open_questions=open_questions(year, today=today),
        new_people=new_people(year),
        letters=questions_to_print(year, today=today).count(),
        letters_again=questions_to_print_again(year, today=today).count(),
    )


@agency_desk.form_page
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an answer that came by phone, FAX, letter or face to face. Raises Http404."""
    question = get_object_or_404(questions(), pk=pk)
    now = timezone.now()
    form = HeardTurnForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"answer": TurnAnswer(form.cleaned_data["answer"])}
        try:
            turning.note_answer(question=question, actor=desk.actor(request), now=now, **said)
        except JoiningRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"「{question.agency}」の答えを残しました。")
            return HttpResponseRedirect(reverse("directory_joining_desk:turns"), status=SEE_OTHER)
    status = UNPROCESSABLE if form.errors else 200
    trail = [to_applications(), ("年度替わりのおたずね", reverse("directory_joining_desk:turns"))]
    template = "directory_joining/desk/heard.html"
    return desk.show(
        request, template, question.agency.name, trail=trail, status=status, form=form, question=question
    )
