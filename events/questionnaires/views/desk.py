"""The desk's screens of questionnaires: made, opened, typed in from paper, asked for again, closed."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.access import event_at_the_desk
from events.models import Participant
from events.questionnaires import papers, rules
from events.questionnaires.access import found, questionnaire_desk, questionnaires
from events.questionnaires.enums import HAS_RESULTS, TAKES_PAPER, QuestionnaireState
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import (
    DeadlineForm,
    OpenForm,
    QuestionnaireForm,
    ReturnedForm,
    SheetForm,
)
from events.questionnaires.letters import grouped
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import asked_people, has_dates_to_come, missing_people, questionnaires_of
from events.questionnaires.services import answering, running
from events.views.desk.frame import LIST, to_event

TITLE = "アンケート"
ROWS_PER_PAGE = 20


def trail(questionnaire: Questionnaire, *more: Link) -> list[Link]:
    """Return the way down to a questionnaire's screens."""
    event = questionnaire.its_event
    return [
        (LIST, reverse("event_desk:list")),
        to_event(event),
        (TITLE, reverse("questionnaire_desk:of_event", args=[event.pk])),
        *more,
    ]


def to_questionnaire(questionnaire: Questionnaire) -> Link:
    address = reverse("questionnaire_desk:questionnaire", args=[questionnaire.pk])
    return questionnaire.number, address


def lead_to(name: str, pk: int) -> HttpResponseRedirect:
    """Lead on to another screen of this room."""
    return HttpResponseRedirect(reverse(f"questionnaire_desk:{name}", args=[pk]), status=SEE_OTHER)


@questionnaire_desk.reading
def every(request: HttpRequest) -> HttpResponse:
    """List all questionnaires, the latest first."""
    page = Paginator(questionnaires().order_by("-id"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "questionnaires/desk/list.html",
        TITLE,
        trail=[(LIST, reverse("event_desk:list"))],
        page_obj=page,
        rows=list(page.object_list),
    )


@questionnaire_desk.reading
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """List the questionnaires of one event."""
    event = event_at_the_desk(pk)
    above = [(LIST, reverse("event_desk:list")), to_event(event)]
    return desk.show(
        request,
        "questionnaires/desk/of_event.html",
        TITLE,
        trail=above,
        event=event,
        rows=list(questionnaires_of(event)),
    )


@questionnaire_desk.form_page
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a questionnaire; the usual questions stand there already."""
    event, now = event_at_the_desk(pk), timezone.now()
    form = QuestionnaireForm(
        request.POST or None, sessions=list(event.sessions.all()), today=timezone.localdate(now)
    )

    def save() -> Done:
        made = running.make_questionnaire(event=event, draft=form.draft, actor=actor(request), now=now)
        words = f"アンケート {made.number} を作りました。受け付けを始めると、答えられます。"
        return Done(words, to_questionnaire(made)[1])

    above = [
        (LIST, reverse("event_desk:list")),
        to_event(event),
        (TITLE, reverse("questionnaire_desk:of_event", args=[event.pk])),
    ]
    screen = Screen("questionnaires/desk/form.html", "アンケートを作る", above)
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused)


@questionnaire_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the questions while nobody has answered."""
    questionnaire, now = found(pk), timezone.now()
    decision = rules.may_change(questionnaire.state)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return lead_to("questionnaire", pk)
    options = {
        "sessions": list(questionnaire.its_event.sessions.all()),
        "today": timezone.localdate(now),
    }
    form = QuestionnaireForm(request.POST or None, questionnaire=questionnaire, **options)

    def save() -> Done:
        running.change_questionnaire(questionnaire_id=pk, draft=form.draft, actor=actor(request), now=now)
        return Done("アンケートを変えました。", to_questionnaire(questionnaire)[1])

    screen = Screen(
        "questionnaires/desk/form.html",
        "質問を変える",
        trail(questionnaire, to_questionnaire(questionnaire)),
    )
    kept = Kept(questionnaire, lambda: QuestionnaireForm(questionnaire=found(pk), **options))
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, kept=kept)


@questionnaire_desk.form_page
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let answers be taken until another day."""
    questionnaire, now = found(pk), timezone.now()
    today = timezone.localdate(now)
    form = DeadlineForm(request.POST or None, today=today, questionnaire=questionnaire)

    def save() -> Done:
        day = form.cleaned_data["closes_on"]
        running.move_deadline(questionnaire_id=pk, closes_on=day, actor=actor(request), now=now)
        return Done("締切の日を変えました。", to_questionnaire(questionnaire)[1])

    above = trail(questionnaire, to_questionnaire(questionnaire))
    screen = Screen("questionnaires/desk/deadline.html", "締切の日を変える", above)
    kept = Kept(questionnaire, lambda: DeadlineForm(today=today, questionnaire=found(pk)))
    given = {"refused_as": QuestionnaireRefused, "field": "closes_on", "kept": kept}
    return form_screen(request, form, save, screen, **given, questionnaire=questionnaire)


@questionnaire_desk.reading
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a questionnaire stands, who has not answered, and what can be done next."""
    questionnaire, now = found(pk), timezone.now()
    asked = list(asked_people(questionnaire, now=now))
    missing = [person for person in asked if not getattr(person, "has_answered", False)]
    groups = grouped(missing)
    is_reminded = questionnaire.reminded_at is not None
    return desk.show(
        request,
        "questionnaires/desk/questionnaire.html",
        f"{questionnaire.title}　{questionnaire.number}",
        trail=trail(questionnaire),
        questionnaire=questionnaire,
        questions=list(questionnaire.questions.all()),
        asked=len(asked),
        answered=len(asked) - len(missing),
        missing=missing,
        groups=groups,
        by_mail=sum(group.application.is_told_by_mail for group in groups),
        change=rules.may_change(questionnaire.state),
        close=rules.may_close(questionnaire.state),
        remind=rules.may_remind(questionnaire.state, is_reminded=is_reminded, missing=len(missing)),
        takes_paper=questionnaire.state in TAKES_PAPER,
        has_results=questionnaire.state in HAS_RESULTS,
        asks_later=_asks_later(questionnaire, now),
        open_form=OpenForm(),
    )


