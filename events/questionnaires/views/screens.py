"""The screens of a questionnaire that are the same at every desk: of events here, of rooms above this one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.questionnaires import papers, rules
from events.questionnaires.enums import SummaryForm
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import (
    DeadlineForm,
    QuestionsForm,
    ReturnedForm,
    SheetForm,
    SummaryWordsForm,
    TakeSummaryForm,
)
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import results_of
from events.questionnaires.services import handing_out, running
from events.questionnaires.services.answering import type_sheet
from foundation.small_counts import threshold_now

PEOPLE_ON_A_PAGE = 60


@dataclass(frozen=True)
class Place:
    """Where a questionnaire stands: at which desk, of what, and below what.

    The way down ends at the screen to which every screen here leads back.
    """

    frame: str
    title: str
    trail: Sequence[Link]

    @property
    def back(self) -> str:
        return self.trail[-1][1]

    def screen(self, name: str, title: str) -> Screen:
        return Screen(f"questionnaires/desk/{name}.html", title, self.trail)

    def lead_back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.back, status=SEE_OTHER)

    def refuse(self, request: HttpRequest, reason: str) -> HttpResponseRedirect:
        """Lead back with the reason why something cannot be done."""
        messages.error(request, reason)
        return self.lead_back()


def made(questionnaire: Questionnaire) -> str:
    """Return what is said once one was made."""
    return f"アンケート {questionnaire.number} を作りました。受け付けを始めると、答えられます。"


def change(
    request: HttpRequest,
    questionnaire: Questionnaire,
    place: Place,
    form_of: Callable[[Mapping[str, Any] | None, Questionnaire], QuestionsForm],
    read: Callable[[], Questionnaire],
) -> HttpResponse:
    """Change the questions while nobody has answered; `read` reads the questionnaire anew."""
    decision = rules.may_change(questionnaire.state)
    if not decision.allowed:
        return place.refuse(request, decision.reason)
    form, now = form_of(request.POST or None, questionnaire), timezone.now()

    def save() -> Done:
        running.change_questionnaire(
            questionnaire_id=questionnaire.pk, draft=form.draft, actor=actor(request), now=now
        )
        return Done("アンケートを変えました。", place.back)

    given = {
        "refused_as": QuestionnaireRefused,
        "kept": Kept(questionnaire, lambda: form_of(None, read())),
    }
    return form_screen(request, form, save, place.screen("form", "質問を変える"), place=place, **given)


def deadline(
    request: HttpRequest, questionnaire: Questionnaire, place: Place, read: Callable[[], Questionnaire]
) -> HttpResponse:
    """Let answers be taken until another day."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = DeadlineForm(request.POST or None, today=today, questionnaire=questionnaire)

    def save() -> Done:
        day = form.cleaned_data["closes_on"]
        running.move_deadline(questionnaire_id=questionnaire.pk, closes_on=day, actor=actor(request), now=now)
        return Done("締切の日を変えました。", place.back)

    kept = Kept(questionnaire, lambda: DeadlineForm(today=today, questionnaire=read()))
    screen = place.screen("deadline", "締切の日を変える")
    given = {"refused_as": QuestionnaireRefused, "field": "closes_on", "kept": kept, "place": place}
    return form_screen(request, form, save, screen, **given)


def typing(request: HttpRequest, questionnaire: Questionnaire, place: Place) -> HttpResponse:
    """Type a sheet in, a number for each question; the next empty form stands there at once."""
    decision = rules.may_type_paper(questionnaire.state, is_read=questionnaire.has_results)
    if not decision.allowed:
        return place.refuse(request, decision.reason)
    questions = list(questionnaire.questions.all())
    form = SheetForm(request.POST if request.method == "POST" else None, questions=questions)

    def save() -> Done:
        count = type_sheet(
            questionnaire_id=questionnaire.pk, given=form.given, actor=actor(request), now=timezone.now()
        )
        words = f"1枚を入力しました。いま {count}人分の答えがあります。次の紙を入力できます。"
        return Done(words, request.path)

    screen = place.screen("typing", "紙の答えを入力する")
    given = {"place": place, "questionnaire": questionnaire}
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, **given)


