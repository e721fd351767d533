from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.models import Agency
from events.models import Event
from foundation.choices import known_choice

from .enums import HostRole


class HostQuerySet(models.QuerySet["Host"]):
    def carrying(self) -> "HostQuerySet":
        """Keep those that carry the event out; supporters only lend their name."""
        return self.exclude(role=HostRole.SUPPORTER)

    def sharing(self) -> "HostQuerySet":
        """Keep those with whom it is agreed that they read the roster."""
        return self.filter(agreed_at__isnull=False)


class Host(models.Model):
    """An agency that holds an event together with the centre, or supports it.

    Where no host counts the event in its own statistics, the centre does: exactly one counts it.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="hosts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("立場", max_length=15, choices=HostRole, default=HostRole.CO_ORGANISER)
    counts_event = models.BooleanField("この機関の実績に数える", default=False)
    agreed_at = models.DateTimeField("名簿の共有を決めた日時", null=True, blank=True)
    # Whether people could apply already when it was agreed; the event's opening may be moved later.
    had_opened = models.BooleanField("決めたとき、受付が始まっていた", null=True, blank=True)
    agreed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共催・後援"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(table="cohosts_host", field="role", choices=HostRole, says="立場を選んでください。"),
            models.UniqueConstraint(
                name="cohosts_host_once",
                fields=["event", "agency"],
                violation_error_message="この機関は、もう加えてあります。",
            ),
            models.UniqueConstraint(
                name="cohosts_host_one_counts",
                fields=["event"],
                condition=Q(counts_event=True),
                violation_error_message="実績に数える機関は、1つだけです。",
            ),
            models.CheckConstraint(
                name="cohosts_host_agreement_says_who_and_when",
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, had_opened__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, had_opened__isnull=False),
                violation_error_message="名簿の共有には、決めた人と日時が必要です。",
            ),
            models.CheckConstraint(
                name="cohosts_host_supporter_lends_the_name_alone",
                condition=~Q(role=HostRole.SUPPORTER) | Q(counts_event=False, agreed_at__isnull=True),
                violation_error_message="後援の機関とは、名簿を共有せず、実績にも数えません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}　{self.agency}"

    @property
    def shares_roster(self) -> bool:
        return self.agreed_at is not None
