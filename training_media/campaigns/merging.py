"""What becomes of cards and names when two agencies become one."""

from django.db.models import Model

from directory.models import Agency
from training_media.registries import cards_united

from .models import Invitation, ReplacedCode, RosterName


def move_cards(kept: Model, merged: Model) -> None:
    """Let the kept agency have the cards and names of the merged one; of two its own stays.

    Whoever shows the code of one that goes reads that there is another card; what other rooms keep by it
    moves along (`registries.cards_united`).
    """
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    own = {card.campaign_id: card for card in Invitation.objects.filter(agency=kept)}
    for gone in Invitation.objects.filter(agency=merged, campaign__in=own):
        _unite(own[gone.campaign_id], gone)
    Invitation.objects.filter(agency=merged).update(agency=kept)
    named = RosterName.objects.filter(agency=kept).values("folded_name")
    RosterName.objects.filter(agency=merged, folded_name__in=named).delete()
    RosterName.objects.filter(agency=merged).update(agency=kept)


def _unite(own: Invitation, gone: Invitation) -> None:
    gone.replaced_codes.update(invitation=own)
    ReplacedCode.objects.create(invitation=own, code_hash=gone.code_hash)
    for unite in cards_united:
        unite(own.pk, gone.pk)
    gone.delete()
