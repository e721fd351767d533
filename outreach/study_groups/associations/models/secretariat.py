from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from outreach.study_groups.models import Community
from outreach.study_groups.models.community import USER
from outreach.study_groups.models.dated import DatedQuerySet, ends_after_it_begins, once_at_a_time

from .assembly import AGENCY


class SecretariatTerm(models.Model):
    """An agency is the 事務局 of an association from a day until a day; without one the centre is."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="secretariats")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    decided_by = models.CharField("何で決めたか", max_length=60)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet["SecretariatTerm"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事務局"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            ends_after_it_begins("group_associations_secretariatterm_ends_after_it_begins"),
            once_at_a_time(
                "group_associations_secretariatterm_one_at_a_time",
                "community",
                says="事務局は、同じ時期に1つです。",
            ),
            models.CheckConstraint(
                name="group_associations_secretariatterm_says_how_decided",
                condition=~Q(decided_by=""),
                violation_error_message="何で決めたかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.since}"

    def is_on(self, day: date) -> bool:
        """Whether this term holds on a day."""
        return self.since <= day and (self.until is None or self.until > day)

    def is_staffed_by_itself_on(self, day: date) -> bool:
        """Whether its own people name each other: in the running term of a member agency."""
        return self.agency_id is not None and self.is_on(day)


class SecretariatPerson(models.Model):
    """Somebody does the work of the 事務局 in its term, from a day until a day, while they work there."""

    term = models.ForeignKey(SecretariatTerm, models.PROTECT, related_name="people")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    is_shown = models.BooleanField("名前を会員に見せてよい", default=False)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet["SecretariatPerson"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事務局の人"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            ends_after_it_begins("group_associations_secretariatperson_ends_after_it_begins"),
            once_at_a_time(
                "group_associations_secretariatperson_once_at_a_time",
                "term",
                "person",
                says="この人は、もう事務局の人です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.since}"
