"""Reads of what agencies say of themselves."""

from collections import defaultdict
from collections.abc import Mapping

from directory.finding.profile import Free
from directory.finding.truths import Declared, DeclaredService, Truths

from .models import Declaration, Offer, Vacancy


def fill_truths(truths: Mapping[int, Truths]) -> None:
    """Say what these agencies write of themselves, as staff have approved it, and what was free lately."""
    said = Declaration.objects.filter(agency__in=truths, live=True).in_bulk()
    services: defaultdict[int, list[DeclaredService]] = defaultdict(list)
    for offer in Offer.objects.filter(declaration__in=said).order_by("position", "pk"):
        services[offer.declaration_id].append(
            DeclaredService(
                offer.service_id, offer.capacity, offer.conditions, tuple(offer.served), offer.note
            )
        )
    for row in said.values():
        truths[row.agency_id].declared = Declared(
            summary=row.summary,
            visits=row.visits,
            hours=row.hours,
            building=row.building,
            website=row.website,
            contact_point=" ".join(filter(None, (row.contact_point, row.contact_phone))),
            confirmed_on=row.confirmed_on,
            services=tuple(services[row.pk]),
        )
    newest = Vacancy.objects.filter(agency__in=truths).order_by("agency_id", "service_id", "-as_of", "-pk")
    for vacancy in newest.distinct("agency_id", "service_id"):
        truths[vacancy.agency_id].free[vacancy.service_id] = Free(vacancy.free, vacancy.as_of)
