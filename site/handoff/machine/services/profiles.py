"""What opens when for a kind of receiver: as shipped, or as the lead has settled it."""

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404

from handoff.access import opened
from handoff.actors import Actor
from handoff.disclosure.enums import Part, ReceiverCategory, Step
from handoff.disclosure.rules import PROFILES, profile_is_careful
from handoff.exceptions import obey
from handoff.machine.models import Profile


def settle_profile(
    *, category: ReceiverCategory, steps: Mapping[Part, Step], actor: Actor, now: datetime
) -> None:
    """Settle for drafts from now on at which step each part opens; what is not named never opens.

    Hand-offs that were written before keep theirs. Raises Http404, Refused.
    """
    if not actor.keeps(None):
        raise Http404
    assert actor.user is not None
    obey(profile_is_careful(steps))
    settled = {str(part): int(step) for part, step in steps.items()}
    with opened(actor, now=now) as opening:
        row, _ = Profile.objects.update_or_create(
            category=category, defaults={"steps": settled, "settled_by": actor.user, "settled_at": now}
        )
        opening.note("machine.profile_settled", row, settled)


def profiles() -> dict[ReceiverCategory, Mapping[Part, Step]]:
    """Return the profile of each kind of receiver as it is today; within `opened`. One query."""
    settled = {
        ReceiverCategory(category): {Part(part): Step(step) for part, step in steps.items()}
        for category, steps in Profile.objects.values_list("category", "steps")
    }
    return {category: settled.get(category, PROFILES[category]) for category in ReceiverCategory}
