"""The pool of experts at the desk, and the letter that asks one."""

from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from directory.coverage.access import registers_desk
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.forms.people import ExpertForm, ExpertListForm, LetterForm, NewExpertForm
from directory.coverage.letters import request_letter
from directory.coverage.models import Expert
from directory.coverage.queries import experts
from directory.coverage.services.people import add_expert, change_expert

LIST, FORM = "専門職の名簿", "coverage/desk/expert_form.html"
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

    def save() -> Done:
        made = add_expert(**form.cleaned_data, actor=actor(request), now=now)
        return Done(f"{made.person.name}さんを、名簿に加えました。", _to_list()[1])

    screen = Screen(FORM, "専門職を加える", [_to_list()])
    return form_screen(request, form, save, screen, refused_as=RegisterRefused, field="name", expert=None)


@registers_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an expert. Raises Http404."""
    expert = _found(pk)
    form = ExpertForm(request.POST or None, initial=model_to_dict(expert))

    def save() -> Done:
        try:
            change_expert(expert_id=pk, values=form.cleaned_data, actor=actor(request), now=timezone.now())
        except NotInTheRegister:
            raise Http404 from None
        return Done("変更を保存しました。", _to_list()[1])

    def fresh() -> ExpertForm | None:
        now_there = experts().filter(pk=pk).first()
        return ExpertForm(initial=model_to_dict(now_there)) if now_there else None

    return form_screen(
        request,
        form,
        save,
        Screen(FORM, f"{expert}さん", [_to_list()]),
        refused_as=RegisterRefused,
        kept=Kept(expert, fresh),
        field="state",
        expert=expert,
    )


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
        trail=[_to_list()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
    )


def _found(pk: int) -> Expert:
    return get_object_or_404(experts(), pk=pk)


def _to_list() -> Link:
    return LIST, reverse("coverage_desk:experts")
