"""Reads of whole agencies, for the index and for their own page."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from directory.models import Agency, Condition, FieldVisibility, ServiceKind

from .composing import composed
from .profile import Profile, Word
from .truths import Truths, truth_sources


@dataclass(frozen=True)
class WholeAgency:
    """Everything that is known of an agency, with what it agreed to show."""

    profile: Profile
    agreed: dict[str, str]
    kind_level: str


def condition_words() -> dict[str, Word]:
    """Return the conditions in use by code."""
    rows = Condition.objects.filter(retired_on__isnull=True)
    return {each.code: Word(each.code, each.name, tuple(each.aliases)) for each in rows}


def service_kinds() -> dict[str, ServiceKind]:
    """Return all kinds of service by code, also those that are out of use."""
    return ServiceKind.objects.in_bulk()


def whole_agencies(keys: Collection[int]) -> list[WholeAgency]:
    """Return these agencies with all their truths, in as many queries for a thousand as for one."""
    agencies = Agency.objects.select_related("kind", "municipality", "corporation").filter(pk__in=keys)
    truths = _truths(keys)
    agreed: dict[int, dict[str, str]] = defaultdict(dict)
    for row in FieldVisibility.objects.filter(agency__in=keys):
        agreed[row.agency_id][row.group] = row.level
    kinds = service_kinds()
    return [
        WholeAgency(composed(each, truths[each.pk], kinds), agreed[each.pk], each.kind.level)
        for each in agencies
    ]


def _truths(keys: Collection[int]) -> dict[int, Truths]:
    truths = {key: Truths() for key in keys}
    for fill in truth_sources:
        fill(truths)
    return truths
