"""The desk says what completing a course asks for."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.forms import RuleForm
from training_media.completion.queries import count_completed, parts_with_questions, question_of, rule_of
from training_media.completion.services.ruling import set_rule
from training_media.courses.access import course_at_the_desk, may_see_viewers, video_desk
from training_media.models import Course
from training_media.registries import questionnaire_of

TITLE = "修了の条件と修了証"


@video_desk.form_page
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change what a course asks for; how many have completed it stands beside."""
    course = course_at_the_desk(pk)
    known = rule_of(course)
    form = _form(course, request.POST if request.method == "POST" else None)
    back = reverse("video_desk:course", args=[pk])

    def save() -> Done:
        set_rule(course=course, values=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("修了の条件を決めました。", back)

    trail = [("研修動画", reverse("video_desk:list")), (course.title, back)]
    kept = Kept(known, lambda: _form(course)) if known.pk else None
    return form_screen(
        request,
        form,
        save,
        Screen("completion/desk/rule.html", TITLE, trail),
        refused_as=CompletionRefused,
        kept=kept,
        course=course,
        completed=count_completed(course),
        sees_people=may_see_viewers(request.user),
    )


def _form(course: Course, data: QueryDict | None = None) -> RuleForm:
    return RuleForm(
        data,
        rule=rule_of(course),
        silent=[part for part in parts_with_questions(course) if question_of(part) is None],
        has_questionnaire=questionnaire_of(course) is not None,
    )
