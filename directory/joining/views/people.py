"""The people of one's own agency, for its administrator: invite, end, confirm. Nobody of others is there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from content.desk import SEE_OTHER, UNPROCESSABLE, actor, file
from directory.access import agency_desk, as_partner
from directory.enums import InvitationWay, MembershipRole
from directory.exceptions import DirectoryError
from directory.finding.rules import span
from directory.joining.forms import ColleagueForm
from directory.joining.letters import people_pdf
from directory.joining.queries import colleagues_who_may_leave, people_confirmation
from directory.joining.services.confirming import confirm_people
from directory.models import Membership
from directory.queries import members
from directory.services import invitations, people
from directory.views.desk.frame import find_agency
from directory.views.own import show_own
from foundation.rates.services import may_go

TITLE, ADD, PAPER = "職員の一覧", "職員を加える", "職員の一覧.pdf"
TOO_MANY_REQUESTS = 429
TOO_MANY = (
    "今日は、もうたくさんの招待のメールを送りました。書いたものは、下に残っています。"
    "明日また「加える」を押してください。お急ぎのときは、センターにお電話ください。"
)
as_administrator = as_partner(MembershipRole.PARTNER_ADMIN)


def _to_people() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory_joining:people"), status=SEE_OTHER)


def _show(
    request: HttpRequest, name: str, title: str, membership: Membership, *, status: int = 200, **context: Any
) -> HttpResponse:
    trail = [] if title == TITLE else [(TITLE, reverse("directory_joining:people"))]
    template = f"directory_joining/{name}.html"
    return show_own(request, template, title, membership, trail=trail, status=status, **context)


@as_administrator
def people_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List everybody who works here; a press says that the list is true."""
    agency, now = membership.agency, timezone.now()
    today = timezone.localdate(now)
    if request.method == "POST":
        confirm_people(agency=agency, said_by=membership.person.name, actor=actor(request), now=now)
        messages.success(request, "ありがとうございます。今日の日付で、正しいと確かめました。")
        return _to_people()
    last, is_due, within = people_confirmation(agency, today=today)
    known = {"last": last, "is_due": is_due, "within": span(within)}
    found = members(agency, today=today, now=now)
    return _show(request, "people", TITLE, membership, members=found, **known)


@as_administrator
def people_paper(request: HttpRequest, membership: Membership) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give one's own list on A4, with when it was last said to be true."""
    pdf = people_pdf(membership.agency, now=timezone.now())
    return file(pdf, name=PAPER, content_type="application/pdf", inline=True)


@agency_desk.reading
def agency_paper(request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give staff the list of any agency on A4. Raises Http404."""
    pdf = people_pdf(find_agency(public_id), now=timezone.now())
    return file(pdf, name=PAPER, content_type="application/pdf", inline=True)


@as_administrator
def add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Add somebody, and invite them unless they are on the list only."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if form.sends_mail and not _may_invite(request, membership):
            status = TOO_MANY_REQUESTS
            return _show(request, "person", ADD, membership, status=status, form=form, notice=TOO_MANY)
        said = dict(form.cleaned_data)
        role = MembershipRole(said.pop("role"))
        given = {"agency": membership.agency, "person": Person(**said), "role": role}
        given |= {"actor": actor(request), "now": timezone.now()}
        try:
            if role == MembershipRole.COLLEAGUE:
                added = people.add_person(**given)
            else:
                added = invitations.add_and_invite(way=InvitationWay.MAIL, **given)
        except DirectoryError as refused:
            form.add_error("name", str(refused))
        else:
            invited = "" if role == MembershipRole.COLLEAGUE else "招待のメールを送りました。"
            messages.success(request, f"{added.person.name}さんを加えました。{invited}")
            return _to_people()
    status = UNPROCESSABLE if form.errors else 200
    return _show(request, "person", ADD, membership, status=status, form=form)


def _may_invite(request: HttpRequest, membership: Membership) -> bool:
    """Return whether this agency has not sent too many invitations of late, whoever of it did."""
    key, rates = membership.agency.public_id, settings.JOINING_RATES
    return may_go(request, app="joining", action="invitation", rates=rates, key=key, now=timezone.now())


@as_administrator
def end(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Say what follows, then report that somebody has left."""
    leaver = get_object_or_404(colleagues_who_may_leave(membership, today=timezone.localdate()), pk=pk)
    if request.method == "POST":
        try:
            people.end_membership(membership=leaver, actor=actor(request), now=timezone.now())
        except DirectoryError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{leaver.person.name}さんの登録を終えました。")
        return _to_people()
    refusal = people.FOR_THE_DESK if people.has_roles_besides(leaver.person) else ""
    return _show(request, "leave", "異動・退職を知らせる", membership, leaver=leaver, refusal=refusal)
