"""Who may come in, as a table to go through every quarter."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.answers import address, done, posted, shown
from handoff.answers import paper as paper_answer
from handoff.enums import ENROLLING_ROLES
from handoff.oversight.forms import RightsForm
from handoff.oversight.paper import rights_pdf
from handoff.oversight.services.rights import read_rights, review_rights


@policy(open_to=ENROLLING_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def rights(request: EnrolledRequest) -> HttpResponse:
    """Show everybody who may come in, and take down that somebody has gone through them."""
    actor, now = actor_of(request), timezone.now()
    form = RightsForm(posted(request))

    def write() -> str:
        review_rights(seen=form.cleaned_data["seen"], actor=actor, now=now)
        return address("rights")

    answer = done(request, form, write, said="確かめたと記録しました。")
    if answer is not None:
        return answer
    read = read_rights(actor=actor, now=now)
    more = {"read": read, "is_due": read.due_on <= timezone.localdate(now)}
    return shown(request, "oversight/rights.html", form, "入れる人の確かめ", **more)


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
