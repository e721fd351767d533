"""What staff do with the committee: its seats, its sittings, the agenda, the steps, the numbered copies."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.japanese.dates import long_date
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import CASEWORK, LEADING
from handoff.answers import address, paper, posted, pressed
from handoff.exceptions import Refused
from handoff.sittings.access import chairs, seats_for, sitting_for
from handoff.sittings.enums import COMMITTEE_ROLES, Place, SittingDeed, SittingState
from handoff.sittings.forms import AgendaForm, SeatForm, SittingForm, StepForm, people_choices
from handoff.sittings.papers import copy_list_pdf, copy_pdf
from handoff.sittings.queries import agenda_words, facts_of, people_to_seat, seat_lines, seats_on
from handoff.sittings.rules import deeds_aside, missing, next_deed
from handoff.sittings.services.minutes import read_minutes
from handoff.sittings.services.moving import may_move, move_sitting
from handoff.sittings.services.papers import copies_of, hand_copy, print_copy
from handoff.sittings.services.planning import (
    end_seat,
    give_seat,
    plan_sitting,
    seat_to_end,
    settle_sitting,
    write_agenda,
)
from handoff.sittings.services.reading import read_home

from .answering import answered

SAID = {
    SittingDeed.BRIEF: "委員長との打合せを記録しました。",
    SittingDeed.SEND: "資料を配布しました。委員に、お知らせのメールを送りました。",
    SittingDeed.HOLD: "出席を記録しました。",
    SittingDeed.CONFIRM: "議事録を確定しました。",
    SittingDeed.CLOSE: "この回を終えました。",
    SittingDeed.POSTPONE: "日を変え、委員にお知らせのメールを送りました。資料は、もう一度配布してください。",
    SittingDeed.CALL_OFF: "会を中止しました。委員に、お知らせのメールを送りました。",
}
NOTES = {
    SittingDeed.BRIEF: "検討するケースと時間を、委員長と確かめた日を書きます。",
    SittingDeed.SEND: "押すと、委員に番号がつき、任期のある方が資料を読めるようになります。",
    SittingDeed.HOLD: "押すと、資料は閉じます。会のあとも読める日を決めてあれば、その日まで開いています。",
    SittingDeed.CONFIRM: "押すと、委員とオブザーバーが、議事録を読めるようになります。",
    SittingDeed.CLOSE: "配った資料が、すべて返ってから終えます。",
    SittingDeed.POSTPONE: "押すと、資料はすぐ閉じます。新しい日に任期のある方に、もう一度配布します。",
    SittingDeed.CALL_OFF: "押すと、資料はすぐ閉じます。ケースは、資料といっしょに、次の会に出しなおせます。",
}


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def desk(request: EnrolledRequest) -> HttpResponse:
    """Show staff the sittings, the questions whose clock runs, and how much advice waits for an answer."""
    home = read_home(actor=actor_of(request), now=timezone.now())
    return render(request, "sittings/desk.html", {"page_title": "委員会室", "home": home})


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def seats(request: EnrolledRequest) -> HttpResponse:
    """Show who sits in the committee, and until when."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        lines = seat_lines(seats_for(actor, today=today), today=today)
    context = {"page_title": "委員会の席", "lines": lines, "may_write": actor.keeps(None)}
    return render(request, "sittings/seats.html", context)


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def new_seat(request: EnrolledRequest) -> HttpResponse:
    """Give somebody a seat for a term."""
    actor, now = actor_of(request), timezone.now()
    people = list(people_to_seat(COMMITTEE_ROLES))
    form = SeatForm(
        posted(request),
        choices={"person": people_choices(people)},
        initial={"since": timezone.localdate(now)},
    )

    def give() -> None:
        data = form.cleaned_data
        give_seat(
            person=next(each for each in people if str(each.pk) == data["person"]),
            place=Place(data["place"]),
            since=data["since"],
            until=data["until"],
            actor=actor,
            now=now,
        )

    return answered(
        request, form, give, title="席を決める", button="席を決める", back=address("committee_seats")
    )


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def seat_end(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Say what closes, then end a term at once."""
    actor, now = actor_of(request), timezone.now()
    seat, closing = seat_to_end(seat_id=pk, actor=actor, now=now)
    return answered(
        request,
        forms.Form(posted(request)),
        lambda: end_seat(seat_id=pk, actor=actor, now=now),
        title="任期をいま終えますか",
        above=f"{seat.person.name}（{seat.get_place_display()}）",
        note=f"任期は{long_date(seat.until)}までです。もう一度お願いするときは、席を決めなおします。",
        button="いま終える（もどせません）",
        back=address("committee_seats"),
        template="handoff/form.html",
        warning="押すと、すぐに閉じます",
        warned_of=closing,
        said="任期を終えました。この方は、もう何も見られません。",
    )


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def new_sitting(request: EnrolledRequest) -> HttpResponse:
    """Plan the next sitting."""
    actor, now = actor_of(request), timezone.now()
    form = SittingForm(posted(request), initial={"starts_at": "午後1時30分", "ends_at": "午後3時30分"})
    return answered(
        request,
        form,
        lambda: plan_sitting(actor=actor, now=now, **form.cleaned_data),
        title="会を決める",
        button="会を決める",
        back=address("sittings"),
    )


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def settle(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Change when and where, and who reads papers until when."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        sitting = sitting_for(actor, pk, today=timezone.localdate(now))
    known = {name: getattr(sitting, name) for name in SittingForm.base_fields}
    form = SittingForm(posted(request), initial=known)
    return answered(
        request,
        form,
        lambda: settle_sitting(sitting_id=pk, actor=actor, now=now, **form.cleaned_data),
        title=f"{sitting}の日時・場所",
        button="決める",
        back=address("sitting", pk),
    )


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def agenda(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Set order and minutes of what stands on the agenda."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        sitting = sitting_for(actor, pk, today=timezone.localdate(now))
        lines = agenda_words(sitting)
    form = AgendaForm(posted(request), lines=lines)

    def write() -> None:
        write_agenda(sitting_id=pk, lines=form.written(), new=form.new(), actor=actor, now=now)

    return answered(
        request,
        form,
        write,
        title=f"{sitting}の次第",
        button="次第を決める",
        back=address("sitting", pk),
        note=f"会は{sitting.minutes_there}分です。0分にすると、次第に出ません。",
        template="sittings/agenda_form.html",
        rows=[(words, form[f"place_{line.pk}"], form[f"minutes_{line.pk}"]) for line, words in lines],
    )


@policy(open_to=LEADING | COMMITTEE_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Take a step with a sitting."""
    actor, now = actor_of(request), timezone.now()
    today, wanted = timezone.localdate(now), SittingDeed(deed)
    with opened(actor, now=now):
        sitting = sitting_for(actor, pk, today=today)
        if not may_move(actor, sitting, wanted, today=today):
            raise Http404
        state = SittingState(sitting.state)
        is_next = wanted in (next_deed(state), *deeds_aside(state))
        if not is_next and request.method == "GET":
            raise Http404
        form = StepForm(
            posted(request),
            deed=wanted,
            seats=seats_on(sitting.held_on),
            is_chair=chairs(actor, sitting, today=today),
            state=state,
        )
        lacking = missing(wanted, facts_of(sitting, today=today), today=today) if is_next else ()
    # Whoever confirms minutes sees them on this page: that is a reading, and carries what was seen.
    minutes = None
    if wanted == SittingDeed.CONFIRM and state == SittingState.HELD and not form.is_bound:
        minutes = read_minutes(sitting_id=pk, actor=actor, now=now)
        form.initial["minutes_seen"] = minutes.seen
    return answered(
        request,
        form,
        lambda: move_sitting(sitting_id=pk, deed=wanted, step=form.step(), actor=actor, now=now),
        minutes=minutes,
        title=wanted.label,
        button=wanted.label,
        back=address("sitting", pk),
        note=NOTES[wanted],
        said=SAID[wanted],
        above=str(sitting),
        template="sittings/step.html",
        missing=lacking,
    )


@policy(open_to=LEADING)
@never_cache
@require_GET
def copies(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the numbered copies, to print, hand out and collect."""
    sitting, rows = copies_of(sitting_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": f"{sitting}の配布と回収", "sitting": sitting, "copies": rows}
    return render(request, "sittings/copies.html", context)


@policy(open_to=LEADING)
@never_cache
@require_POST
def copies_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the list of copies on A4, to tick while they are handed out and collected."""
    now = timezone.now()
    sitting, rows = copies_of(sitting_id=pk, actor=actor_of(request), now=now)
    return paper(copy_list_pdf(sitting, rows, now=now), name=f"sitting-{sitting.number}-copies", is_kept=True)


@policy(open_to=LEADING)
@never_cache
@require_POST
def copy_paper(request: EnrolledRequest, pk: UUID, copy: UUID) -> HttpResponse:
    """Answer with one numbered copy of the papers."""
    now = timezone.now()
    try:
        printed = print_copy(copy_id=copy, actor=actor_of(request), now=now)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("handoff:sitting_copies", pk=pk)
    name = f"sitting-{printed.sitting.number}-copy-{printed.copy.number}"
    return paper(copy_pdf(printed, now=now), name=name, is_kept=True)


@policy(open_to=LEADING)
@require_POST
def copy_moved(request: EnrolledRequest, pk: UUID, copy: UUID, deed: str) -> HttpResponse:
    """Write down that a copy was handed out, or came back."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: hand_copy(copy_id=copy, is_back=deed == "back", actor=actor, now=now),
        address("sitting_copies", pk),
        said="返ったと記録しました。" if deed == "back" else "配ったと記録しました。",
    )
