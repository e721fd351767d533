from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from accounts.enums import PrivateRole
from foundation.days import within_our_time

from .disclosure.enums import ReceiverCategory
from .enums import AGENCY_ROLES, CENTRE_ROLES, EnrolmentState
from .rules import EnrolmentFacts, state_of


class AgencyCopy(models.Model):
    """What this door knows of an agency: a copy that its worker pulls, and that can only refuse or inform."""

    public_id = models.CharField("機関の番号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=200)
    name_kana = models.CharField("フリガナ", max_length=200, blank=True)
    kind = models.CharField("種別", max_length=100, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    head = models.CharField("代表者", max_length=100, blank=True)
    category = models.CharField(
        "受け取る相手の種類", max_length=20, choices=ReceiverCategory, default=ReceiverCategory.PROVIDER
    )
    closed_on = models.DateField("閉じた日", null=True, blank=True)
    # What the public door says otherwise of an agency that is in use here, until a lead has looked at it.
    offered = models.JSONField("公開側での変更", null=True, blank=True)
    copied_at = models.DateTimeField("写した日時")

    class Meta:
        verbose_name = verbose_name_plural = "機関の写し"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def valid(self, *, today: date) -> "EnrolmentQuerySet":
        """Keep those that open the door on this day; `rules.state_of` calls them CURRENT."""
        return self.standing().filter(
            Q(agency__isnull=True) | Q(agency__closed_on__isnull=True) | Q(agency__closed_on__gt=today),
            valid_from__lte=today,
            valid_until__gte=today,
        )

    def standing(self) -> "EnrolmentQuerySet":
        """Keep those that were approved and not ended, whatever their days."""
        return self.filter(approved_at__isnull=False, ended_at__isnull=True)


class Days(Func):
    """The days from `valid_from` to `valid_until`, both included."""

    function = "daterange"
    output_field = DateRangeField()


class Enrolment(models.Model):
    """The only way in: a named person, for an agency or for the centre itself, in one role, until a day.

    One invites and another approves. The two who open the door for the first time have no inviter and
    approve each other.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="enrolments")
    agency = models.ForeignKey(
        AgencyCopy, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    role = models.CharField("役割", max_length=30, choices=PrivateRole)
    valid_from = models.DateField("はじまりの日")
    valid_until = models.DateField("終わりの日")
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField("招待した日時")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("承認した日時", null=True)
    ended_at = models.DateTimeField("とりやめた日時", null=True)
    # The public door says that this person left; it only informs.
    left_elsewhere_on = models.DateField("公開側で離れた日", null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録"
        constraints = [
            within_our_time(
                table="handoff_enrolment", days=("valid_from", "valid_until", "left_elsewhere_on")
            ),
            models.CheckConstraint(
                name="handoff_enrolment_approved_by_another",
                condition=Q(approved_by__isnull=True)
                | Q(invited_by__isnull=True)
                | ~Q(approved_by=F("invited_by")),
                violation_error_message="招待した人とは別の人が承認します。",
            ),
            models.CheckConstraint(
                name="handoff_enrolment_approved_has_both",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message="承認には、人と日時の両方が要ります。",
            ),
            models.CheckConstraint(
                name="handoff_enrolment_ends_after_it_begins",
                condition=Q(valid_until__gt=F("valid_from")),
                violation_error_message="終わりの日は、はじまりの日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="handoff_enrolment_role_is_known",
                condition=Q(role__in=sorted(PrivateRole.values)),
                violation_error_message="知らない役割です。",
            ),
            models.CheckConstraint(
                name="handoff_enrolment_role_fits_agency",
                condition=(~Q(role__in=sorted(AGENCY_ROLES)) | Q(agency__isnull=False))
                & (~Q(role__in=sorted(CENTRE_ROLES)) | Q(agency__isnull=True)),
                violation_error_message="この役割と機関は、いっしょに選べません。",
            ),
            ExclusionConstraint(
                name="handoff_enrolment_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Coalesce("agency", Value(0)), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Days("valid_from", "valid_until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message="この方には、同じ機関・同じ役割の登録が、同じ期間にもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.get_role_display()}）"

    @property
    def facts(self) -> EnrolmentFacts:
        return EnrolmentFacts(
            person_id=self.person_id,
            invited_by_id=self.invited_by_id,
            is_approved=self.approved_at is not None,
            is_ended=self.ended_at is not None,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            agency_closed_on=self.agency.closed_on if self.agency else None,
        )

    def state(self, *, today: date) -> EnrolmentState:
        return state_of(self.facts, today=today)
