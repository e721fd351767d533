"""Holds of one case: set at once by one, let go by two."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.answers import address, done, posted, pressed, shown
from handoff.retention.access import DECIDING, SECONDING
from handoff.retention.enums import HoldKind
from handoff.retention.forms import HoldForm
from handoff.retention.services.holds import ask_release, read_holds, release, set_hold

DEEDS = {"ask": ask_release, "release": release}
SAID = {
    "ask": "1人目として記録しました。別の人が、もう一度押すと解けます。",
    "release": "止めるのを、やめました。",
}


@policy(open_to=DECIDING)
@never_cache
@require_http_methods(["GET", "POST"])
def holds(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what holds a case, and set another hold."""
    actor, now = actor_of(request), timezone.now()
    reference, found = read_holds(case_id=pk, actor=actor, now=now)
    form = HoldForm(posted(request))

    def write() -> str:
        kind, reason = HoldKind(form.cleaned_data["kind"]), form.cleaned_data["reason"]
        set_hold(case_id=pk, kind=kind, reason=reason, actor=actor, now=now)
        return address("holds", pk)

    answer = done(request, form, write, said="消去を止めました。")
    words = {"reference": reference, "holds": found, "pk": pk}
    return answer or shown(request, "retention/holds.html", form, "消去を止める", **words)


@policy(open_to=SECONDING)
@require_POST
def settle(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Say as one of two that a hold may go; the second need not see the case."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: DEEDS[deed](hold_id=pk, actor=actor, now=now),
        address("retention"),
        said=SAID[deed],
    )
