"""The line at the desk: answers to offers, and changes of its order, each with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events import deciding_rules, letters, queries, rules
from events.access import event_desk
from events.desk_forms.deciding import MoveForm, ReceiptForm
from events.desk_line import line_of, open_offer
from events.enums import LINE_STATES
from events.exceptions import ChangeRefused, DecisionRefused
from events.services.deciding import revive_application
from events.services.offering import accept_offer, decline_offer
from events.services.ordering import correct_received_at, move_in_line

from .frame import below, find_application, show, to, to_application, to_event

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

    def save() -> Done:
        move_in_line(
            application=found,
            before=form.other,
            reason=form.cleaned_data["reason"],
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("列の順番を変えました。", to_application(found)[1])

    screen = Screen("events/desk/move.html", "列の順番を変える", below(found))
    return form_screen(request, form, save, screen, refused_as=ChangeRefused, application=found, line=line)


@event_desk.form_page
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct when a paper or a call arrived, and say why."""
    found = find_application(pk)
    if found.channel in rules.RECORDED_CHANNELS:
        decision = rules.may_correct_receipt(
            found.channel, found.received_at, typed_at=found.typed_at, reason=""
        )
        messages.error(request, decision.reason)
        return to("application", pk)
    now = timezone.now()
    today = timezone.localdate(now)
    form = ReceiptForm(request.POST if request.method == "POST" else None, application=found, today=today)

    def save() -> Done:
        correct_received_at(
            application=found,
            received_at=form.received_at,
            reason=form.cleaned_data["reason"],
            actor=actor(request),
            now=now,
        )
        return Done("受け取った日時を直しました。", to_application(found)[1])

    return form_screen(
        request,
        form,
        save,
        Screen("events/desk/received.html", "受け取った日時を直す", below(found)),
        refused_as=ChangeRefused,
        kept=Kept(found, lambda: ReceiptForm(application=find_application(pk), today=today)),
        field="clock",
        application=found,
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
    facts = queries.event_facts(found.session)
    decision = deciding_rules.may_revive(facts, found.state, timezone.localtime())
    if not decision.allowed:
        messages.error(request, decision.reason)
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
