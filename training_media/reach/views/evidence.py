"""The proof that an agency shows: seen and taken away by whoever runs its part of the portal, or the desk."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from directory.access import as_partner
from directory.enums import MembershipRole
from directory.models import Membership
from directory.views.own import show_own
from foundation.exports.spreadsheet import XLSX, write_xlsx
from training_media.reach.access import agency_at_the_desk, own_course, reach_desk, scope_at_the_desk
from training_media.reach.enums import Form, Reason
from training_media.reach.forms import ProofForm
from training_media.reach.papers import proof_pdf
from training_media.reach.proof import Proof, proof_of, provable_courses
from training_media.reach.services import record_proof_taken
from training_media.reach.tables import TITLE, about_proof, proof_columns, proof_table

from .desk import address, trail_to

OK = 200
PDF = "application/pdf"
OWN_VIDEOS = "研修動画を見る人"
# Who watched how much is for those who answer for the agency, not for every colleague.
as_administrator = as_partner(MembershipRole.PARTNER_ADMIN)


@as_administrator
def own_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the courses of which the agency has something to show."""
    return show_own(
        request,
        "training_reach/own_list.html",
        TITLE,
        membership,
        trail=[(OWN_VIDEOS, reverse("campaigns:own"))],
        rows=provable_courses(membership.agency),
    )


@as_administrator
def own(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Show what the agency's people have watched of a course, and hand it out."""
    found = proof_of(own_course(membership.agency, slug), membership.agency)
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _taken(request, found, form)
    return show_own(
        request,
        "training_reach/own.html",
        f"{TITLE}　{found.course.title}",
        membership,
        trail=[(OWN_VIDEOS, reverse("campaigns:own")), (TITLE, reverse("reach_own:list"))],
        status=UNPROCESSABLE if form.errors else OK,
        proof=found,
        form=form,
    )


@reach_desk.form_page
def at_the_desk(request: HttpRequest, course: int, public_id: str) -> HttpResponse:
    """Show the same of an agency at the desk, and hand it out."""
    scope = scope_at_the_desk(course=course)
    found = proof_of(scope.course, agency_at_the_desk(public_id))
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _taken(request, found, form)
    return desk.show(
        request,
        "training_reach/desk/proof.html",
        f"{TITLE}　{found.agency.name}",
        trail=[*trail_to(scope), ("届きぐあい", address(scope))],
        status=UNPROCESSABLE if form.errors else OK,
        proof=found,
        form=form,
    )


def _taken(request: HttpRequest, found: Proof, form: ProofForm) -> HttpResponse:
    """Write down that a proof is taken, and give it; the name of the file names nobody."""
    kind, today = Form(form.cleaned_data["form"]), timezone.localdate()
    record_proof_taken(
        agency=found.agency,
        course=found.course,
        form=kind,
        reason=Reason(form.cleaned_data["reason"]),
        columns=[column.heading for column in proof_columns(found)],
        actor=actor(request),
        now=timezone.now(),
    )
    if kind == Form.PAPER:
        return desk.file(proof_pdf(found, today=today), name=f"{TITLE}.pdf", content_type=PDF)
    table = proof_table(found)
    if kind == Form.WORKBOOK:
        content = write_xlsx(table, printed_on=today, about=about_proof(found))
        return desk.file(content, name=f"{TITLE}.xlsx", content_type=XLSX)
    return desk.table_file(table, name=TITLE, form=kind.value, printed_on=today)
