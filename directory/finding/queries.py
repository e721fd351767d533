"""Reads of whole agencies, for the index and for their own page."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import SET_NULL, Count, Exists, OuterRef, Q
from django.db.models.fields.reverse_related import ForeignObjectRel

from directory.enums import AreaScheme
from directory.models import (
    Agency,
    AgencyKind,
    Condition,
    FieldVisibility,
    Municipality,
    MunicipalityInArea,
    ServiceKind,
)
from directory.models.agency import AgencyQuerySet
from foundation.centre.queries import current_centre
from foundation.limits.queries import limits
from foundation.public_pages import kept_until_changed

from .composing import composed
from .limits import AGEING, FRESH, VACANCY_HOLDS
from .models import DirectoryEntry, FacetSet
from .profile import Profile, Word
from .rules import Lifetimes
from .truths import Truths, truth_sources
from .vocabulary import PlaceName, Term, Vocabulary, answer_filters, vocabulary

MANY = 50


@dataclass(frozen=True)
class WholeAgency:
    """Everything that is known of an agency, with what it agreed to show."""

    agency: Agency
    profile: Profile
    agreed: dict[str, str]
    kind_level: str


def conditions_in_use() -> list[Condition]:
    """Return the conditions in use, in the order of their list."""
    return list(Condition.objects.filter(retired_on__isnull=True))


def condition_words() -> dict[str, Word]:
    """Return the conditions in use by code."""
    return {each.code: Word(each.code, each.name, tuple(each.aliases)) for each in conditions_in_use()}


@kept_until_changed
def known_words() -> Vocabulary:
    """Return what services, kinds of agency, conditions and places are called; kept until one is changed."""
    return vocabulary(
        services=(
            Term(
                (f"s:{each.code}",),
                (each.name, each.short_name, each.reading, *each.aliases),
                has_inner_name=True,
            )
            for each in ServiceKind.objects.all()
        ),
        kinds=((each.code, Term((), (each.name, each.reading))) for each in agency_kinds()),
        conditions=(
            Term(answer_filters(each.code), (each.name, *each.aliases)) for each in condition_words().values()
        ),
        places=(
            PlaceName(*each)
            for each in Municipality.objects.values_list("code", "name", "name_kana", "prefecture")
        ),
    )


def service_kinds() -> dict[str, ServiceKind]:
    """Return all kinds of service by code, also those that are out of use."""
    return ServiceKind.objects.in_bulk()


def whole_agencies(keys: Collection[int]) -> list[WholeAgency]:
    """Return these agencies with all their truths, in as many queries for a thousand as for a hundred."""
    rows = Agency.objects.filter(pk__in=keys)
    # Many agencies share few kinds and places: each is read once then.
    shared = ("kind", "municipality")
    agencies = (
        rows.select_related("corporation").prefetch_related(*shared)
        if len(keys) > MANY
        else rows.select_related("corporation", *shared)
    )
    truths = _truths(keys)
    agreed: dict[int, dict[str, str]] = defaultdict(dict)
    for row in FieldVisibility.objects.filter(agency__in=keys):
        agreed[row.agency_id][row.group] = row.level
    kinds = service_kinds()
    return [
        WholeAgency(each, composed(each, truths[each.pk], kinds), agreed[each.pk], each.kind.level)
        for each in agencies
    ]


def _truths(keys: Collection[int]) -> dict[int, Truths]:
    truths = {key: Truths() for key in keys}
    for fill in truth_sources:
        fill(truths)
    return truths


@dataclass(frozen=True)
class Area:
    """An area with the codes of its municipalities of today, and of those that became part of them."""

    key: int
    scheme: str
    name: str
    codes: tuple[str, ...]


def areas_of(*, today: date) -> list[Area]:
    """Return the areas that hold today with their municipalities, in the order of schemes and codes."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    rows = (
        MunicipalityInArea.objects.filter(valid, valid_from__lte=today)
        .order_by("area__scheme", "municipality__code")
        .values_list(
            "area", "area__scheme", "area__name", "municipality__code", "municipality__predecessors__code"
        )
    )
    codes: dict[tuple[int, str, str], dict[str, None]] = {}
    for key, scheme, name, *members in rows:
        codes.setdefault((key, scheme, name), {}).update(dict.fromkeys(filter(None, members)))
    return [Area(key, scheme, name, tuple(members)) for (key, scheme, name), members in codes.items()]


def areas_that_count(day: date) -> list[Area]:
    """Return the areas that count on a day: the centre's own, or those of disability welfare."""
    every = areas_of(today=day)
    own = [each for each in every if each.scheme == AreaScheme.OWN]
    return own or [each for each in every if each.scheme == AreaScheme.DISABILITY]


@kept_until_changed
def every_place() -> Mapping[str, str]:
    """Return the names of all municipalities by code; kept until one is changed."""
    return dict(Municipality.objects.values_list("code", "name"))


def place_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of municipalities by code."""
    known = every_place()
    return {code: known[code] for code in codes if code in known}


@kept_until_changed
def successors() -> dict[str, str]:
    """Return, for each municipality that became part of another, the one of today that it lies in."""
    rows = Municipality.objects.filter(successor__isnull=False)
    following = dict(rows.values_list("code", "successor__code"))
    return {code: _last(code, following) for code in following}


def _last(code: str, following: dict[str, str]) -> str:
    passed = {code}
    while (code := following.get(code, code)) not in passed:
        passed.add(code)
    return code


@kept_until_changed
def own_prefecture() -> str:
    """Return the two digits of the centre's prefecture; empty where we know none of its municipalities."""
    of_it = Municipality.objects.filter(prefecture=current_centre().prefecture)
    code = of_it.values_list("code", flat=True).first()
    return (code or "")[:2]


def agency_kinds() -> list[AgencyKind]:
    """Return the kinds of agency in use."""
    return list(AgencyKind.objects.filter(retired_on__isnull=True))


def lifetimes(*, today: date) -> Lifetimes:
    """Return for how long what is known counts."""
    values = limits(FRESH, AGEING, VACANCY_HOLDS, on=today)
    return Lifetimes(values[FRESH], values[AGEING], values[VACANCY_HOLDS])


def everybody_sees_free_places() -> bool:
    """Return whether any agency shows everybody that places are free."""
    return DirectoryEntry.objects.filter(for_public=True, free_as_of__isnull=False).exists()


def counts_by_place() -> dict[tuple[str, str], int]:
    """Return how many agencies of each kind of service the public finds in each municipality."""
    rows = (
        DirectoryEntry.objects.filter(for_public=True, municipality__isnull=False)
        .values("municipality__code", "facet_set")
        .annotate(count=Count("pk"))
        .values_list("municipality__code", "facet_set", "count")
    )
    sets = dict(FacetSet.objects.values_list("pk", "facets"))
    counts: Counter[tuple[str, str]] = Counter()
    for code, key, count in rows:
        for facet in sets[key]:
            if facet.startswith("s:"):
                counts[code, facet.removeprefix("s:")] += count
    return counts


def pointed_at_by_nothing(agencies: AgencyQuerySet) -> AgencyQuerySet:
    """Keep agencies that nobody has used: nothing points at them but their index and what only notes them.

    What only notes an agency forgets it when it goes (`SET_NULL`).
    """
    for relation in Agency._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model is DirectoryEntry:
            continue
        if getattr(relation, "on_delete", None) is not SET_NULL:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            agencies = agencies.exclude(Exists(rows))
    return agencies
