"""The desk sees who has completed a course, and gives another certificate where one was taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from training_media.completion.access import completion_at_the_desk, people_desk
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.queries import completions_to_show, issued_by_key
from training_media.completion.services.completing import issue_after_a_look
from training_media.courses.access import course_at_the_desk

TITLE = "修了した人と修了証"
ROWS_PER_PAGE = 50


@people_desk.reading
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has completed a course, and the certificate of each: those that were taken back too."""
    course = course_at_the_desk(pk)
    page = Paginator(completions_to_show(course), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    issued = issued_by_key(page.object_list)
    return desk.show(
        request,
        "completion/desk/people.html",
        TITLE,
        trail=[
            ("研修動画", reverse("video_desk:list")),
            (course.title, reverse("video_desk:course", args=[pk])),
        ],
        course=course,
        page_obj=page,
        rows=[(each, issued[each.origin_key]) for each in page.object_list],
    )


@people_desk.deed
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue another certificate to somebody whose was taken back."""
    completion = completion_at_the_desk(pk)
    try:
        made = issue_after_a_look(completion=pk, actor=actor(request), now=timezone.now())
    except CompletionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{made.title}を発行しました。番号は {made.printed_number} です。")
    address = reverse("completion_desk:people", args=[completion.course_id])
    return HttpResponseRedirect(address, status=SEE_OTHER)
