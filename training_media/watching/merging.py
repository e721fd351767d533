"""What becomes of statements and cards when two viewers are one person, or the cards of two agencies one."""

from django.db.models import Exists, OuterRef

from training_media.campaigns.models import Invitation

from .models import OF_NO_ISSUE, PersonalCard, Statement


def move_statements(kept: int, merged: int) -> None:
    """Give one viewer what the other said, and their cards; what both said counts once.

    Of two cards by one card of an agency the kept viewer's stays, the other one says that it ended.
    """
    said = Statement.objects.filter(viewer=kept).values("part")
    Statement.objects.filter(viewer=merged).exclude(part__in=said).update(viewer=kept)
    same = {"invitation": OuterRef("invitation"), "issue": OuterRef("issue")}
    cards = PersonalCard.objects.filter(viewer=merged)
    cards.filter(Exists(PersonalCard.objects.filter(viewer=kept, **same))).update(issue=OF_NO_ISSUE)
    cards.update(viewer=kept)


def move_personal_cards(kept: int, merged: int) -> None:
    """Let cards that belong to the present one of their agency belong to another one, as they are.

    Those of earlier ones, and of viewers who have one there, say that they ended; so do all when the card of
    their agency was ended.
    """
    own, gone = (Invitation.objects.get(pk=key) for key in (kept, merged))
    cards = PersonalCard.objects.filter(invitation=gone)
    if gone.revoked_at is None:
        have = list(own.personal_cards.filter(issue=own.issue).values_list("viewer", flat=True))
        present = cards.filter(issue=gone.issue).exclude(viewer__in=have)
        present.update(invitation=own, issue=own.issue)
    cards.update(invitation=own, issue=OF_NO_ISSUE)