def _asks_later(questionnaire: Questionnaire, now: datetime) -> bool:
    """Whether people of a date that has still to end will be told how to answer."""
    is_wanted = questionnaire.tells_by_mail and questionnaire.state == QuestionnaireState.OPEN
    return is_wanted and has_dates_to_come(questionnaire, now=now)


@questionnaire_desk.deed
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Take answers from now on."""
    form = OpenForm(request.POST)
    form.is_valid()
    try:
        running.open_questionnaire(
            questionnaire_id=found(pk).pk,
            tells_by_mail=form.cleaned_data["tells_by_mail"],
            actor=actor(request),
            now=timezone.now(),
        )
    except QuestionnaireRefused as refused:
        messages.error(request, str(refused))
    else:
        later = _asks_later(found(pk), timezone.now())
        told = "案内は、開催日が終わってから、自動で送ります。" if later else ""
        messages.success(request, f"受け付けを始めました。{told}")
    return lead_to("questionnaire", pk)


@questionnaire_desk.deed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more answers."""
    try:
        running.close_questionnaire(questionnaire_id=found(pk).pk, actor=actor(request), now=timezone.now())
    except QuestionnaireRefused as refused:
        messages.error(request, str(refused))
        return lead_to("questionnaire", pk)
    messages.success(request, "締め切りました。結果を見られます。")
    return lead_to("results", pk)


@questionnaire_desk.deed
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those who have not answered once more."""
    try:
        sent = running.remind_once(questionnaire_id=found(pk).pk, actor=actor(request), now=timezone.now())
    except QuestionnaireRefused as refused:
        messages.error(request, str(refused))
        return lead_to("questionnaire", pk)
    messages.success(
        request,
        f"{sent}件のメールでお願いします。メールでないところは、下の一覧からFAXか電話でお願いしてください。",
    )
    return lead_to("questionnaire", pk)


@questionnaire_desk.reading
def sheet(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give the sheet to fill in."""
    questionnaire = found(pk)
    name = f"アンケート_{questionnaire.number}.pdf"
    pdf = papers.sheet_pdf(questionnaire, papers.about_event(questionnaire))
    return desk.file(pdf, name=name, content_type="application/pdf", inline=True)


@questionnaire_desk.form_page
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a sheet in, a number for each question; the next empty form stands there at once."""
    questionnaire = found(pk)
    decision = rules.may_type_paper(questionnaire.state)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return lead_to("questionnaire", pk)
    questions = list(questionnaire.questions.all())
    form = SheetForm(request.POST if request.method == "POST" else None, questions=questions)

    def save() -> Done:
        count = answering.type_sheet(
            questionnaire_id=pk, given=form.given, actor=actor(request), now=timezone.now()
        )
        words = f"1枚を入力しました。いま {count}人分の答えがあります。次の紙を入力できます。"
        return Done(words, reverse("questionnaire_desk:typing", args=[pk]))

    above = trail(questionnaire, to_questionnaire(questionnaire))
    screen = Screen("questionnaires/desk/typing.html", "紙の答えを入力する", above)
    refused_as = QuestionnaireRefused
    return form_screen(request, form, save, screen, refused_as=refused_as, questionnaire=questionnaire)


@questionnaire_desk.form_page
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who handed a sheet in, from the slips that were cut off."""
    questionnaire, now = found(pk), timezone.now()
    missing = list(missing_people(questionnaire, now=now))
    form = ReturnedForm(request.POST if request.method == "POST" else None, people=_to_tick(missing))
    if form.is_bound and form.is_valid():
        try:
            count = answering.mark_returned(
                questionnaire_id=pk, people=form.cleaned_data["people"], actor=actor(request), now=now
            )
        except QuestionnaireRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{count}人に、紙で出した印を付けました。")
        return lead_to("questionnaire", pk)
    return desk.show(
        request,
        "questionnaires/desk/returned.html",
        "紙で出した方に印を付ける",
        trail=trail(questionnaire, to_questionnaire(questionnaire)),
        status=UNPROCESSABLE if form.errors else 200,
        questionnaire=questionnaire,
        form=form,
        missing=missing,
    )


def _to_tick(people: Sequence[Participant]) -> list[tuple[int, str]]:
    return [
        (person.pk, f"{person.shown_name}（{person.application.agency_name or '個人'}）") for person in people
    ]
