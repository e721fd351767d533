"""The desk's screens of a course's questionnaire: made, opened, typed in from paper, closed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, form_screen
from events.questionnaires import papers, rules
from events.questionnaires.enums import QuestionnaireState
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Questionnaire
from events.questionnaires.services import running
from events.questionnaires.views import screens
from training_media.courses.access import course_at_the_desk
from training_media.courses.views.frame import LIST, to_course
from training_media.enums import CourseState
from training_media.models import Course
from training_media.surveys import queries
from training_media.surveys.access import current_at_the_desk, people_desk, survey_desk
from training_media.surveys.forms import CourseQuestionsForm
from training_media.surveys.models import CourseQuestionnaire
from training_media.surveys.rules import may_follow
from training_media.surveys.services.answering import mark_returned
from training_media.surveys.services.making import drop_draft, make_course_questionnaire
from training_media.viewing.models import Viewer

TITLE = "アンケート"
SLIP = "切り取って、用紙とは別にしてください。だれが出したかだけを数えます。"


def down_to(course: Course, *more: Link) -> list[Link]:
    """Return the way down to a screen of a course's questionnaire."""
    return [(LIST, reverse("video_desk:list")), to_course(course), *more]


def to_overview(course: Course) -> Link:
    return TITLE, reverse("survey_desk:overview", args=[course.pk])


def place_of(course: Course) -> screens.Place:
    """Return where the questionnaires of a course stand."""
    return screens.Place("courses/desk/frame.html", course.title, down_to(course, to_overview(course)))


def questionnaire_now(course: Course) -> Questionnaire:
    """Return the questionnaire that a course has now. Raises Http404."""
    return current_at_the_desk(course).questionnaire


def lead_to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of this room."""
    return HttpResponseRedirect(reverse(f"survey_desk:{name}", args=args), status=SEE_OTHER)


def about_course(course: Course) -> papers.About:
    """Return what the papers say: sheets may come by post, from several agencies."""
    return papers.About(course.title, "研修動画", SLIP, asks_agency=True)


@survey_desk.reading
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a course's questionnaire stands, what can be done next, and those before it."""
    course = course_at_the_desk(pk)
    all_of_them = list(queries.questionnaires_of(course))
    asked = next((each for each in all_of_them if each.is_current), None)
    return desk.show(
        request,
        "surveys/desk/overview.html",
        f"アンケート　{course.title}",
        trail=down_to(course),
        course=course,
        asked=asked,
        earlier=[each for each in all_of_them if not each.is_current],
        may_make=may_follow(asked.questionnaire.state if asked else None).allowed,
        is_public=course.state in (CourseState.OPEN, CourseState.CLOSED),
        reads_names=has_role(request.user, people_desk.roles),
        **(_standing(asked) if asked else {}),
    )


def _standing(asked: CourseQuestionnaire) -> dict[str, object]:
    questionnaire = asked.questionnaire
    return {
        "questionnaire": questionnaire,
        "questions": queries.questions_of(asked),
        "watched": queries.viewers_of(asked.course).count(),
        "answered": queries.how_many_answered(asked),
        "is_draft": questionnaire.state == QuestionnaireState.DRAFT,
        "close": rules.may_close(questionnaire.state),
        "may_tick": rules.may_tick(questionnaire.state).allowed,
    }


@survey_desk.form_page
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a questionnaire; the usual questions of a briefing stand there already."""
    course, now = course_at_the_desk(pk), timezone.now()
    until, place = queries.watched_until(course), place_of(course)
    form = CourseQuestionsForm(request.POST or None, today=timezone.localdate(now), watched_until=until)

    def save() -> Done:
        made = make_course_questionnaire(course=course, draft=form.draft, actor=actor(request), now=now)
        return Done(screens.made(made.questionnaire), place.back)

    screen = place.screen("form", "アンケートを作る")
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, place=place)


@survey_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the questions while nobody has answered."""
    course, today = course_at_the_desk(pk), timezone.localdate()

    def form_of(data: Mapping[str, Any] | None, questionnaire: Questionnaire) -> CourseQuestionsForm:
        return CourseQuestionsForm(data, today=today, questionnaire=questionnaire)

    read = partial(questionnaire_now, course)
    return screens.change(request, read(), place_of(course), form_of, read)


@survey_desk.form_page
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let answers be taken until another day."""
    course = course_at_the_desk(pk)
    read = partial(questionnaire_now, course)
    return screens.deadline(request, read(), place_of(course), read)


@survey_desk.deed
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Take answers from now on."""

    def begin(questionnaire: Questionnaire) -> None:
        running.open_questionnaire(
            questionnaire_id=questionnaire.pk, tells_by_mail=False, actor=actor(request), now=timezone.now()
        )

    return _done(request, pk, begin, "受け付けを始めました。見た方は、「見る」の画面から答えられます。")


@survey_desk.deed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more answers."""

    def end(questionnaire: Questionnaire) -> None:
        running.close_questionnaire(
            questionnaire_id=questionnaire.pk, actor=actor(request), now=timezone.now()
        )

    return _done(request, pk, end, "締め切りました。紙の答えをみな入力してから、結果を見てください。")


@survey_desk.deed
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a questionnaire away that was never opened."""
    asked = current_at_the_desk(course_at_the_desk(pk))

    def away(_: Questionnaire) -> None:
        drop_draft(asked=asked, actor=actor(request), now=timezone.now())

    return _done(request, pk, away, "準備中のアンケートを消しました。")


def _done(
    request: HttpRequest, pk: int, act: Callable[[Questionnaire], object], said: str
) -> HttpResponseRedirect:
    questionnaire = current_at_the_desk(course_at_the_desk(pk)).questionnaire
    try:
        act(questionnaire)
    except QuestionnaireRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return lead_to("overview", pk)


@survey_desk.reading
def sheet(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give the sheet to fill in."""
    course = course_at_the_desk(pk)
    return screens.sheet(questionnaire_now(course), about_course(course))


@survey_desk.form_page
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a sheet in."""
    course = course_at_the_desk(pk)
    return screens.typing(request, questionnaire_now(course), place_of(course))


@people_desk.form_page
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who handed a sheet in."""
    course, now = course_at_the_desk(pk), timezone.now()
    asked = current_at_the_desk(course)

    def called(viewer: Viewer) -> str:
        return f"{viewer.name}（{viewer.agency or viewer.agency_name or '個人'}）"

    def mark(people: list[int]) -> int:
        return mark_returned(asked=asked, viewers=people, actor=actor(request), now=now)

    return screens.returned(
        request, place_of(course), screens.Slips(queries.missing_viewers(asked), called, mark)
    )
