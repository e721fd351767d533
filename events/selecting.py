"""Who waits for a decision, as the selection looks at them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from . import queries
from .enums import ApplicationState
from .kept_seats import kept_seats_now, places_of
from .models import Application, Participant, Session
from .selection import Candidate


def candidates(session: Session, *, areas: Collection[int] = (), now: datetime) -> list[Candidate]:
    """Return all applications that wait for the decision about a session, as they arrived.

    `areas` are those whose agencies come first, where the criteria say so.
    """
    kept = kept_seats_now([session.pk], now=now).get(session.pk, ())
    found = Application.objects.filter(session=session, state=ApplicationState.PENDING)
    pending = list(found.select_related("agency").order_by("received_at", "id"))
    needs: dict[int, dict[str, int]] = {}
    people = Participant.objects.staying().filter(application__in=pending)
    for key, way, count in people.values_list("application", "way").annotate(count=Count("id")).order_by():
        needs.setdefault(key, {})[way] = count
    before = _people_before(session, pending)
    near = set().union(*places_of(areas, today=timezone.localdate(now)).values()) if areas else set()
    return [
        Candidate(
            group=queries.waiting_group(each, needs.get(each.pk, {}), kept=kept),
            number=each.number or "",
            agency=f"agency:{each.agency_id}" if each.agency_id else f"name:{each.folded_agency_name}",
            received_at=each.received_at,
            people_before=before.get(each.agency_id or 0, 0),
            is_near=bool(each.agency and each.agency.municipality_id in near),
        )
        for each in pending
    ]


def _people_before(session: Session, pending: Collection[Application]) -> dict[int, int]:
    """Return how many people of each agency took part in sessions before this one."""
    came = Participant.objects.attended().filter(
        application__agency__in={each.agency_id for each in pending if each.agency_id},
        session__starts_at__lt=session.starts_at,
    )
    return dict(came.values_list("application__agency").annotate(people=Count("id")).order_by())
