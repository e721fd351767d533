"""Who keeps and destroys; absent and forbidden are the same 404.

Of the centre: those who answer for it, twice. Of an agency: its coordinator decides with somebody else of the
agency, or with the centre's privacy officer, who reads nothing of it but number, class and days.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import KEEPING, Actor
from handoff.cases.access import cases_for
from handoff.cases.models import Case
from handoff.enums import AGENCY_ROLES
from handoff.machine.access import handoffs_for
from handoff.machine.models import Handoff

from .classes import Scope
from .enums import RecordClass
from .models import ClosingCount, Destruction, Hold, PartnerReply, RetentionPeriod

# Who proposes and holds; who may be the second of two; who reads of what is gone.
DECIDING = KEEPING | {PrivateRole.AGENCY_COORDINATOR}
SECONDING = KEEPING | AGENCY_ROLES
READING = SECONDING | {PrivateRole.AUDITOR}


def keeps_records(actor: Actor) -> bool:
    """Return whether this actor proposes and confirms, holds and lets go, for the centre."""
    return bool(actor.centre_roles & KEEPING)


def decides(actor: Actor) -> bool:
    """Return whether this actor proposes what is to be destroyed: for the centre, or for an agency."""
    return keeps_records(actor) or any(actor.keeps(agency) for agency in actor.agency_roles)


def is_of_side(actor: Actor, agency_id: int | None) -> bool:
    """Return whether an actor belongs to an agency, or to the centre where there is none."""
    return bool(actor.centre_roles) if agency_id is None else agency_id in actor.agency_roles


def _decided_by(actor: Actor) -> Q:
    """Return whose records an actor decides on, by the column `agency`."""
    if actor.is_clock:
        return Q()
    kept = Q(agency__in=[agency for agency in actor.agency_roles if actor.keeps(agency)])
    return kept | Q(agency=None) if keeps_records(actor) else kept


def _ended_by(actor: Actor) -> Q:
    """Return of whose records an actor may be the second of two."""
    if actor.is_clock:
        return Q()
    own = _decided_by(actor) | Q(agency__in=list(actor.agency_roles))
    return own | Q(agency__isnull=False) if PrivateRole.PRIVACY_OFFICER in actor.centre_roles else own


def kept_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases whose end this actor decides with another: all of their side."""
    return Case.objects.filter(_decided_by(actor))


def kept_case(actor: Actor, case_id: UUID) -> Case:
    """Return one of these cases, locked: holding and destroying wait for each other. Raises Http404."""
    found = kept_cases(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def kept_handoffs(actor: Actor) -> QuerySet[Handoff]:
    """Return the hand-offs of the cases whose end this actor decides."""
    return Handoff.objects.filter(case__in=kept_cases(actor).values("pk"))


def scope_of(actor: Actor, *, today: date) -> Scope:
    """Return whose records this actor decides on."""
    return Scope(
        cases=kept_cases(actor),
        handoffs=kept_handoffs(actor),
        has_centre=actor.is_clock or keeps_records(actor),
        today=today,
    )


def periods_for(actor: Actor) -> QuerySet[RetentionPeriod]:
    """Return how long things are kept, and were."""
    everything = RetentionPeriod.objects.all()
    may = actor.is_clock or actor.centre_roles or actor.agency_roles
    return everything if may else everything.none()


def holds_for(actor: Actor) -> QuerySet[Hold]:
    """Return the holds that this actor lets go, as the first of two or as the second."""
    return Hold.objects.filter(_ended_by(actor))


def hold_for(actor: Actor, hold_id: UUID) -> Hold:
    """Return one of these holds, locked: setting and letting go wait for each other. Raises Http404."""
    found = holds_for(actor).select_for_update(of=("self",)).filter(pk=hold_id).first()
    if found is None:
        raise Http404
    return found


def destructions_for(actor: Actor) -> QuerySet[Destruction]:
    """Return what was proposed and destroyed, for those who decide it and for whoever audits the centre."""
    audits = PrivateRole.AUDITOR in actor.centre_roles
    return Destruction.objects.filter(_ended_by(actor) | Q(agency=None) if audits else _ended_by(actor))


def destructions_to_confirm(actor: Actor) -> QuerySet[Destruction]:
    """Return what somebody else proposed, and this actor may confirm or take back."""
    proposed = Destruction.objects.filter(_ended_by(actor), confirmed_at=None, withdrawn_at=None)
    return proposed.exclude(proposed_by=actor.user).order_by("proposed_at")


def may_end(actor: Actor, destruction: Destruction) -> bool:
    """Return whether this actor may confirm it, or take it back; whoever audits only reads."""
    return Destruction.objects.filter(_ended_by(actor), pk=destruction.pk).exists()


def destruction_for(actor: Actor, destruction_id: UUID) -> Destruction:
    """Return one of them. Raises Http404."""
    people = ("agency", "proposed_by__person", "confirmed_by__person", "withdrawn_by__person")
    found = destructions_for(actor).select_related(*people).filter(pk=destruction_id).first()
    if found is None:
        raise Http404
    return found


def destruction_of(actor: Actor, record_id: UUID, *, today: date) -> Destruction:
    """Return what became of a case or of a hand-off, for both its sides. Raises Http404."""
    case_ids = {record_id} if cases_for(actor, today=today).filter(pk=record_id).exists() else set[UUID]()
    own = Q(handoff=record_id)
    handoff = handoffs_for(actor, today=today).filter(pk=record_id).first()
    if handoff is not None:
        case_ids.add(handoff.case_id)
    done = Destruction.objects.exclude(destroyed_at=None).exclude(kind=RecordClass.PROVISION)
    rows = done.select_related("agency", "proposed_by__person", "confirmed_by__person")
    found = rows.filter(Q(case__in=case_ids) & (own | Q(handoff=None))).order_by("handoff").first()
    if found is None:
        raise Http404
    return found


def replies_for(actor: Actor) -> QuerySet[PartnerReply]:
    """Return what partners told of what they hold."""
    everything = PartnerReply.objects.select_related("agency")
    return everything.filter(destruction__in=destructions_for(actor).values("pk"))


def counts_for(actor: Actor) -> QuerySet[ClosingCount]:
    """Return the counts that stay when cases are gone."""
    everything = ClosingCount.objects.all()
    return everything if actor.centre_roles & (KEEPING | {PrivateRole.AUDITOR}) else everything.none()
