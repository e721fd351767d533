from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from directory.enums import MembershipRole
from foundation.choices import known_choice

from .area import DateRange


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, *, today: date) -> "MembershipQuerySet":
        """Keep memberships that hold on this day."""
        return self.not_ended(today=today).filter(valid_from__lte=today)

    def not_ended(self, *, today: date) -> "MembershipQuerySet":
        """Keep memberships that hold on this day or will begin later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))

    def of_partners(self) -> "MembershipQuerySet":
        """Keep memberships of people who may act for their agency; other colleagues are on lists only."""
        return self.exclude(role=MembershipRole.COLLEAGUE)


class Membership(models.Model):
    """Who works where, as what, from when to when; the last day is the day before `valid_to`."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey("directory.Agency", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("役割", max_length=15, choices=MembershipRole)
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        constraints: ClassVar = [
            known_choice(
                table="directory_membership",
                field="role",
                choices=MembershipRole,
                says="役割を選んでください。",
            ),
            models.CheckConstraint(
                name="directory_membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                violation_error_message="終わりの日は、始まりの日より前にできません。",
            ),
            ExclusionConstraint(
                name="directory_membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="この人は、同じ時期に同じ機関に登録されています。",
            ),
        ]
