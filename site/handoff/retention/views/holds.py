"""Holds of one case: set at once by one, let go by two."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.exceptions import Refused
from handoff.retention.access import DECIDING, SECONDING
from handoff.retention.enums import HoldKind
from handoff.retention.forms import HoldForm
from handoff.retention.services.holds import ask_release, read_holds, release, set_hold
from handoff.views import UNPROCESSABLE

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
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_hold(case_id=pk, kind=HoldKind(data["kind"]), reason=data["reason"], actor=actor, now=now)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "消去を止めました。")
            return redirect("handoff:holds", pk=pk)
    context = {
        "page_title": "消去を止める",
        "reference": reference,
        "holds": found,
        "form": form,
        "pk": pk,
        "has_errors": bool(form.errors),
    }
    return render(request, "retention/holds.html", context, status=UNPROCESSABLE if form.errors else 200)


@policy(open_to=SECONDING)
@require_POST
def settle(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Say as one of two that a hold may go; the second need not see the case."""
    try:
        DEEDS[deed](hold_id=pk, actor=actor_of(request), now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID[deed])
    return redirect("handoff:retention")
