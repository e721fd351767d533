"""Rows of a committee, for whoever its door has let in; and somebody's own term, before it opens anything."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor
from accounts.models import User
from outreach.study_groups.access import Standing
from outreach.study_groups.models import Community
from outreach.study_groups.rules import is_committee

from . import queries
from .models import Advice, Appointment, Honorarium, Opinion, Recommendation, Seat


def insist_on_committee(standing: Standing) -> Community:
    """Return the committee that somebody stands in. Raises Http404 for a community that is none."""
    if not is_committee(standing.community.kind):
        raise Http404
    return standing.community


def seat_in(standing: Standing, pk: int) -> Seat:
    """Return a seat of this committee. Raises Http404."""
    return get_object_or_404(Seat.objects.select_related("community"), pk=pk, community=standing.community)


def appointment_in(standing: Standing, pk: int) -> Appointment:
    """Return a term in this committee. Raises Http404."""
    rows = Appointment.objects.select_related("community", "seat", "person__user")
    return get_object_or_404(rows, pk=pk, community=standing.community)


def recommendation_in(standing: Standing, pk: int) -> Recommendation:
    """Return a request to a body of this committee. Raises Http404."""
    rows = Recommendation.objects.select_related("seat__community")
    return get_object_or_404(rows, pk=pk, seat__community=standing.community)


def honorarium_in(standing: Standing, pk: int) -> Honorarium:
    """Return a payment of this committee. Raises Http404."""
    rows = Honorarium.objects.select_related("appointment__community", "appointment__person")
    return get_object_or_404(rows, pk=pk, appointment__community=standing.community)


def advice_in(standing: Standing, pk: int) -> Advice:
    """Return a question to a member of this committee. Raises Http404."""
    rows = Advice.objects.select_related("appointment__community")
    return get_object_or_404(rows, pk=pk, appointment__community=standing.community)


def opinion_in(standing: Standing, pk: int) -> Opinion:
    """Return an opinion given in this committee. Raises Http404."""
    rows = Opinion.objects.select_related("community", "appointment__seat", "appointment__person")
    return get_object_or_404(rows, pk=pk, community=standing.community)


def own_terms(visitor: Visitor, slug: str, *, today: date) -> list[Appointment]:
    """Return the running and coming terms of a visitor in a committee, which they may read before signing.

    Raises Http404 for whoever has none.
    """
    community = get_object_or_404(Community, slug=slug)
    terms = queries.own_terms(community, visitor.person_id, today=today) if isinstance(visitor, User) else []
    if not terms:
        raise Http404
    return terms
