"""Which associations these pages are of, for whom somebody speaks there, and who is a secretary."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from directory.enums import MembershipRole
from directory.models import Agency, Membership
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import ASSOCIATIONS, Capacity, Place, SessionFormat
from outreach.study_groups.models import Community, Delegate, MemberAgency, PlanRow
from outreach.study_groups.registries import StoodRows

from . import queries
from .models import Assembly, Resolution, RulesVersion, SecretariatPerson, SecretariatTerm


def association(standing: Standing) -> Community:
    """Return the community of a visitor where it is an association. Raises Http404 elsewhere."""
    if standing.community.kind not in ASSOCIATIONS:
        raise Http404
    return standing.community


def version_in(standing: Standing, version: int) -> RulesVersion:
    """Return a version of the rules; proposals are read by members too. Raises Http404."""
    versions = queries.versions_of(association(standing)).select_related("community")
    return get_object_or_404(versions, version=version)


def row_to_prepare(standing: Standing, pk: int) -> PlanRow:
    """Return a general meeting in a plan of this association. Raises Http404."""
    rows = PlanRow.objects.select_related("plan__community").filter(format=SessionFormat.GENERAL_MEETING)
    return get_object_or_404(rows, pk=pk, plan__community=association(standing))


def assembly_in(standing: Standing, pk: int) -> Assembly:
    """Return a general meeting of this association. Raises Http404."""
    found = Assembly.objects.select_related("row__plan__community", "row__event", "chair", "rules")
    return get_object_or_404(found, pk=pk, row__plan__community=association(standing))


def resolution_in(assembly: Assembly, pk: int) -> Resolution:
    """Return a resolution of a general meeting. Raises Http404."""
    return get_object_or_404(Resolution.objects.select_related("plan", "rules"), pk=pk, assembly=assembly)


def agency_numbered(number: str, **among: Any) -> Agency:
    """Return an agency by its number, among those. Raises Http404, also for what no number can be."""
    if not (number.isascii() and number.isprintable()):
        raise Http404
    return get_object_or_404(Agency, public_id=number, **among)


def term_in(standing: Standing, pk: int) -> SecretariatTerm:
    """Return a term of the secretariat of this association. Raises Http404."""
    terms = SecretariatTerm.objects.select_related("community", "agency")
    return get_object_or_404(terms, pk=pk, community=association(standing))


def term_to_staff(standing: Standing, pk: int, *, today: date) -> SecretariatTerm:
    """Return a term whose people this visitor names: the centre any, a secretary the running one.

    Where the centre is the secretariat, it alone names people. Raises Http404.
    """
    found = term_in(standing, pk)
    if not (standing.is_centre or found.is_staffed_by_itself_on(today)):
        raise Http404
    return found


def secretary_in(term: SecretariatTerm, pk: int) -> SecretariatPerson:
    """Return somebody of the secretariat. Raises Http404."""
    return get_object_or_404(SecretariatPerson.objects.select_related("term__community"), pk=pk, term=term)


def voices(standing: Standing, person: int, *, today: date) -> list[Agency]:
    """Return the member agencies for which somebody speaks: as delegate, deputy, or keeper of its account."""
    members = MemberAgency.objects.on(today).filter(
        community=standing.community, agency__in=standing.agencies
    )
    stands = Delegate.objects.on(today).filter(
        member=OuterRef("pk"), person=person, place__in=[Place.DELEGATE, Place.DEPUTY]
    )
    keeps = Membership.objects.valid(today=today).filter(
        agency=OuterRef("agency"), person=person, role=MembershipRole.PARTNER_ADMIN
    )
    found = members.filter(Exists(stands) | Exists(keeps)).select_related("agency")
    return [each.agency for each in found.order_by("agency__folded_kana", "pk")] if standing.agencies else []


def secretaries(person: int, communities: Mapping[int, Community], day: date) -> StoodRows | None:
    """Return of which of these associations somebody is the secretariat on a day, as rows; None for none.

    They were named in a term that holds, and work that day at the agency that has it, unless the centre has.
    """
    wanted = [pk for pk, each in communities.items() if each.kind in ASSOCIATIONS]
    if not wanted:
        return None
    works = (
        Membership.objects.valid(today=day)
        .of_partners()
        .filter(person=person, agency=OuterRef("term__agency"))
    )
    people = SecretariatPerson.objects.on(day).filter(
        Q(term__until__isnull=True) | Q(term__until__gt=day),
        Q(term__agency__isnull=True) | Exists(works),
        person=person,
        term__community__in=wanted,
        term__since__lte=day,
    )
    return StoodRows(people, "term__community", Capacity.SECRETARY)
