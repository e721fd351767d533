"""The pool of experts at the desk, and the letter that asks one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.coverage.access import registers_desk
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.forms.people import ExpertForm, ExpertListForm, LetterForm, NewExpertForm
from directory.coverage.letters import request_letter
from directory.coverage.models import Expert
from directory.coverage.queries import experts
from directory.coverage.services.people import add_expert, change_expert

LIST = "専門職の名簿"
ROWS_PER_PAGE = 30


@registers_desk.reading
def expert_list(request: HttpRequest) -> HttpResponse:
    """Show whom the centre may ask, for what, and how far it is with asking."""
    form = ExpertListForm(request.GET)
    found = experts(**form.wanted)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(request, "coverage/desk/experts.html", LIST, form=form, page_obj=page)


@registers_desk.form_page
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody to the pool."""
    now = timezone.now()
    form = NewExpertForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_expert(**form.cleaned_data, actor=actor(request), now=now)
        except RegisterRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"{made.person.name}さんを、名簿に加えました。")
            return _to_list()
    return _form(request, form, "専門職を加える")


@registers_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an expert. Raises Http404."""
    expert = _found(pk)
    form = ExpertForm(request.POST or None, initial=model_to_dict(expert))
    if request.method == "POST" and form.is_valid():
        try:
            change_expert(expert_id=pk, values=form.cleaned_data, actor=actor(request), now=timezone.now())
        except NotInTheRegister:
            raise Http404 from None
        except RegisterRefused as refused:
            form.add_error("state", str(refused))
        else:
            messages.success(request, "変更を保存しました。")
            return _to_list()
    return _form(request, form, f"{expert}さん", expert)


@registers_desk.form_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the letter that asks an expert; nothing of it is stored. Raises Http404."""
    expert = _found(pk)
    form = LetterForm(request.POST or None, initial={"sent_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        pdf = request_letter(expert, form.cleaned_data)
        return desk.file(pdf, name="依頼文.pdf", content_type="application/pdf", inline=True)
    return desk.show(
        request,
        "coverage/desk/letter_form.html",
        f"{expert}さんへの依頼文",
        trail=[(LIST, reverse("coverage_desk:experts"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
    )


def _form(request: HttpRequest, form: ExpertForm, title: str, expert: Expert | None = None) -> HttpResponse:
    return desk.show(
        request,
        "coverage/desk/expert_form.html",
        title,
        trail=[(LIST, reverse("coverage_desk:experts"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        expert=expert,
    )


def _found(pk: int) -> Expert:
    return get_object_or_404(experts(), pk=pk)


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("coverage_desk:experts"), status=SEE_OTHER)
