from typing import ClassVar

from django.db import models
from django.db.models import Q

from .enums import FeedKind


class FeedKey(models.Model):
    """A secret address that a calendar follows: of one person, or of all who act for an agency.

    Only the hash of its key is kept, so that it is shown once; whoever loses it makes another one.
    """

    kind = models.CharField(max_length=10, choices=FeedKind)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(
        "directory.Agency", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("作った日時")
    ended_at = models.DateTimeField("止めた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "予定表のアドレス"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="events_feeds_one_of_a_kind",
                fields=["user", "kind", "agency"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                violation_error_message="この予定表のアドレスは、もうあります。",
            ),
            models.CheckConstraint(
                name="events_feeds_agency_for_agencies",
                condition=Q(kind=FeedKind.AGENCY, agency__isnull=False)
                | Q(kind=FeedKind.PERSON, agency__isnull=True),
                violation_error_message="事業所の予定には、事業所が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
