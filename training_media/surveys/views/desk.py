"""The desk's screens of a course's questionnaire: made, opened, typed in from paper, closed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.questionnaires import papers, rules
from events.questionnaires.enums import HAS_RESULTS, TAKES_PAPER, QuestionnaireState
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.forms.desk import DeadlineForm, ReturnedForm, SheetForm
from events.questionnaires.models import Questionnaire
from events.questionnaires.services import running
from events.questionnaires.services.answering import type_sheet
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

TITLE = "アンケート"
SLIP = "切り取って、用紙とは別にしてください。だれが出したかだけを数えます。"


def down_to(course: Course, *more: Link) -> list[Link]:
    """Return the way down to a screen of a course's questionnaire."""
    return [(LIST, reverse("video_desk:list")), to_course(course), *more]


def to_overview(course: Course) -> Link:
    return TITLE, reverse("survey_desk:overview", args=[course.pk])


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
        "takes_paper": questionnaire.state in TAKES_PAPER,
        "has_results": questionnaire.state in HAS_RESULTS,
    }


@survey_desk.form_page
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a questionnaire; the usual questions of a briefing stand there already."""
    course, now = course_at_the_desk(pk), timezone.now()
    until = queries.watched_until(course)
    form = CourseQuestionsForm(request.POST or None, today=timezone.localdate(now), watched_until=until)

    def save() -> Done:
        made = make_course_questionnaire(course=course, draft=form.draft, actor=actor(request), now=now)
        words = f"アンケート {made.questionnaire.number} を作りました。受け付けを始めると、答えられます。"
        return Done(words, to_overview(course)[1])

    screen = Screen("surveys/desk/form.html", "アンケートを作る", down_to(course, to_overview(course)))
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, course=course)


@survey_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the questions while nobody has answered."""
    course, now = course_at_the_desk(pk), timezone.now()
    questionnaire = current_at_the_desk(course).questionnaire
    decision = rules.may_change(questionnaire.state)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return lead_to("overview", pk)
    today = timezone.localdate(now)
    form = CourseQuestionsForm(request.POST or None, today=today, questionnaire=questionnaire)

    def save() -> Done:
        running.change_questionnaire(
            questionnaire_id=questionnaire.pk, draft=form.draft, actor=actor(request), now=now
        )
        return Done("アンケートを変えました。", to_overview(course)[1])

    def fresh() -> CourseQuestionsForm:
        return CourseQuestionsForm(today=today, questionnaire=current_at_the_desk(course).questionnaire)

    screen = Screen("surveys/desk/form.html", "質問を変える", down_to(course, to_overview(course)))
    given = {"refused_as": QuestionnaireRefused, "kept": Kept(questionnaire, fresh)}
    return form_screen(request, form, save, screen, **given, course=course)


@survey_desk.form_page
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let answers be taken until another day."""
    course, now = course_at_the_desk(pk), timezone.now()
    questionnaire, today = current_at_the_desk(course).questionnaire, timezone.localdate(now)
    form = DeadlineForm(request.POST or None, today=today, questionnaire=questionnaire)

    def save() -> Done:
        day = form.cleaned_data["closes_on"]
        running.move_deadline(questionnaire_id=questionnaire.pk, closes_on=day, actor=actor(request), now=now)
        return Done("締切の日を変えました。", to_overview(course)[1])

    def fresh() -> DeadlineForm:
        return DeadlineForm(today=today, questionnaire=current_at_the_desk(course).questionnaire)

    screen = Screen("surveys/desk/deadline.html", "締切の日を変える", down_to(course, to_overview(course)))
    given = {"refused_as": QuestionnaireRefused, "field": "closes_on", "kept": Kept(questionnaire, fresh)}
    return form_screen(request, form, save, screen, **given, course=course)


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

    return _done(request, pk, end, "締め切りました。結果を見られます。")


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
    questionnaire = current_at_the_desk(course).questionnaire
    pdf = papers.sheet_pdf(questionnaire, about_course(course))
    name = f"アンケート_{questionnaire.number}.pdf"
    return desk.file(pdf, name=name, content_type="application/pdf", inline=True)


@survey_desk.form_page
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a sheet in, a number for each question; the next empty form stands there at once."""
    course = course_at_the_desk(pk)
    asked = current_at_the_desk(course)
    questionnaire = asked.questionnaire
    decision = rules.may_type_paper(questionnaire.state)
    if not decision.allowed:
        messages.error(request, decision.reason)
        return lead_to("overview", pk)
    data = request.POST if request.method == "POST" else None
    form = SheetForm(data, questions=queries.questions_of(asked))

    def save() -> Done:
        count = type_sheet(
            questionnaire_id=questionnaire.pk, given=form.given, actor=actor(request), now=timezone.now()
        )
        words = f"1枚を入力しました。いま {count}人分の答えがあります。次の紙を入力できます。"
        return Done(words, reverse("survey_desk:typing", args=[pk]))

    screen = Screen("surveys/desk/typing.html", "紙の答えを入力する", down_to(course, to_overview(course)))
    given = {"questionnaire": questionnaire, "course": course}
    return form_screen(request, form, save, screen, refused_as=QuestionnaireRefused, **given)


@people_desk.form_page
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who handed a sheet in, from the slips that were cut off."""
    course = course_at_the_desk(pk)
    asked = current_at_the_desk(course)
    missing = list(queries.missing_viewers(asked))
    people = [(each.pk, f"{each.name}（{each.agency or each.agency_name or '個人'}）") for each in missing]
    form = ReturnedForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        chosen, now = form.cleaned_data["people"], timezone.now()
        try:
            count = mark_returned(asked=asked, viewers=chosen, actor=actor(request), now=now)
        except QuestionnaireRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{count}人に、紙で出した印を付けました。")
        return lead_to("overview", pk)
    return desk.show(
        request,
        "surveys/desk/returned.html",
        "紙で出した方に印を付ける",
        trail=down_to(course, to_overview(course)),
        status=UNPROCESSABLE if form.errors else 200,
        course=course,
        form=form,
        missing=missing,
    )