@dataclass(frozen=True)
class Slips:
    """Who may have handed a sheet in, how each is called, and the deed that marks some of them by id."""

    missing: QuerySet[Any]
    called: Callable[[Any], str]
    mark: Callable[[list[int]], int]


def returned(request: HttpRequest, place: Place, slips: Slips) -> HttpResponse:
    """Tick who handed a sheet in, from the slips that were cut off, page by page."""
    page = Paginator(slips.missing, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    people = list(page.object_list)
    if request.method == "POST":
        # Who was ticked may stand on another page by now.
        ticked = [int(each) for each in request.POST.getlist("people") if each.isascii() and each.isdecimal()]
        people += slips.missing.filter(pk__in=ticked).exclude(pk__in=[each.pk for each in people])
    choices = [(each.pk, slips.called(each)) for each in people]
    form = ReturnedForm(request.POST if request.method == "POST" else None, people=choices)
    if form.is_bound and form.is_valid():
        try:
            count = slips.mark(form.cleaned_data["people"])
        except QuestionnaireRefused as refused:
            return place.refuse(request, str(refused))
        messages.success(request, f"{count}人に、紙で出した印を付けました。")
        return place.lead_back()
    screen = place.screen("returned", "紙で出した方に印を付ける")
    return desk.show(
        request,
        screen.template,
        screen.title,
        trail=screen.trail,
        status=UNPROCESSABLE if form.errors else 200,
        place=place,
        form=form,
        page_obj=page,
    )


def begin_to_read(
    request: HttpRequest, questionnaire: Questionnaire, place: Place, results_address: str
) -> HttpResponse:
    """End the typing of paper, and show the results."""
    try:
        running.begin_to_read(questionnaire_id=questionnaire.pk, actor=actor(request), now=timezone.now())
    except QuestionnaireRefused as refused:
        return place.refuse(request, str(refused))
    return HttpResponseRedirect(results_address, status=SEE_OTHER)


def results(
    request: HttpRequest,
    questionnaire: Questionnaire,
    place: Place,
    read: Callable[[], Questionnaire],
    file_address: str,
) -> HttpResponse:
    """Show the results, and take the centre's own words."""
    form = SummaryWordsForm(request.POST or None, initial={"summary": questionnaire.summary})

    def save() -> Done:
        summary = form.cleaned_data["summary"]
        running.summarise(
            questionnaire_id=questionnaire.pk, summary=summary, actor=actor(request), now=timezone.now()
        )
        return Done("まとめを残しました。", place.back)

    context: dict[str, Any] = {
        "place": place,
        "questionnaire": questionnaire,
        "results": results_of(questionnaire, threshold=threshold_now()),
        "file_form": TakeSummaryForm(),
        "file_address": file_address,
    }
    kept = Kept(questionnaire, lambda: SummaryWordsForm(initial={"summary": read().summary}))
    screen = place.screen("results", "アンケートの結果")
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, kept=kept, **context)


def file(
    request: HttpRequest, questionnaire: Questionnaire, about: Callable[[], papers.About]
) -> HttpResponse | None:
    """Hand out the summary on paper or as a table; None where no known form was chosen.

    Small counts are left out in each.
    """
    form, now = TakeSummaryForm(request.POST), timezone.now()
    if not form.is_valid():
        return None
    kind = SummaryForm(form.cleaned_data["form"])
    handing_out.record_summary_taken(questionnaire=questionnaire, form=kind, actor=actor(request), now=now)
    told = results_of(questionnaire, threshold=threshold_now())
    name = f"アンケートのまとめ_{questionnaire.number}"
    if kind == SummaryForm.PAPER:
        pdf = papers.summary_pdf(questionnaire, about(), told, now=now)
        return desk.file(pdf, name=f"{name}.pdf", content_type="application/pdf")
    table = papers.summary_table(questionnaire, told)
    return desk.table_file(table, name=name, form=kind.value, printed_on=timezone.localdate(now))


def sheet(questionnaire: Questionnaire, about: papers.About) -> HttpResponse:
    """Give the sheet to fill in."""
    name = f"アンケート_{questionnaire.number}.pdf"
    pdf = papers.sheet_pdf(questionnaire, about)
    return desk.file(pdf, name=name, content_type="application/pdf", inline=True)
