"""What both sides write while they support somebody together; each page leads back to the hand-off."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import Actor
from handoff.answers import posted
from handoff.enums import EVERYBODY_ENROLLED
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import Hand, ItemState, State
from handoff.machine.forms import ReceiversForm
from handoff.machine.models import Handoff
from handoff.machine.services.naming import named_now, possible_receivers
from handoff.machine.services.running import (
    TOGETHER,
    move_item,
    name_receivers,
    note_interview,
    read_item,
    settle_days,
    write_items,
)
from handoff.machine.together_forms import DAYS, DaysForm, ItemsForm
from handoff.safeguards.enums import Way

from .answering import answered, said


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def items(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Add lines to the role table."""
    actor, now = actor_of(request), timezone.now()
    known = _written_together(actor, pk, now)[1]
    form = ItemsForm(posted(request), initial={"seen": known})

    def write() -> None:
        write_items(handoff_id=pk, items=form.items(), seen=form.cleaned_data["seen"], actor=actor, now=now)

    return answered(request, pk, form, write, title="役割を書く", button="役割を加える")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def days(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write the days that the next step asks for."""
    actor, now = actor_of(request), timezone.now()
    handoff = _written_together(actor, pk, now)[0]
    if State(handoff.state) not in DAYS:
        raise Http404
    known = {name: getattr(handoff, name) for name in DAYS[State(handoff.state)]}
    today = timezone.localdate(now)
    form = DaysForm(posted(request), initial=known, state=State(handoff.state), today=today)

    def write() -> None:
        settle_days(handoff_id=pk, actor=actor, now=now, **form.days())

    return answered(request, pk, form, write, title="日にちを書く", button="日にちを決める")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def receivers(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Name who of the receiving side has it in hand from today; whoever is away names who stands in."""
    actor, now = actor_of(request), timezone.now()
    handoff, _ = _written_together(actor, pk, now)
    people = possible_receivers(handoff, today=timezone.localdate(now)) if handoff.way == Way.HERE else None
    with opened(actor, now=now):
        known = named_now(handoff)
    form = ReceiversForm(posted(request), people=people, initial=known)

    def write() -> None:
        name_receivers(handoff_id=pk, named=form.named(), actor=actor, now=now)

    return answered(request, pk, form, write, title="受け取る側の担当", button="この2人にする")


@policy(open_to=EVERYBODY_ENROLLED)
@require_POST
def met(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write that receiver and person have met; what opens with it is open from now on."""
    actor, now = actor_of(request), timezone.now()
    _written_together(actor, pk, now)
    return said(request, pk, lambda: note_interview(handoff_id=pk, met_at=now, actor=actor, now=now))


@policy(open_to=EVERYBODY_ENROLLED)
@require_POST
def item(request: EnrolledRequest, pk: UUID, item: UUID, state: str) -> HttpResponse:
    """Move one task a step on."""
    actor, now = actor_of(request), timezone.now()
    handoff = _written_together(actor, pk, now)[0]
    if state == ItemState.ENDS and "sure" not in request.POST:
        what = read_item(item_id=item, actor=actor, now=now)
        context = {"page_title": "この役割を終えますか", "handoff": handoff, "what": what}
        return render(request, "machine/end_item.html", context)
    place = f"#role-{item}"
    return said(
        request, pk, lambda: move_item(item_id=item, to=ItemState(state), actor=actor, now=now), place=place
    )


def _written_together(actor: Actor, pk: UUID, now: datetime) -> tuple[Handoff, int]:
    """Return a hand-off in which this actor writes now, and how many tasks it has. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=today)
        hands = hands_of(actor, handoff, today=today)
        if not hands & {Hand.GIVER, Hand.RECEIVER} or handoff.state not in TOGETHER:
            raise Http404
        return handoff, handoff.items.count()
