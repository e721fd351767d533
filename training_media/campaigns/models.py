"""Campaigns: who is to watch a course and until when, the cards of agencies, the names that they gave."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Value

from directory.models import Agency, AgencyKind, WelfareArea
from directory.models.folded import FoldedField
from foundation.choices import known_choice
from training_media.models import Course

from .enums import AudienceBy, CampaignState
from .rules import LONGEST_GRACE, Period, state_of

USER = "accounts.User"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def not_ended(self, *, today: date) -> "CampaignQuerySet":
        """Keep those that are open for somebody on this day, or will be."""
        extended = Invitation.objects.filter(campaign=OuterRef("pk"), extended_until__gte=today)
        latest = ExpressionWrapper(
            Value(today, models.DateField()) - F("grace_days"), output_field=models.DateField()
        )
        by_itself = Q(closes_on__gte=latest)
        return self.filter(by_itself | Exists(extended))


class Campaign(models.Model):
    """From when until when agencies of some kind, or those that were invited, watch one course."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="campaigns", verbose_name="研修動画")
    name = models.CharField("名前", max_length=60)
    opens_on = models.DateField("視聴を始める日")
    closes_on = models.DateField("視聴期限")
    grace_days = models.PositiveSmallIntegerField("期限のあとも見られる日数", default=0)
    audience_by = models.CharField("対象", max_length=10, choices=AudienceBy, default=AudienceBy.INVITATION)
    # What is empty does not narrow.
    kinds = models.ManyToManyField(AgencyKind, verbose_name="事業所の種類", blank=True, related_name="+")
    areas = models.ManyToManyField(WelfareArea, verbose_name="圏域", blank=True, related_name="+")
    # 補講: another period for the agencies of that campaign of which nobody has watched to the end.
    makes_up_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="made_up_by", verbose_name="もとの案内"
    )
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("作った日時")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "視聴の案内"
        ordering: ClassVar = ["-opens_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="campaigns_campaign_closes_after_it_opens",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message="視聴期限は、視聴を始める日より前にできません。",
            ),
            models.CheckConstraint(
                name="campaigns_campaign_has_little_grace",
                condition=Q(grace_days__lte=LONGEST_GRACE),
                violation_error_message=f"期限のあとも見られる日数は、{LONGEST_GRACE}日までにしてください。",
            ),
            models.CheckConstraint(
                name="campaigns_campaign_makes_up_for_another",
                condition=Q(makes_up_for__isnull=True) | ~Q(makes_up_for=F("id")),
                violation_error_message="補講のもとには、ほかの案内を選んでください。",
            ),
            models.CheckConstraint(
                name="campaigns_campaign_has_a_name",
                condition=~Q(name=""),
                violation_error_message="名前を書いてください。",
            ),
            known_choice(
                table="campaigns_campaign",
                field="audience_by",
                choices=AudienceBy,
                says="対象を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.opens_on, self.closes_on, self.grace_days)

    def state_on(self, today: date) -> CampaignState:
        """Return how it stands on a day for those without an extension."""
        return state_of(self.period, today)


class Invitation(models.Model):
    """The card of one agency: code and PIN as keyed hashes, both derived from `seed`; `issue` counts cards.

    A card that is made anew has another seed; whoever came in by the old one is out. UIDs and SEQUENCE of
    the two calendar entries are stored, never derived.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="viewing_invitations")
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    issue = models.PositiveSmallIntegerField("何枚目のカードか", default=1)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    pin_hash = models.CharField(max_length=64, editable=False)
    # After too many wrong PINs.
    shut_until = models.DateTimeField("PINを受け付けない期限", null=True, blank=True)
    # Wrong PINs are counted anew from each of them on.
    pin_openings = models.PositiveIntegerField("PINを受け付けなおした回数", default=0, editable=False)
    extended_until = models.DateField("延ばした期限", null=True, blank=True)
    extended_because = models.CharField("延ばしたわけ", max_length=200, blank=True, default="")
    revoked_at = models.DateTimeField("止めた日時", null=True, blank=True)
    revoked_because = models.CharField("止めたわけ", max_length=200, blank=True, default="")
    made_at = models.DateTimeField("案内した日時")
    opening_uid = models.CharField(max_length=120, unique=True)
    opening_sequence = models.PositiveIntegerField(default=0)
    deadline_uid = models.CharField(max_length=120, unique=True)
    deadline_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "案内した事業所"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="campaigns_invitation_once_for_an_agency",
                fields=["campaign", "agency"],
                violation_error_message="この事業所は、もう案内しています。",
            ),
            models.CheckConstraint(
                name="campaigns_invitation_extended_with_a_reason",
                condition=Q(extended_until__isnull=True, extended_because="")
                | Q(extended_until__isnull=False) & ~Q(extended_because=""),
                violation_error_message="期限を延ばすには、わけが必要です。",
            ),
            models.CheckConstraint(
                name="campaigns_invitation_revoked_with_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_because=""),
                violation_error_message="カードを止めるには、わけが必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.agency}"

    @property
    def door(self) -> str:
        """The word that sittings bear which began by this card."""
        return f"card:{self.pk}"

    @property
    def period(self) -> Period:
        campaign = self.campaign
        return Period(campaign.opens_on, campaign.closes_on, campaign.grace_days, self.extended_until)


class ReplacedCode(models.Model):
    """The code of a card that was made anew since, as a keyed hash: whoever shows it learns just that."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="replaced_codes")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "前のカードの番号"

    def __str__(self) -> str:
        return f"{self.invitation_id}"


class RosterName(models.Model):
    """Somebody whom an agency has named as one who will watch; it says nothing of who has watched."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="viewer_names")
    name = models.CharField("氏名", max_length=60)
    folded_name = FoldedField(of=("name",))
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    job = models.CharField("職種・職名", max_length=60, blank=True)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "見る人の名前"
        ordering: ClassVar = ["name_kana", "name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="campaigns_rostername_once",
                fields=["agency", "folded_name"],
                violation_error_message="同じ名前が、もうあります。",
            ),
            models.CheckConstraint(
                name="campaigns_rostername_is_a_name",
                condition=~Q(name=""),
                violation_error_message="名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
