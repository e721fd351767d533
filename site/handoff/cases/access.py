"""Which cases somebody sees, and how they stand to one; absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import Actor
from handoff.exceptions import Shredded

from .models import Case, CaseWorker, StandIn
from .rules import Act, Relation, allows


def cases_for(actor: Actor, *, today: date) -> QuerySet[Case]:
    """Return the cases that this actor may read: their own, and all of their side where they lead."""
    if actor.is_clock:
        return Case.objects.all()
    for_today = Q(pk__in=StandIn.objects.filter(person=actor.person_id, day=today).values("case"))
    return Case.objects.filter(_kept(actor) | (_at_work(actor) & (_mine(actor) | for_today)))


def lasting_cases_for(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor reads for longer than a day: their own, and those of a side they lead.

    What lasts rests on these alone, and never on standing in.
    """
    return Case.objects.filter(_kept(actor) | (_at_work(actor) & _mine(actor)))


def cases_overseen(actor: Actor) -> QuerySet[Case]:
    """Return the cases for whose side this actor answers: what colleagues opened of them, they look at."""
    return Case.objects.filter(_kept(actor))


def _mine(actor: Actor) -> Q:
    return Q(pk__in=CaseWorker.objects.filter(person=actor.person_id, ended_on=None).values("case"))


def _at_work(actor: Actor) -> Q:
    return Q(agency__in=list(actor.agency_roles)) | (Q(agency=None) if actor.is_at(None) else Q(pk=None))


def _kept(actor: Actor) -> Q:
    kept = Q(agency__in=[agency for agency in actor.agency_roles if actor.keeps(agency)])
    if actor.keeps(None) or PrivateRole.PRIVACY_OFFICER in actor.centre_roles:
        kept |= Q(agency=None)
    return kept


def case_for(actor: Actor, case_id: UUID, act: Act, *, today: date) -> Case:
    """Return a case on which this actor may do this. Raises Http404 for all others, as for none at all.

    Raises Shredded for one that was destroyed: its certificate is shown instead.
    """
    found = cases_for(actor, today=today).select_related("person", "agency").filter(pk=case_id).first()
    if found is not None and found.shredded_at is not None:
        raise Shredded(found.pk)
    if found is None or not allows(
        act, relations(actor, found, today=today), is_closed=found.closed_on is not None
    ):
        raise Http404
    return found


def colleagues_case(reference: str) -> Case:
    """Return a colleague's case by its whole reference, to stand in: its id and key, and nothing else of it.

    The database answers only for the actor's own side, and never for a case that is open to them already.
    Raises Http404.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key FROM tsunagu_colleagues_case(%s)", [reference])
        found = cursor.fetchone()
    if found is None:
        raise Http404
    return Case(pk=found[0], key=found[1], reference=reference)


def relations(actor: Actor, case: Case, *, today: date) -> frozenset[Relation]:
    """Return how this actor stands to a case today."""
    found: set[Relation] = set()
    if actor.is_at(case.agency_id):
        if case.workers.filter(person=actor.person_id, ended_on=None).exists():
            found.add(Relation.WORKER)
        if case.stand_ins.filter(person=actor.person_id, day=today).exists():
            found.add(Relation.STAND_IN)
    if actor.keeps(case.agency_id):
        found.add(Relation.LEAD)
    if case.agency_id is None and PrivateRole.PRIVACY_OFFICER in actor.centre_roles:
        found.add(Relation.PRIVACY_OFFICER)
    return frozenset(found)
