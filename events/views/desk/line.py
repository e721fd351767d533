"""The line at the desk: answers to offers, and changes of its order, each with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from events import letters, queries
from events.access import event_desk
from events.desk_forms.deciding import MoveForm, ReceiptForm
from events.desk_line import line_of, open_offer
from events.enums import LINE_STATES, ApplicationState, Channel
from events.exceptions import ChangeRefused, DecisionRefused
from events.services.deciding import revive_application
from events.services.offering import accept_offer, decline_offer
from events.services.ordering import correct_received_at, move_in_line

from .frame import find_application, show, to, to_application, to_event

REVIVABLE = frozenset({ApplicationState.DECLINED, ApplicationState.LAPSED})
TOLD = {
    True: "席を受けることにしました。席は決まりです。",
    False: "席を断ることにしました。空いた席は、次の組に案内します。",
}


@event_desk.form_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a group said by phone or on paper about the seats that it was asked about."""
    found = find_application(pk)
    if request.method == "POST":
        accepts = "accept" in request.POST
        act = accept_offer if accepts else decline_offer
        try:
            act(application=found, actor=actor(request), by_staff=True, now=timezone.now())
        except ChangeRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, TOLD[accepts])
        return to("application", pk)
    offer = open_offer(found)
    if offer is None:
        messages.error(request, "この申し込みには、返事を待っている席の案内はありません。")
        return to("application", pk)
    return show(
        request,
        "offer",
        "席の案内の返事を書く",
        trail=[to_event(found.session.event), to_application(found)],
        application=found,
        offer=offer,
        when=letters.when(found.session),
        until=letters.moment_words(offer.expires_at) if offer.expires_at else "",
        without_seat=found.participants.without_seat().count(),
    )


@event_desk.form_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an application stand before another one, and say why."""
    found = find_application(pk)
    line = line_of(found)
    if not any(each == found for _, each in line):
        messages.error(request, "列に並んでいない申し込みは、動かせません。")
        return to("application", pk)
    others = [(place, each) for place, each in line if each != found]
    if not others:
        messages.error(request, "列に並んでいるのは、この申し込みだけです。")
        return to("application", pk)
    form = MoveForm(request.POST if request.method == "POST" else None, others=others)
    if form.is_bound and form.is_valid():
        try:
            move_in_line(
                application=found,
                before=form.other,
                reason=form.cleaned_data["reason"],
                actor=actor(request),
                now=timezone.now(),
            )
        except ChangeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "列の順番を変えました。")
            return to("application", pk)
    return show(
        request,
        "move",
        "列の順番を変える",
        trail=[to_event(found.session.event), to_application(found)],
        status=UNPROCESSABLE if form.errors else 200,
        application=found,
        form=form,
        line=line,
    )


@event_desk.form_page
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct when a paper or a call arrived, and say why."""
    found = find_application(pk)
    if found.channel == Channel.WEB:
        messages.error(request, "ウェブの申し込みは、届いた日時が記録されています。変えられません。")
        return to("application", pk)
    form = ReceiptForm(request.POST if request.method == "POST" else None, application=found)
    if form.is_bound and form.is_valid():
        try:
            correct_received_at(
                application=found,
                received_at=form.received_at,
                reason=form.cleaned_data["reason"],
                actor=actor(request),
                now=timezone.now(),
            )
        except ChangeRefused as refused:
            form.add_error("clock", str(refused))
        else:
            messages.success(request, "受け取った日時を直しました。")
            return to("application", pk)
    return show(
        request,
        "received",
        "受け取った日時を直す",
        trail=[to_event(found.session.event), to_application(found)],
        status=UNPROCESSABLE if form.errors else 200,
        application=found,
        form=form,
        is_in_line=found.state in LINE_STATES,
        typed=letters.moment_words(found.typed_at),
    )


@event_desk.form_page
def revive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows, then put an application back that was turned down or did not answer."""
    found = find_application(pk)
    if request.method == "POST":
        try:
            revive_application(application=found, actor=actor(request), now=timezone.now())
        except DecisionRefused as refused:
            messages.error(request, str(refused))
        else:
            found.refresh_from_db(fields=["state"])
            messages.success(request, f"列にもどしました。いまは「{queries.standing(found).word}」です。")
        return to("application", pk)
    if found.state not in REVIVABLE:
        messages.error(request, "列にもどせるのは、お断りしたか、返事のなかった申し込みだけです。")
        return to("application", pk)
    return show(
        request,
        "revive",
        "列にもどす",
        trail=[to_event(found.session.event), to_application(found)],
        application=found,
        when=letters.when(found.session),
        people=queries.active_people(found).count(),
    )
