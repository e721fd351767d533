"""One deed: a page that says what it will do, then the deed itself."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.answers import address, done, password_asked, posted, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.machine.access import handoff_for
from handoff.machine.cushion import Cushion, cushion_for
from handoff.machine.enums import Deed
from handoff.machine.forms import DeedForm
from handoff.machine.services.moving import OLD_PAGE, move
from handoff.machine.services.naming import named_now, possible_receivers
from handoff.safeguards.enums import Way


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Show what a deed opens and records, and do it once it is confirmed there.

    What weighs much asks for the password first, and again in the form where that was too long ago.
    """
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=today)
        cushion = cushion_for(actor, handoff, Deed(deed), today=today)
        known = named_now(handoff)
    if cushion is None and request.method == "POST":
        messages.error(request, OLD_PAGE)
        return redirect("handoff:detail", pk=pk)
    if cushion is None:
        raise Http404
    form = _form(request, cushion, known, today=today)
    is_fresh = actor.is_fresh or not cushion.is_marked
    if asked := password_asked(request, form, is_fresh=is_fresh):
        return asked
    wanted, home = cushion.deed, address("detail", pk)

    def write() -> str:
        move(handoff_id=pk, deed=wanted, answer=form.answer(), actor=actor_of(request), now=now)
        return home

    said = "あなたの確認を、記録しました。" if cushion.needs_other else f"「{wanted.label}」を記録しました。"
    answer = done(request, form, write, said=said, if_late=home)
    if answer is None and cushion.tasks:
        with opened(actor, now=now) as opening:
            opening.note("machine.tasks_read", cushion.handoff)
    return answer or shown(request, "machine/act.html", form, wanted.label, cushion=cushion)


def _form(
    request: EnrolledRequest, cushion: Cushion, known: Mapping[str, Person | str], *, today: date
) -> DeedForm:
    handoff = cushion.handoff
    people = possible_receivers(handoff, today=today) if handoff.way == Way.HERE else None
    return DeedForm(
        posted(request),
        deed=cushion.deed,
        version=handoff.version,
        is_on_behalf=cushion.is_on_behalf,
        people=people,
        initial=known,
    )
