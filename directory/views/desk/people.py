"""The people of an agency are added, become partners, are invited, leave."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE
from directory.access import agency_desk
from directory.enums import InvitationWay, MembershipRole
from directory.exceptions import AlreadyAColleague, DirectoryError
from directory.forms.people import InvitationForm, MembershipForm, PersonForm
from directory.models import Membership
from directory.queries import signs_in_already
from directory.services import invitations, people

from .frame import find_agency, find_membership, invited, show, to, to_agency, to_list


@agency_desk.form_page
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a person to an agency, and lead to the invitation when they will use the portal."""
    agency, now = find_agency(public_id), timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = PersonForm(typed, today=timezone.localdate(now))
    if form.is_bound and form.is_valid():
        role = MembershipRole(form.cleaned_data["role"])
        try:
            membership = people.add_person(
                agency=agency, person=form.person, role=role, actor=request.user, now=now
            )
        except AlreadyAColleague as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"{membership.person.name}さんを加えました。")
            if role == MembershipRole.COLLEAGUE:
                return to("agency", agency.public_id)
            return to("invite", membership.pk)
    return show(
        request,
        "person",
        "人を加える",
        trail=[to_list(), to_agency(agency)],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        agency=agency,
    )


@agency_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change role, job and contact address of a person at an agency."""
    membership, now = find_membership(pk), timezone.now()
    person = membership.person
    initial = {"role": membership.role, "job": person.job, "contact_email": person.contact_email}
    form = MembershipForm(request.POST if request.method == "POST" else None, initial=initial)
    if people.signs_in_as_staff(person):
        del form.fields["contact_email"]
    if form.is_bound and form.is_valid():
        given = {"contact_email": person.contact_email} | form.cleaned_data
        try:
            people.update_membership(membership=membership, actor=request.user, now=now, **given)
        except DirectoryError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{person.name}さんの登録を変えました。")
            return to("agency", membership.agency.public_id)
    return _form(request, "membership", f"{person.name}さんの登録を変える", membership, form)


@agency_desk.form_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows, then end a membership today."""
    membership = find_membership(pk)
    person, agency = membership.person, membership.agency
    if request.method == "POST":
        try:
            people.end_membership(membership=membership, actor=request.user, now=timezone.now())
        except DirectoryError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{person.name}さんの登録を終えました。")
        return to("agency", agency.public_id)
    title, trail = f"{person.name}さんの登録を終える", [to_list(), to_agency(agency)]
    return show(request, "end", title, trail=trail, membership=membership)


@agency_desk.form_page
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a person to sign in: by mail, or with a paper that is made once and never again."""
    membership = find_membership(pk)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        way = InvitationWay(form.cleaned_data["way"])
        try:
            invitation, code = invitations.invite_member(
                membership=membership, way=way, actor=request.user, now=timezone.now()
            )
        except DirectoryError as refused:
            form.add_error(None, str(refused))
        else:
            way_on = to("agency", membership.agency.public_id)
            return invited(request, invitation, code, way_on=way_on)
    title = f"{membership.person.name}さんを招待する"
    renews = signs_in_already(membership.person)
    return _form(request, "invite", title, membership, form, renews=renews)


def _form(
    request: HttpRequest, name: str, title: str, membership: Membership, form: Form, **context: object
) -> HttpResponse:
    trail = [to_list(), to_agency(membership.agency)]
    status = UNPROCESSABLE if form.errors else 200
    return show(request, name, title, trail=trail, status=status, membership=membership, form=form, **context)
