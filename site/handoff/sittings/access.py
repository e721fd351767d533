"""What somebody finds in the committee's room; absent and forbidden are the same 404.

Staff find every sitting and, of the cases in it, their own. Whoever sits in the committee finds the sittings
of their time and, once papers went out, the cases that rest on something and from which they are not recused.
"""

from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.http import Http404

from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from handoff.actors import CENTRE_WORK, Actor
from handoff.cases.access import cases_for

from .enums import ADVISING, MINUTES_STAND, ROLE_OF, SHOWN, ItemState, Place, QuestionState, SittingState
from .models import Advice, CaseItem, Material, MinutesPart, QuickQuestion, Recusal, Seat, Sitting


def is_staff(actor: Actor) -> bool:
    """Return whether this actor keeps sittings, or answers for data at the centre."""
    return bool(actor.centre_roles & CENTRE_WORK)


def own_seats(actor: Actor) -> QuerySet[Seat]:
    """Return the seats of an actor, past and coming ones too, for which they are enrolled today."""
    roles = actor.centre_roles.union(*actor.agency_roles.values())
    places = [place for place, role in ROLE_OF.items() if role in roles]
    return Seat.objects.filter(person=actor.person_id, ended_at=None, place__in=places)


def seat_today(actor: Actor, *, today: date) -> Seat | None:
    """Return the seat that an actor holds on this day."""
    return own_seats(actor).filter(since__lte=today, until__gte=today).first()


def seats_for(actor: Actor, *, today: date) -> QuerySet[Seat]:
    """Return who sits in the committee, for staff and for whoever sits there today."""
    may = actor.is_clock or is_staff(actor) or seat_today(actor, today=today) is not None
    return Seat.objects.all() if may else Seat.objects.none()


def sittings_for(actor: Actor, *, today: date) -> QuerySet[Sitting]:
    """Return the sittings that this actor finds."""
    if actor.is_clock or is_staff(actor):
        return Sitting.objects.all()
    return _sat_at(actor, own_seats(actor), today=today)


def _sat_at(actor: Actor, seats: QuerySet[Seat], *, today: date) -> QuerySet[Sitting]:
    in_office = own_seats(actor).filter(since__lte=today, until__gte=today)
    of_its_time = seats.filter(since__lte=OuterRef("held_on"), until__gte=OuterRef("held_on"))
    return Sitting.objects.filter(Exists(in_office), Exists(of_its_time))


def sitting_for(actor: Actor, sitting_id: UUID, *, today: date) -> Sitting:
    """Return a sitting that this actor finds. Raises Http404."""
    found = sittings_for(actor, today=today).filter(pk=sitting_id).first()
    if found is None:
        raise Http404
    return found


def kept_sitting(actor: Actor, sitting_id: UUID) -> Sitting:
    """Return a sitting for whoever leads, locked. Raises Http404."""
    found = Sitting.objects.select_for_update().filter(pk=sitting_id).first() if actor.keeps(None) else None
    if found is None:
        raise Http404
    return found


def lock_sitting_in_transaction(sitting_id: UUID) -> None:
    """Let nobody take a step with a sitting, nor change what its steps ask for, until the transaction ends.

    Whoever prepares a case may not change the sitting itself, so its row is not for them to lock.
    """
    assert_in_transaction("lock_sitting")
    lock_name_in_transaction(f"sittings.sitting:{sitting_id}")


def chairs(actor: Actor, sitting: Sitting, *, today: date) -> bool:
    """Return whether this actor chairs a sitting: in the chair today, and the sitting is of their time."""
    seat = seat_today(actor, today=today)
    return (
        seat is not None
        and seat.place == Place.CHAIR
        and _sat_at(actor, own_seats(actor), today=today).filter(pk=sitting.pk).exists()
    )


def items_for(actor: Actor, *, today: date) -> QuerySet[CaseItem]:
    """Return the cases before the committee that this actor finds."""
    if actor.is_clock:
        return CaseItem.objects.all()
    own = Q(case__in=cases_for(actor, today=today).values("pk"))
    shown = Q(pk__in=shown_items(actor, own_seats(actor), today=today).values("pk"))
    return CaseItem.objects.filter(own | shown).select_related("sitting")


