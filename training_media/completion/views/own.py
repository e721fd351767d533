"""An agency says whom it knows of those who came by its card, and takes the certificates of its people."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.access import as_partner
from directory.enums import MembershipRole
from directory.models import Membership
from directory.views.own import show_own
from events.certificates.services.handing_out import record_agency_took
from events.certificates.views.files import certificates_file
from training_media.completion import queries
from training_media.completion.forms import NamesForm
from training_media.completion.portions import portions
from training_media.completion.services.confirming import answer_for_names

TITLE = "研修動画の修了証"
OWN_VIDEOS = "研修動画を見る人"
KNOWN, REFUSED = "known", "refused"
# Whoever answers for the agency vouches for its people, not every colleague.
as_administrator = as_partner(MembershipRole.PARTNER_ADMIN)


@as_administrator
def own(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show whose names wait for an answer, and the certificates that there are; take an answer."""
    agency = membership.agency
    waiting = list(queries.waiting_for_names(agency))
    form = NamesForm(request.POST if request.method == "POST" else None, waiting=waiting)
    if form.is_bound and form.is_valid():
        is_known = _is_known(request)
        viewers, now = form.cleaned_data["viewers"], timezone.now()
        count = answer_for_names(
            agency=agency, viewers=viewers, is_known=is_known, actor=actor(request), now=now
        )
        messages.success(
            request,
            f"{count}人を、職員として確かめました。修了証を出しました。"
            if is_known
            else f"{count}人は職員ではない、という答えを残しました。修了証は出ません。",
        )
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    courses = queries.courses_of_agency(agency)
    return show_own(
        request,
        "completion/own.html",
        TITLE,
        membership,
        trail=[(OWN_VIDEOS, reverse("campaigns:own"))],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        waiting=waiting,
        shares=[(course, portions(found, by_agency=False)) for course, found in courses],
    )


def _is_known(request: HttpRequest) -> bool:
    """Return which of the two buttons was pressed. Raises Http404 for neither."""
    answer = request.POST.get("answer", "")
    if answer not in {KNOWN, REFUSED}:
        raise Http404
    return answer == KNOWN


@as_administrator
def take(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Give an agency the certificates of its people for one course as one PDF. Raises Http404."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("completion:own"), status=SEE_OTHER)
    courses = {course.slug: found for course, found in queries.courses_of_agency(membership.agency)}
    shares = portions(courses.get(slug, []), by_agency=False)
    wanted = request.POST.get("portion", "")
    portion = next((each for each in shares if each.key == wanted), None)
    if portion is None:
        raise Http404
    record_agency_took(
        agency=membership.agency,
        number_of=len(portion.certificates),
        actor=actor(request),
        now=timezone.now(),
    )
    return certificates_file(portion.certificates)
