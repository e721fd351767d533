"""Whom a page counts: the agencies of a campaign or of all campaigns of a course, narrowed by a wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from directory.enums import AreaScheme
from directory.finding.queries import areas_of
from directory.models import Agency
from training_media.campaigns.enums import AudienceBy
from training_media.campaigns.models import Campaign, Invitation
from training_media.campaigns.queries import fitting
from training_media.models import Course, Part
from training_media.viewing.models import Coverage

NOWHERE = "わからない"


@dataclass(frozen=True)
class Scope:
    """A campaign, or a course with all that was watched of it."""

    course: Course
    campaign: Campaign | None = None

    @property
    def since(self) -> date | None:
        return self.campaign.opens_on if self.campaign else None

    @property
    def name(self) -> str:
        return self.campaign.name if self.campaign else self.course.title


@dataclass(frozen=True)
class Wish:
    """What the reader narrows to, as the form sends it; empty is everything."""

    kind: str = ""
    area: str = ""
    municipality: str = ""

    @property
    def is_everything(self) -> bool:
        return self == Wish()


@dataclass(frozen=True)
class Audience:
    """The agencies that are counted, each with where it lies, and whether people of none count as well."""

    agencies: Sequence[Agency]
    areas: Mapping[int, str]
    counts_outsiders: bool

    @property
    def keys(self) -> list[int]:
        return [each.pk for each in self.agencies]


def audience_of(scope: Scope, *, today: date) -> Audience:
    """Return whom a scope is about: who holds a card that was not ended, and whom a campaign is open for.

    Of a course as a whole also everybody who has watched some of it. Three queries, or a few more.
    """
    held = Invitation.objects.filter(revoked_at__isnull=True)
    if scope.campaign is not None:
        held = held.filter(campaign=scope.campaign)
        meant = Q(pk__in=held.values("agency"))
        if scope.campaign.audience_by == AudienceBy.KIND:
            meant |= Q(pk__in=fitting(scope.campaign, today=today).order_by().values("pk"))
    else:
        parts = Part.objects.filter(course=scope.course)
        watched = Coverage.objects.filter(recording__in=parts.values("recording"), total__gt=0)
        meant = Q(pk__in=held.filter(campaign__course=scope.course).values("agency"))
        meant |= Q(pk__in=watched.filter(viewer__agency__isnull=False).values("viewer__agency"))
    found = Agency.objects.filter(meant).select_related("kind", "municipality")
    agencies = list(found.order_by("folded_kana", "pk"))
    return Audience(agencies, _areas(agencies, today), counts_outsiders=scope.campaign is None)


def _areas(agencies: Sequence[Agency], today: date) -> dict[int, str]:
    """Return the centre's own area of each agency, or that of disability welfare where it has none."""
    every = areas_of(today=today)
    has_own = any(each.scheme == AreaScheme.OWN for each in every)
    scheme = AreaScheme.OWN if has_own else AreaScheme.DISABILITY
    names = {code: each.name for each in every if each.scheme == scheme for code in each.codes}
    return {
        each.pk: names[each.municipality.code]
        for each in agencies
        if each.municipality is not None and each.municipality.code in names
    }


def narrowed(audience: Audience, wish: Wish) -> Audience:
    """Return those of an audience that a wish leaves."""
    if wish.is_everything:
        return audience
    kept = [
        each
        for each in audience.agencies
        if wish.kind in ("", each.kind_id)
        and wish.area in ("", audience.areas.get(each.pk, NOWHERE))
        and wish.municipality in ("", municipality_of(each))
    ]
    return Audience(kept, audience.areas, counts_outsiders=False)


def municipality_of(agency: Agency) -> str:
    return agency.municipality.name if agency.municipality else NOWHERE
