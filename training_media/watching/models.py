"""What people say that they have watched, and the cards of single viewers."""

import uuid
from typing import ClassVar

from django.db import models

from training_media.campaigns.models import Invitation
from training_media.models import Part
from training_media.viewing.models import Viewer


class Statement(models.Model):
    """Somebody says that they have watched a part, where no player could measure it. It is no coverage."""

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="statements")
    part = models.ForeignKey(Part, models.CASCADE, related_name="statements")
    said_at = models.DateTimeField("言った日時")
    words = models.CharField("ひとこと", max_length=200, blank=True)
    is_together = models.BooleanField("集まって見た", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "「見ました」"
        ordering: ClassVar = ["said_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="watching_statement_once",
                fields=["viewer", "part"],
                violation_error_message="「見ました」は、もう受け取っています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.part_id}"


class EndedVisit(models.Model):
    """A visit that somebody ended before its hours: its passes open nothing, wherever a copy of one lies.

    Deleted once all passes of it would be over by themselves.
    """

    visit = models.UUIDField(primary_key=True, editable=False)
    ended_at = models.DateTimeField("やめた日時")

    class Meta:
        verbose_name = verbose_name_plural = "やめた視聴"

    def __str__(self) -> str:
        return str(self.visit)


# Cards that two invitations or viewers had before they were one and that opened nothing any more then.
OF_NO_ISSUE = 0


def own_door(card: Invitation, personal: int) -> str:
    """Return the word that sittings bear which began by a card of one's own: it belongs to the agency's."""
    return f"{card.door}/own:{personal}"


class PersonalCard(models.Model):
    """A printed card that lets one viewer in without PIN; it ends with the card of the agency."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="cards")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="personal_cards")
    issue = models.PositiveSmallIntegerField("何枚目の事業所のカードのとき")
    made_at = models.DateTimeField("作った日時")
    revoked_at = models.DateTimeField("止めた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "一人ずつのカード"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="watching_personalcard_once",
                fields=["viewer", "invitation", "issue"],
                condition=~models.Q(issue=OF_NO_ISSUE),
                violation_error_message="この人のカードは、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.invitation_id}"

    @property
    def is_ended(self) -> bool:
        """Whether this card was ended, or with it that of the agency."""
        return self.revoked_at is not None or self.issue != self.invitation.issue

    @property
    def door(self) -> str:
        """The word that sittings bear which began by this card."""
        return own_door(self.invitation, self.pk)
