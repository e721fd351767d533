"""What is written about a case before a sitting: its paper, who has no part in it, advice and its answer."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import CASEWORK, LEADING
from handoff.answers import address, posted, pressed
from handoff.cases.models import Case
from handoff.sittings.access import item_for, keeps_item, kept_item, sittings_for
from handoff.sittings.enums import ItemKind, ItemState, RecusalBy, Response
from handoff.sittings.forms import (
    AdviceForm,
    EffectForm,
    OwnAdviceForm,
    OwnRecusalForm,
    PaperForm,
    PutForm,
    RecusalForm,
    ResponseForm,
    WordsForm,
    basis_choices,
    people_choices,
    sitting_choices,
)
from handoff.sittings.models import Advice
from handoff.sittings.queries import (
    former_item,
    minutes_words,
    open_sittings,
    seats_on,
    standing_bases,
)
from handoff.sittings.services.advising import give_advice, note_effect, respond
from handoff.sittings.services.items import (
    advance_item,
    approve_paper,
    put_case,
    recusable,
    recuse,
    write_minutes,
    write_paper,
)
from handoff.sittings.services.papers import paper_to_rewrite

from .answering import (
    IN_THE_ROOM,
    About,
    Prepared,
    about_advice,
    about_case,
    answered,
)


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def put(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Put a case before a sitting."""

    def prepare(about: About[Case]) -> Prepared:
        choices = {
            "sitting": sitting_choices(open_sittings(sittings_for(about.actor, today=about.today))),
            "basis": basis_choices(standing_bases(about.row, today=about.today)),
        }
        kind = ItemKind.AGAIN if former_item(about.row) else ItemKind.NEW
        form = PutForm(posted(request), choices=choices, initial={"kind": kind})
        return form, lambda: put_case(case_id=pk, putting=form.putting(), actor=about.actor, now=about.now)

    return about_case(
        request,
        pk,
        prepare,
        title="委員会に出す",
        button="委員会に出す",
        note="委員に見えるのは、番号と、これから書く資料だけです。ケースそのものと名前は、見えません。",
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write the paper on a case."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        item = kept_item(actor, pk, today=timezone.localdate(now))
    known = paper_to_rewrite(item_id=pk, actor=actor, now=now) if request.method == "GET" else {}
    form = PaperForm(posted(request), initial=known)

    def write() -> None:
        data = form.cleaned_data
        write_paper(item_id=pk, outline=data["outline"], question=data["question"], actor=actor, now=now)

    return answered(
        request,
        form,
        write,
        title="資料を書く",
        button="資料を書く",
        back=address("case_item", pk),
        above=item.case_reference,
        note="書きなおすと、前の承認はなくなります。",
    )


@policy(open_to=LEADING)
@require_POST
def approve(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Say that a paper tells nobody who it is."""
    actor, now, seen = actor_of(request), timezone.now(), request.POST.get("seen", "")
    return pressed(
        request,
        lambda: approve_paper(item_id=pk, seen=seen, actor=actor, now=now),
        address("case_item", pk),
        said="資料を承認しました。",
    )


@policy(open_to=CASEWORK)
@require_POST
def step(request: EnrolledRequest, pk: UUID, state: str) -> HttpResponse:
    """Go a step on with a case, or take it off the agenda."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: advance_item(item_id=pk, to=ItemState(state), actor=actor, now=now),
        address("case_item", pk),
        said="記録しました。",
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def minutes(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write what the minutes say of a case."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now) as opening:
        item = kept_item(actor, pk, today=timezone.localdate(now))
        known = minutes_words(item) if request.method == "GET" else ""
        if known:
            opening.note("sittings.minutes_read", item, ["words"])
    form = WordsForm(posted(request), label="話し合ったこと", initial={"words": known})
    return answered(
        request,
        form,
        lambda: write_minutes(item_id=pk, words=form.cleaned_data["words"], actor=actor, now=now),
        title="議事録を書く",
        button="議事録を書く",
        back=address("sitting_minutes", item.sitting_id),
        above=item.case_reference,
        note="名前は書きません。委員長が確定するまで、書きなおせます。",
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_http_methods(["GET", "POST"])
def no_part(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down that somebody has no part in a case: oneself, or whom chair or staff name."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        item = item_for(actor, pk, today=today)
        allowed = recusable(actor, item, today=today)
        people = [seat.person for seat in seats_on(today) if seat.person_id in allowed]
    is_own = allowed == [actor.person_id]
    own = OwnRecusalForm(posted(request))
    form = own if is_own else RecusalForm(posted(request), choices={"person": people_choices(people)})

    def write() -> None:
        data = form.cleaned_data
        recuse(
            item_id=pk,
            person_id=allowed[0] if is_own else int(data["person"]),
            by=RecusalBy.OWN if is_own else RecusalBy(data["by"]),
            reason=data["reason"],
            actor=actor,
            now=now,
        )

    return answered(
        request,
        form,
        write,
        title="検討から外れる",
        button="検討から外れる",
        back=address("sitting", item.sitting_id),
        above=item.case_reference,
        note="押すと、このケースのことは、前の会のものも、外れた方にはもう出ません。もとには、もどせません。",
        said="検討から外れたことを記録しました。議事録に出ます。",
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_http_methods(["GET", "POST"])
def new_advice(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down an advice."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        item = item_for(actor, pk, today=today)
        keeps = keeps_item(actor, item, today=today)
        people = [seat.person for seat in seats_on(item.sitting.held_on)] if keeps else []
    own = OwnAdviceForm(posted(request))
    form = AdviceForm(posted(request), choices={"given_by": people_choices(people)}) if keeps else own

    def give() -> None:
        data = form.cleaned_data
        chosen = (each for each in people if str(each.pk) == data.get("given_by"))
        give_advice(item_id=pk, text=data["text"], given_by=next(chosen, None), actor=actor, now=now)

    return answered(
        request,
        form,
        give,
        title="助言を書く",
        button="助言を書く",
        back=address("case_item", pk),
        above=item.case_reference,
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def response(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write what the centre did with an advice."""

    def prepare(about: About[Advice]) -> Prepared:
        form = ResponseForm(posted(request), initial={"response": about.row.response})

        def write() -> None:
            data = form.cleaned_data
            given, reason = Response(data["response"]), data["reason"]
            respond(advice_id=pk, response=given, reason=reason, actor=about.actor, now=about.now)

        return form, write

    return about_advice(request, pk, prepare, title="助言をどうしたか", button="どうしたかを書く")


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def effect(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write what came of an advice."""

    def prepare(about: About[Advice]) -> Prepared:
        coming = open_sittings(sittings_for(about.actor, today=about.today))
        form = EffectForm(posted(request), choices={"next_sitting": sitting_choices(coming)})

        def write() -> None:
            data = form.cleaned_data
            chosen = next((each for each in coming if str(each.pk) == data["next_sitting"]), None)
            effect = data["effect"]
            note_effect(advice_id=pk, effect=effect, next_sitting=chosen, actor=about.actor, now=about.now)

        return form, write

    return about_advice(request, pk, prepare, title="その後を書く", button="その後を書く")
