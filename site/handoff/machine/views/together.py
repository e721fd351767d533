"""What both sides write while they support somebody together; each page leads back to the hand-off."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import Actor
from handoff.enums import EVERYBODY_ENROLLED
from handoff.exceptions import Refused
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import Hand, ItemState, State
from handoff.machine.models import Handoff
from handoff.machine.services.running import (
    TOGETHER,
    hold_meeting,
    move_item,
    note_interview,
    settle_days,
    write_items,
)
from handoff.machine.together_forms import DAYS, DaysForm, ItemsForm, MeetingForm
from handoff.views import UNPROCESSABLE


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def meeting(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down a 合同支援会議 that was held."""
    actor, now = actor_of(request), timezone.now()
    _written_together(actor, pk, now)
    form = MeetingForm(request.POST or None, initial={"held_on": timezone.localdate(now)})

    def write() -> None:
        data = form.cleaned_data
        hold_meeting(
            handoff_id=pk,
            held_at=form.held_at(now),
            who=data["who"],
            decided=data["decided"],
            next_on=data["next_on"],
            actor=actor,
            now=now,
        )

    return _answered(request, pk, form, write, title="合同支援会議を書く", button="会議を記録する")


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def items(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Add lines to the role table."""
    actor, now = actor_of(request), timezone.now()
    known = _written_together(actor, pk, now)[1]
    form = ItemsForm(request.POST or None, initial={"seen": known})

    def write() -> None:
        write_items(handoff_id=pk, items=form.items(), seen=form.cleaned_data["seen"], actor=actor, now=now)

    return _answered(request, pk, form, write, title="役割を書く", button="役割を加える")


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
    form = DaysForm(request.POST or None, initial=known, state=State(handoff.state))

    def write() -> None:
        settle_days(handoff_id=pk, actor=actor, now=now, **form.days())

    return _answered(request, pk, form, write, title="日にちを書く", button="日にちを決める")


@policy(open_to=EVERYBODY_ENROLLED)
@require_POST
def met(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write that receiver and person have met; what opens with it is open from now on."""
    actor, now = actor_of(request), timezone.now()
    _written_together(actor, pk, now)
    return _said(request, pk, lambda: note_interview(handoff_id=pk, met_at=now, actor=actor, now=now))


@policy(open_to=EVERYBODY_ENROLLED)
@require_POST
def item(request: EnrolledRequest, pk: UUID, item: UUID, state: str) -> HttpResponse:
    """Move one task a step on."""
    actor, now = actor_of(request), timezone.now()
    _written_together(actor, pk, now)
    return _said(request, pk, lambda: move_item(item_id=item, to=ItemState(state), actor=actor, now=now))


def _written_together(actor: Actor, pk: UUID, now: datetime) -> tuple[Handoff, int]:
    """Return a hand-off in which this actor writes now, and how many tasks it has. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=today)
        hands = hands_of(actor, handoff, today=today)
        if not hands & {Hand.GIVER, Hand.RECEIVER} or handoff.state not in TOGETHER:
            raise Http404
        return handoff, handoff.items.count()


def _answered(
    request: EnrolledRequest,
    pk: UUID,
    form: forms.Form,
    write: Callable[[], None],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "記録しました。")
            return redirect("handoff:detail", pk=pk)
    context = {"page_title": title, "button": button, "form": form, "pk": pk, "has_errors": bool(form.errors)}
    return render(request, "machine/form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _said(request: EnrolledRequest, pk: UUID, say: Callable[[], None]) -> HttpResponse:
    try:
        say()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "記録しました。")
    return redirect("handoff:detail", pk=pk)
