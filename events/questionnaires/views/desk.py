"""The desk's screens of questionnaires: made, opened, typed in from paper, asked for again, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, form_screen
from events.access import event_at_the_desk
from events.models import Event, Participant
from events.questionnaires import papers, rules
from events.questionnaires.access import found, questionnaire_desk, questionnaires
from events.questionnaires.enums import QuestionnaireState
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import OpenForm, QuestionnaireForm
from events.questionnaires.letters import grouped
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import asked_people, has_dates_to_come, missing_people, questionnaires_of
from events.questionnaires.services import answering, running
from events.views.desk.frame import LIST, to_event

from . import screens

TITLE = "アンケート"
FRAME = "events/desk/frame.html"
ROWS_PER_PAGE = 20


def to_questionnaires(event: Event) -> list[Link]:
    """Return the way down to the questionnaires of an event."""
    return [
        (LIST, reverse("event_desk:list")),
        to_event(event),
        (TITLE, reverse("questionnaire_desk:of_event", args=[event.pk])),
    ]


def trail(questionnaire: Questionnaire, *more: Link) -> list[Link]:
    """Return the way down to a questionnaire's screens."""
    return [*to_questionnaires(questionnaire.its_event), *more]


def place_of(questionnaire: Questionnaire) -> screens.Place:
    """Return where a questionnaire stands."""
    above = trail(questionnaire, to_questionnaire(questionnaire))
    return screens.Place(FRAME, questionnaire.its_event.title, above)


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
        return Done(screens.made(made), to_questionnaire(made)[1])

    place = screens.Place(FRAME, event.title, to_questionnaires(event))
    screen = place.screen("form", "アンケートを作る")
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, place=place)


@questionnaire_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the questions while nobody has answered."""
    questionnaire = found(pk)
    sessions, today = list(questionnaire.its_event.sessions.all()), timezone.localdate()

    def form_of(data: Mapping[str, Any] | None, questionnaire: Questionnaire) -> QuestionnaireForm:
        return QuestionnaireForm(data, questionnaire=questionnaire, sessions=sessions, today=today)

    return screens.change(request, questionnaire, place_of(questionnaire), form_of, lambda: found(pk))


@questionnaire_desk.form_page
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let answers be taken until another day."""
    questionnaire = found(pk)
    return screens.deadline(request, questionnaire, place_of(questionnaire), lambda: found(pk))


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
        may_tick=rules.may_tick(questionnaire.state).allowed,
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
    messages.success(request, "締め切りました。紙の答えをみな入力してから、結果を見てください。")
    return lead_to("questionnaire", pk)


@questionnaire_desk.deed
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """End the typing of paper, and show the results."""
    questionnaire = found(pk)
    address = reverse("questionnaire_desk:results", args=[pk])
    return screens.begin_to_read(request, questionnaire, place_of(questionnaire), address)


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
    return screens.sheet(questionnaire, papers.about_event(questionnaire))


@questionnaire_desk.form_page
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a sheet in."""
    questionnaire = found(pk)
    return screens.typing(request, questionnaire, place_of(questionnaire))


@questionnaire_desk.form_page
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who handed a sheet in."""
    questionnaire, now = found(pk), timezone.now()

    def called(person: Participant) -> str:
        return f"{person.shown_name}（{person.application.agency_name or '個人'}）"

    def mark(people: list[int]) -> int:
        return answering.mark_returned(questionnaire_id=pk, people=people, actor=actor(request), now=now)

    slips = screens.Slips(missing_people(questionnaire, now=now), called, mark)
    return screens.returned(request, place_of(questionnaire), slips)
