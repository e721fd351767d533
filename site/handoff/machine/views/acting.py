"""One deed: a page that says what it will do, then the deed itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.enums import EVERYBODY_ENROLLED
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.access import handoff_for
from handoff.machine.cushion import Cushion, cushion_for
from handoff.machine.enums import Deed
from handoff.machine.forms import DeedForm
from handoff.machine.services.moving import OLD_PAGE, move
from handoff.machine.services.naming import possible_receivers
from handoff.safeguards.enums import Way
from handoff.views import UNPROCESSABLE


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Show what a deed opens and records, and do it once it is confirmed there.

    What weighs much asks for the password first, so that nothing that was typed gets lost by it.
    """
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=timezone.localdate(now))
        cushion = cushion_for(actor, handoff, Deed(deed), today=timezone.localdate(now))
    if cushion is None and request.method == "POST":
        messages.error(request, OLD_PAGE)
        return redirect("handoff:detail", pk=pk)
    if cushion is None:
        raise Http404
    form = _form(request, cushion)
    if cushion.is_marked and not actor.is_fresh and request.method == "GET":
        asked = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{asked}")
    if request.method == "POST" and form.is_valid():
        try:
            move(handoff_id=pk, deed=cushion.deed, answer=form.answer(), actor=actor, now=now)
        except ChangedMeanwhile as error:
            messages.error(request, str(error))
            return redirect("handoff:detail", pk=pk)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"「{cushion.deed.label}」を記録しました。")
            return redirect("handoff:detail", pk=pk)
    context = {
        "page_title": cushion.deed.label,
        "cushion": cushion,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "machine/act.html", context, status=UNPROCESSABLE if form.errors else 200)


def _form(request: EnrolledRequest, cushion: Cushion) -> DeedForm:
    handoff = cushion.handoff
    is_here = handoff.way == Way.HERE
    people = possible_receivers(handoff, today=timezone.localdate()) if is_here else None
    return DeedForm(
        request.POST if request.method == "POST" else None,
        deed=cushion.deed,
        version=handoff.version,
        is_on_behalf=cushion.is_on_behalf,
        people=people,
    )
