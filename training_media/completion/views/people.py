"""The desk sees who has completed a course, looks at what does not go by itself, hands out certificates."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from events.certificates.enums import BatchForm, BatchReason, CertificateOrigin
from events.certificates.models import Certificate
from events.certificates.papers import register, zip_by_agency
from events.certificates.services.handing_out import record_batch_taken
from events.certificates.views.files import FILE_NAME, ZIP, certificates_file
from training_media.completion.access import completion_at_the_desk, people_desk
from training_media.completion.exceptions import CompletionRefused
from training_media.completion.forms import TakeForm
from training_media.completion.names import states
from training_media.completion.portions import Portion, portions
from training_media.completion.queries import (
    certificates_of_course,
    completions_to_show,
    count_completed,
    count_waiting,
    every_certificate_of_course,
    issued_by_key,
)
from training_media.completion.services.confirming import issue_after_a_look
from training_media.courses.access import course_at_the_desk
from training_media.models import Course

TITLE = "修了した人と修了証"
REGISTER = "修了証の台帳"
ROWS_PER_PAGE = 50
ONLY_WAITING = "waiting"


@people_desk.reading
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has completed a course, and the certificate of each: those that were taken back too."""
    course = course_at_the_desk(pk)
    return _people(request, course, TakeForm(shares=portions(certificates_of_course(course))))


def _people(request: HttpRequest, course: Course, form: TakeForm) -> HttpResponse:
    only_waiting = ONLY_WAITING in request.GET
    rows = completions_to_show(course, only_waiting=only_waiting)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    issued = issued_by_key(page.object_list)
    unknown = states([each.viewer_id for each in page.object_list])
    return desk.show(
        request,
        "completion/desk/people.html",
        TITLE,
        trail=_trail(course),
        status=UNPROCESSABLE if form.errors else 200,
        course=course,
        page_obj=page,
        rows=[(each, issued[each.origin_key], unknown.get(each.viewer_id)) for each in page.object_list],
        completed=count_completed(course),
        waiting=count_waiting(course),
        only_waiting=only_waiting,
        form=form,
    )


def _trail(course: Course) -> list[desk.Link]:
    address = reverse("video_desk:course", args=[course.pk])
    return [("研修動画", reverse("video_desk:list")), (course.title, address)]


@people_desk.form_page
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the certificates of a course: one PDF, a ZIP by agency, or the register."""
    course, now = course_at_the_desk(pk), timezone.now()
    back = HttpResponseRedirect(reverse("completion_desk:people", args=[pk]), status=SEE_OTHER)
    if request.method != "POST":
        return back
    shares = portions(certificates_of_course(course))
    form = TakeForm(request.POST, shares=shares)
    if not form.is_valid():
        return _people(request, course, form)
    kind, reason = BatchForm(form.cleaned_data["form"]), BatchReason(form.cleaned_data["reason"])
    found = _wanted(course, kind, form.cleaned_data["portion"], shares)
    if not found:
        messages.info(request, "発行した修了証は、まだありません。")
        return back
    record_batch_taken(
        of=course, form=kind, reason=reason, number_of=len(found), actor=actor(request), now=now
    )
    if kind == BatchForm.REGISTER:
        table = register(found, title=f"{REGISTER}　{course.title}", origin=CertificateOrigin.COURSE)
        return desk.table_file(table, name=REGISTER, form="xlsx", printed_on=timezone.localdate(now))
    if kind == BatchForm.BY_AGENCY:
        return desk.file(zip_by_agency(found), name=f"{FILE_NAME}.zip", content_type=ZIP)
    return certificates_file(found)


def _wanted(course: Course, kind: BatchForm, key: str, shares: Sequence[Portion]) -> Sequence[Certificate]:
    if kind == BatchForm.REGISTER:
        return list(every_certificate_of_course(course))
    return next((each.certificates for each in shares if each.key == key), ())


@people_desk.deed
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a certificate to somebody whose name waits for a look, or another one where it was taken back."""
    completion = completion_at_the_desk(pk)
    try:
        made = issue_after_a_look(completion=pk, actor=actor(request), now=timezone.now())
    except CompletionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{made.title}を発行しました。番号は {made.printed_number} です。")
    address = reverse("completion_desk:people", args=[completion.course_id])
    return HttpResponseRedirect(address, status=SEE_OTHER)
