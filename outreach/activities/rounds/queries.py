"""Reads of rounds: how far each has come, its route, whom to add, what is next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from directory.finding.queries import areas_that_count
from directory.models import Agency, AgencyKind
from directory.models.agency import AgencyQuerySet
from training_media.leads.enums import OPEN
from training_media.leads.models import Lead

from .enums import ENDS, Stage
from .models import Round, Target, Visit
from .rules import is_late, needs_next

MOST_OFFERED, LATEST = 60, 10


def rounds() -> QuerySet[Round]:
    """Return all rounds with how many agencies they have and how many were visited, the latest first."""
    return Round.objects.annotate(
        listed=Count("targets", distinct=True),
        visited=Count("targets", filter=Q(targets__visits__isnull=False), distinct=True),
        willing=Count(
            "targets", filter=Q(targets__stage__in=[Stage.WILLING, Stage.REGISTERED]), distinct=True
        ),
    )


@dataclass(frozen=True)
class Stop:
    """One agency on the route, with what is known of it."""

    row: Target
    area: str
    visited_on: date | None
    is_late: bool
    needs_next: bool


def route(round: Round, *, today: date) -> list[Stop]:  # noqa: A002 -- its name
    """Return the agencies of a round in their order; two queries."""
    rows = round.targets.select_related("agency__municipality", "agency__kind")
    areas = {code: each.name for each in areas_that_count(today) for code in each.codes}
    return [
        Stop(
            each,
            areas.get(each.agency.municipality.code, "") if each.agency.municipality else "",
            each.last_on,
            is_late(Stage(each.stage), each.next_on, today=today),
            needs_next(Stage(each.stage), each.next_on),
        )
        for each in rows.annotate(last_on=Max("visits__day")).order_by("position", "pk")
    ]


def pipeline(stops: Sequence[Stop]) -> list[tuple[Stage, int]]:
    """Return how many agencies stand how."""
    counts = Counter(Stage(each.row.stage) for each in stops)
    return [(stage, counts[stage]) for stage in Stage]


def by_area(stops: Sequence[Stop]) -> list[tuple[str, list[int]]]:
    """Return how many agencies of each area stand how, in the order of stages."""
    counts = Counter((each.area, each.row.stage) for each in stops)
    areas = sorted({each.area for each in stops}, key=lambda name: (not name, name))
    return [(name or "圏域のほか", [counts[name, stage] for stage in Stage]) for name in areas]


def kinds() -> QuerySet[AgencyKind]:
    """Return the kinds of agency by which a list is made."""
    return AgencyKind.objects.order_by("pk")


def to_add(round: Round, *, kind: str, area: int | None, words: str, today: date) -> AgencyQuerySet:  # noqa: A002 -- its name
    """Return open agencies that are not in the round, of a kind, an area, with words in their names."""
    found = Agency.objects.current(today=today).exclude(round_targets__round=round)
    if kind:
        found = found.filter(kind=kind)
    if area is not None:
        codes = [code for each in areas_that_count(today) if each.key == area for code in each.codes]
        found = found.filter(municipality__code__in=codes)
    for word in words.split():
        found = found.filter(name__contains=word)
    return found.select_related("municipality", "kind").order_by("folded_kana", "pk")


def wishes(round: Round, *, today: date) -> list[Lead]:  # noqa: A002 -- its name
    """Return the open wishes to hear more of agencies that are not in the round."""
    rows = Lead.objects.filter(agency__isnull=False, agency__in=Agency.objects.current(today=today))
    fresh = rows.exclude(agency__round_targets__round=round).filter(state__in=OPEN)
    return list(fresh.select_related("agency__municipality", "course").order_by("received_at")[:MOST_OFFERED])


def visits_of(target: Target) -> QuerySet[Visit]:
    """Return the visits to an agency, the latest first."""
    return target.visits.select_related("by__person")


def arrived(target: Target) -> list[str]:
    """Return the keys of the latest forms that have arrived, so that a device may forget what it kept."""
    return [str(key) for key in target.visits.values_list("form_key", flat=True)[:LATEST]]


def waiting(*, today: date) -> int:
    """Return how many agencies of rounds wait for something whose day has come."""
    return Target.objects.filter(next_on__lte=today).exclude(stage__in=ENDS).count()
