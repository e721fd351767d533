"""Colleagues of the centre and the prefecture: invited, given roles, shut out at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from content.desk import UNPROCESSABLE
from directory import queries
from directory.access import staff_desk
from directory.enums import STAFF_ROLES, InvitationWay
from directory.exceptions import DirectoryError
from directory.forms.staff import NewStaffForm, StaffInvitationForm, StaffRolesForm
from directory.services import staff

from .frame import find_colleague, invited, show, to, to_staff


@staff_desk.reading
def staff_list(request: HttpRequest) -> HttpResponse:
    """Show who works in the portal for the centre and the prefecture, as what, and who is invited."""
    return show(request, "staff", "職員", rows=queries.staff(now=timezone.now()), me=request.user.person_id)


@staff_desk.form_page
def invite_new(request: HttpRequest) -> HttpResponse:
    """Invite a new colleague by mail or on paper."""
    return _invite(request, NewStaffForm(_typed(request)), "職員を招待する")


@staff_desk.form_page
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a known colleague: the phone is lost, the invitation has expired, the account was closed."""
    known = find_colleague(pk)
    form = StaffInvitationForm(_typed(request), known=known)
    return _invite(request, form, f"{known.person.name}さんを招待する")


def _invite(request: HttpRequest, form: StaffInvitationForm, title: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        person, way = form.person, InvitationWay(form.cleaned_data["way"])
        try:
            invitation, code = staff.invite_staff(
                person=person, roles=form.wanted_roles, way=way, actor=request.user, now=timezone.now()
            )
        except DirectoryError as refused:
            form.add_error(None, str(refused))
        else:
            return invited(request, invitation, code, way_on=to("staff"))
    status = UNPROCESSABLE if form.errors else 200
    return show(
        request,
        "staff_invite",
        title,
        trail=[to_staff()],
        status=status,
        form=form,
        renews=form.known is not None and form.known.is_open,
    )


@staff_desk.form_page
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a colleague other roles, from the next click on."""
    known = find_colleague(pk)
    form = StaffRolesForm(_typed(request), initial={"roles": sorted(known.roles & STAFF_ROLES)})
    if form.is_bound and form.is_valid():
        try:
            staff.change_staff_roles(
                person=known.person,
                roles=form.cleaned_data["roles"],
                actor=request.user,
                now=timezone.now(),
            )
        except DirectoryError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{known.person.name}さんの役割を変えました。")
            return to("staff")
    status = UNPROCESSABLE if form.errors else 200
    title = f"{known.person.name}さんの役割を変える"
    return show(request, "staff_roles", title, trail=[to_staff()], status=status, form=form)


@staff_desk.form_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows, then shut a colleague out at once."""
    known = find_colleague(pk)
    if request.method == "POST":
        try:
            staff.close_staff_account(person=known.person, actor=request.user, now=timezone.now())
        except DirectoryError as refused:
            messages.error(request, str(refused))
        else:
            done = "のアカウントを閉じました。" if known.is_open else "の招待を取り消しました。"
            messages.success(request, f"{known.person.name}さん{done}")
        return to("staff")
    title = f"{known.person.name}さんのアカウントを閉じる"
    return show(request, "staff_close", title, trail=[to_staff()], known=known)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