def shown_items(actor: Actor, seats: QuerySet[Seat], *, today: date) -> QuerySet[CaseItem]:
    """Return the cases that the committee shows to an actor by these seats of theirs."""
    recused = Recusal.objects.filter(case=OuterRef("case"), person=actor.person_id)
    # The database answers: the basis itself is not for members to read.
    footing = Func(F("pk"), function="tsunagu_item_has_footing", output_field=BooleanField())
    return (
        CaseItem.objects.alias(has_footing=footing)
        .filter(
            ~Exists(recused),
            has_footing=True,
            sitting__in=_sat_at(actor, seats, today=today).filter(state__in=SHOWN).values("pk"),
        )
        .exclude(state=ItemState.TAKEN_OFF)
    )


def item_for(actor: Actor, item_id: UUID, *, today: date) -> CaseItem:
    """Return a case before the committee that this actor finds. Raises Http404."""
    found = items_for(actor, today=today).filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def keeps_item(actor: Actor, item: CaseItem, *, today: date) -> bool:
    """Return whether an actor works on the case, or leads: as staff, not as a member."""
    return cases_for(actor, today=today).filter(pk=item.case_id).exists()


def kept_items(actor: Actor, *, today: date) -> QuerySet[CaseItem]:
    """Return the cases before the committee on which this actor works, or which they lead."""
    own = cases_for(actor, today=today).values("pk")
    return CaseItem.objects.filter(case__in=own).select_related("sitting", "basis", "material")


def kept_item(actor: Actor, item_id: UUID, *, today: date) -> CaseItem:
    """Return such a case, locked. Raises Http404."""
    found = kept_items(actor, today=today).select_for_update(of=("self",)).filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def papers_for(actor: Actor, *, today: date) -> QuerySet[Material]:
    """Return the papers that this actor reads today: of their cases, or as a member while they are open."""
    if actor.is_clock:
        return Material.objects.all()
    readers = own_seats(actor).filter(place__in=ADVISING)
    shown = shown_items(actor, readers, today=today) | shown_items(
        actor, own_seats(actor), today=today
    ).filter(sitting__papers_for_observers=True)
    in_time = Q(sitting__state=SittingState.SENT, sitting__held_on__gte=today)
    in_time |= Q(sitting__readable_until__gte=today)
    own = Q(item__case__in=cases_for(actor, today=today).values("pk"))
    found = Material.objects.filter(own | Q(item__in=shown.filter(in_time).values("pk")))
    return found.select_related("item__sitting")


def minutes_for(actor: Actor, *, today: date) -> QuerySet[MinutesPart]:
    """Return what this actor reads of minutes: of their cases, what was confirmed, in the chair drafts."""
    seat = seat_today(actor, today=today)
    shown = shown_items(actor, own_seats(actor), today=today)
    if seat is None or seat.place != Place.CHAIR:
        shown = shown.filter(sitting__state__in=MINUTES_STAND)
    own = Q(item__case__in=cases_for(actor, today=today).values("pk"))
    return MinutesPart.objects.filter(own | Q(item__in=shown.values("pk"))).select_related("item")


def advice_for(actor: Actor, *, today: date) -> QuerySet[Advice]:
    """Return the advice on the cases that this actor finds."""
    return Advice.objects.filter(item__in=items_for(actor, today=today).values("pk"))


def advice_for_keeper(actor: Actor, advice_id: UUID, *, today: date) -> Advice:
    """Return an advice on a case on which this actor works, locked. Raises Http404."""
    rows = advice_for(actor, today=today).select_for_update(of=("self",)).select_related("item__sitting")
    found = rows.filter(pk=advice_id).first()
    if found is None or not keeps_item(actor, found.item, today=today):
        raise Http404
    return found


def questions_for(actor: Actor, *, today: date) -> QuerySet[QuickQuestion]:
    """Return quick questions: staff those on their cases, a member what waits for them."""
    if actor.is_clock:
        return QuickQuestion.objects.all()
    own = Q(case__in=cases_for(actor, today=today).values("pk"))
    seat = seat_today(actor, today=today)
    if seat is not None:
        recused = Recusal.objects.filter(case=OuterRef("case"), person=actor.person_id)
        waiting = Q(asked_of=actor.person_id) & ~Q(state=QuestionState.CLOSED)
        own |= waiting & Q(~Exists(recused)) & Q(rests=True)
    rests = Func(F("basis"), function="tsunagu_basis_stands", output_field=BooleanField())
    return QuickQuestion.objects.alias(rests=rests).filter(own)


def question_for(actor: Actor, question_id: UUID, *, today: date) -> QuickQuestion:
    """Return a quick question that this actor finds, locked. Raises Http404."""
    rows = questions_for(actor, today=today).select_for_update(of=("self",))
    found = rows.filter(pk=question_id).first()
    if found is None:
        raise Http404
    return found
