from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from accounts.models import Person
from directory.coverage.enums import ExpertState, FeeClass, KeyRole
from directory.models import Agency, WelfareArea
from directory.models.area import DateRange
from foundation.choices import known_choice


class KeyPerson(models.Model):
    """Whom to ask in an area: role, agency and term. Partners see only people who agreed to be listed.

    The agreement is the person's own (`Person.shown_in_rosters`) and holds for every list.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="key_roles", verbose_name="人")
    area = models.ForeignKey(WelfareArea, models.PROTECT, related_name="key_people", verbose_name="圏域")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="key_people", verbose_name="所属")
    role = models.CharField("役割", max_length=10, choices=KeyRole)
    introduced_by = models.CharField("紹介した人・機関", max_length=80, blank=True)
    valid_from = models.DateField("任期の始まり")
    # The first day on which the person is no longer in this role.
    valid_to = models.DateField("任期の終わり", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "地域のキーパーソン"
        ordering: ClassVar = ["area", "role", "person__name_kana", "pk"]
        constraints: ClassVar = [
            known_choice(
                table="coverage_keyperson", field="role", choices=KeyRole, says="役割を選んでください。"
            ),
            models.CheckConstraint(
                name="coverage_keyperson_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                violation_error_message="任期の終わりは、始まりよりあとにしてください。",
            ),
            ExclusionConstraint(
                name="coverage_keyperson_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="この人は、同じ時期に、この圏域の同じ役割にもうついています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.area}）"


class Expert(models.Model):
    """Somebody whom the centre may ask as committee member, lecturer or adviser; for staff alone."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="expert", verbose_name="人")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="experts", verbose_name="所属"
    )
    qualification = models.CharField("資格・専門", max_length=80)
    recommended_by = models.CharField("推薦した団体", max_length=80, blank=True)
    topics = models.CharField("話せること", max_length=200, blank=True)
    may_be_member = models.BooleanField("委員", default=False)
    may_lecture = models.BooleanField("講師", default=False)
    may_advise = models.BooleanField("助言者", default=False)
    fee = models.CharField("謝金", max_length=6, choices=FeeClass, default=FeeClass.CENTRE)
    availability = models.CharField("都合", max_length=100, blank=True)
    state = models.CharField("状態", max_length=9, choices=ExpertState, default=ExpertState.CANDIDATE)
    state_since = models.DateField("いまの状態になった日")

    class Meta:
        verbose_name = verbose_name_plural = "専門職の名簿"
        ordering: ClassVar = ["person__name_kana", "pk"]
        constraints: ClassVar = [
            known_choice(
                table="coverage_expert", field="state", choices=ExpertState, says="状態を選んでください。"
            ),
            known_choice(
                table="coverage_expert", field="fee", choices=FeeClass, says="謝金を選んでください。"
            ),
            models.CheckConstraint(
                name="coverage_expert_can_be_something",
                condition=Q(may_be_member=True) | Q(may_lecture=True) | Q(may_advise=True),
                violation_error_message="お願いできる役割を、一つは選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def roles(self) -> list[str]:
        """What the person may be asked to be, in words."""
        said = ((self.may_be_member, "委員"), (self.may_lecture, "講師"), (self.may_advise, "助言者"))
        return [word for is_so, word in said if is_so]
