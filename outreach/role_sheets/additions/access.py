"""Who keeps the additions: staff write, the manager confirms. What they say is for everybody."""

from django.shortcuts import get_object_or_404

from accounts.enums import PublicRole
from content.desk import Door

from .models import Addition, UnitPrice

KEEPERS = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
keepers = Door(KEEPERS)
confirmers = Door({PublicRole.MANAGER})
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    KEEPERS,
    tuple(
        f"reward_additions.{act}_{model}"
        for act in ("view", "add", "change")
        for model in ("addition", "unitprice")
    ),
)


def addition_at_the_desk(pk: int) -> Addition:
    """Return a value of an addition for whoever keeps them. Raises Http404."""
    return get_object_or_404(Addition, pk=pk)


def price_at_the_desk(pk: int) -> UnitPrice:
    """Return prices of a unit for whoever keeps them. Raises Http404."""
    return get_object_or_404(UnitPrice, pk=pk)
