"""Who may come in, as a table to go through every quarter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import KEEPING
from handoff.answers import address, done, posted, shown
from handoff.answers import paper as paper_answer
from handoff.enums import ENROLLING_ROLES
from handoff.oversight.forms import RightsForm
from handoff.oversight.paper import rights_pdf
from handoff.oversight.services.rights import read_rights, review_rights

# Whoever answers for the centre should know what they ask of others.
CUSTODY = KEEPING | {PrivateRole.KEY_CUSTODIAN}


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def rights(request: EnrolledRequest) -> HttpResponse:
    """Show everybody who may come in, and take down that somebody has gone through them."""
    actor, now = actor_of(request), timezone.now()
    read = read_rights(actor=actor, now=now)
    form = RightsForm(posted(request), enrolments=read.enrolments)

    def write() -> str:
        kept, ending = form.chosen("keep"), form.chosen("end")
        review_rights(kept=kept, ending=ending, actor=actor, now=now)
        return address("rights")

    answer = done(request, form, write, said="確かめたと記録しました。")
    if answer is not None:
        return answer
    more = {
        "read": read,
        "rows": zip(read.enrolments, form.rows, strict=True),
        "is_due": read.due_on <= timezone.localdate(now),
    }
    return shown(request, "oversight/rights.html", form, "入れる人の確かめ", **more)


@policy(open_to=CUSTODY)
@never_cache
@require_GET
def custody(request: EnrolledRequest) -> HttpResponse:
    """Say what a key custodian does, and where."""
    return render(request, "oversight/custody.html", {"page_title": "鍵の管理者がすること"})


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_GET
def paper(request: EnrolledRequest) -> HttpResponse:
    """Answer with the table of rights as A4."""
    now = timezone.now()
    read = read_rights(actor=actor_of(request), now=now)
    today = timezone.localdate(now)
    return paper_answer(
        rights_pdf(read, printed_on=today), name=f"haireru-hito-{today:%Y-%m-%d}", is_kept=True
    )
