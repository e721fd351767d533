"""Looking back on a hand-off, on the screen."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.aftercare.enums import Outcome
from handoff.aftercare.forms import ReviewForm
from handoff.aftercare.services.reading import read_reviews
from handoff.aftercare.services.reviewing import hold_review
from handoff.answers import address, answered, posted
from handoff.enums import EVERYBODY_ENROLLED

FOR_THE_LEAD = "併走が長くなりました。続けることは、依頼した側の責任者が書きます。"


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def reviews(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show how both sides have looked back on a hand-off, and when they do so again."""
    read = read_reviews(handoff_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "aftercare/reviews.html", {"page_title": "ふりかえり", "read": read})


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that both sides looked back."""
    actor, now = actor_of(request), timezone.now()
    read = read_reviews(handoff_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_write:
        raise Http404
    form = ReviewForm(posted(request), asks_why=read.asks_why, today=timezone.localdate(now))

    def write() -> str:
        data = form.cleaned_data
        hold_review(
            handoff_id=pk,
            held_on=data["held_on"],
            outcome=Outcome(data["outcome"]),
            texts=form.texts(),
            actor=actor,
            now=now,
        )
        return address("reviews", pk)

    return answered(
        request,
        form,
        write,
        title="ふりかえりを書く",
        button="ふりかえりを記録する",
        back=address("reviews", pk),
        reference=read.ground.reference,
        note=FOR_THE_LEAD if read.asks_lead else "書いたあとは、直せません。",
    )
