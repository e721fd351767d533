"""Seats that are kept for some until a moment: how many of them nobody has yet, and whom they are for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from directory.models import MunicipalityInArea

from .enums import Channel, KeptFor
from .line import Kept
from .models import Application, KeptSeats, Participant


@dataclass(frozen=True)
class KeptSeatsNow:
    """Kept seats of a session as the waiting rule sees them, and who may take them."""

    seats: Kept
    kept_for: str
    # The municipalities of the area, where an area's they are.
    places: frozenset[int] = field(default_factory=frozenset)

    def is_for(self, application: Application) -> bool:
        """Return whether this application may take them."""
        if self.kept_for == KeptFor.PAPER:
            return application.channel != Channel.WEB
        if application.agency is None:
            return False
        return self.kept_for == KeptFor.NETWORK or application.agency.municipality_id in self.places


def places_of(areas: Collection[int], *, today: date) -> dict[int, set[int]]:
    """Return the municipalities that lie in each of these areas on a day."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    rows = MunicipalityInArea.objects.filter(valid, valid_from__lte=today, area__in=areas)
    places: dict[int, set[int]] = {}
    for area, place in rows.values_list("area", "municipality"):
        places.setdefault(area, set()).add(place)
    return places


def kept_seats_now(session_ids: Sequence[int], *, now: datetime) -> dict[int, list[KeptSeatsNow]]:
    """Return the kept seats of these sessions that are not for everybody yet; one query where there are none.

    A seat that somebody of those has taken is kept no more.
    """
    if not session_ids:
        return {}
    rows = list(KeptSeats.objects.filter(session__in=session_ids, until__gt=now).order_by("id"))
    if not rows:
        return {}
    places = places_of({row.area_id for row in rows if row.area_id}, today=timezone.localdate(now))
    people = Participant.objects.on_seats().filter(session__in={row.session_id for row in rows})
    seated = list(people.select_related("application__agency"))
    found: dict[int, list[KeptSeatsNow]] = {}
    for row in rows:
        now_kept = KeptSeatsNow(
            Kept(row.pk, row.way, row.seats), row.kept_for, frozenset(places.get(row.area_id or 0, ()))
        )
        used = sum(
            person.session_id == row.session_id
            and person.way == row.way
            and now_kept.is_for(person.application)
            for person in seated
        )
        left = Kept(row.pk, row.way, max(0, row.seats - used))
        found.setdefault(row.session_id, []).append(KeptSeatsNow(left, now_kept.kept_for, now_kept.places))
    return found
