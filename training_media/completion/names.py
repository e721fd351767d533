"""Whose name counts: whoever signed in, whom the agency has named, or whom it has said that it knows.

Whoever holds a card and its PIN may say any name. A certificate does not go out by that alone.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from training_media.campaigns.models import RosterName
from training_media.viewing.models import Viewer
from training_media.watching.models import PersonalCard

from .enums import NameState


def unknown() -> QuerySet[Viewer]:
    """Return the viewers whose names nobody vouches for: said at a card, and neither named nor known.

    A card of one's own is made of a name that the agency gave. A no of the agency counts more than both.
    """
    listed = RosterName.objects.filter(agency=OuterRef("agency"), folded_name=OuterRef("folded_name"))
    own_card = PersonalCard.objects.filter(viewer=OuterRef("pk"))
    said = Viewer.objects.filter(person__isnull=True).exclude(name_answer__is_known=True)
    return said.filter(Q(name_answer__is_known=False) | (~Exists(listed) & ~Exists(own_card)))


def states(viewers: Collection[int]) -> dict[int, NameState]:
    """Return of those of these viewers, by id, whose names do not count yet how that stands. One query."""
    rows = unknown().filter(pk__in=viewers).values_list("pk", "name_answer__is_known")
    return {pk: NameState.WAITS if known is None else NameState.REFUSED for pk, known in rows}
