"""The desk of applications: call the agency, then invite or refuse."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link
from directory.access import agency_desk
from directory.enums import InvitationWay, MembershipRole
from directory.exceptions import DirectoryError
from directory.joining import queries
from directory.joining.enums import ApplicationState
from directory.joining.exceptions import JoiningRefused
from directory.joining.forms import ApproveForm, CallForm, RefuseForm
from directory.joining.letters import welcome_pdf
from directory.joining.models import AccountApplication
from directory.joining.services import applying
from directory.views.desk.frame import invited

PAGE = 50
RECENT = 20


def to_applications() -> Link:
    return "登録の申し込み", reverse("directory_joining_desk:applications")


def _back(application: AccountApplication) -> HttpResponseRedirect:
    address = reverse("directory_joining_desk:application", args=[application.pk])
    return HttpResponseRedirect(address, status=SEE_OTHER)


@agency_desk.reading
def applications(request: HttpRequest) -> HttpResponse:
    """List what waits, and what was decided lately."""
    return desk.show(
        request,
        "directory_joining/desk/applications.html",
        "登録の申し込み",
        page_obj=Paginator(queries.open_applications(), PAGE).get_page(request.GET.get("p")),
        decided=queries.decided_applications()[:RECENT],
    )


@agency_desk.form_page
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application with its check list, and take the next step."""
    found = get_object_or_404(queries.applications(), pk=pk)
    step, today = request.POST.get("step", ""), timezone.localdate()
    number = found.agency.public_id if found.agency else ""
    call = CallForm(
        request.POST if step == "call" else None, initial={"agency": number, "checked_on": today}, today=today
    )
    approve = ApproveForm(request.POST if step == "approve" else None)
    refuse = RefuseForm(request.POST if step == "refuse" else None)
    for form, act in ((call, _note_call), (approve, _approve), (refuse, _refuse)):
        if form.is_bound and form.is_valid():
            try:
                return act(request, found, form)  # type: ignore[operator]  # -- each takes its own form
            except (JoiningRefused, DirectoryError) as refused:
                form.add_error(None, str(refused))
    has_errors = any(each.errors for each in (call, approve, refuse))
    return desk.show(
        request,
        "directory_joining/desk/application.html",
        found.organisation,
        trail=[to_applications()],
        status=UNPROCESSABLE if has_errors else 200,
        application=found,
        call=call,
        approve=approve,
        refuse=refuse,
        is_open=found.decided_at is None,
        is_checked=found.state == ApplicationState.CHECKED,
        is_approved=found.state == ApplicationState.APPROVED,
    )


def _note_call(request: HttpRequest, found: AccountApplication, form: CallForm) -> HttpResponse:
    applying.note_call(application=found, actor=desk.actor(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, "電話で確かめたことを残しました。")
    return _back(found)


def _approve(request: HttpRequest, found: AccountApplication, form: ApproveForm) -> HttpResponse:
    invitation, code = applying.approve_application(
        application=found,
        role=MembershipRole(form.cleaned_data["role"]),
        way=InvitationWay(form.cleaned_data["way"] or InvitationWay.MAIL),
        actor=desk.actor(request),
        now=timezone.now(),
    )
    return invited(request, invitation, code, way_on=_back(found))


def _refuse(request: HttpRequest, found: AccountApplication, form: RefuseForm) -> HttpResponse:
    applying.refuse_application(
        application=found, actor=desk.actor(request), now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, "お断りしました。わけは、お電話でお伝えください。")
    return _back(found)


@agency_desk.reading
def welcome(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the welcome letter of somebody who was invited. Raises Http404 for everybody else."""
    pdf = welcome_pdf(get_object_or_404(queries.applications_to_welcome(), pk=pk))
    return desk.file(pdf, name="ようこそ.pdf", content_type="application/pdf", inline=True)
