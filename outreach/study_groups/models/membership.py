from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.enums import JoinWay, Place, RequestAnswer

from .community import USER, Community
from .dated import DatedQuerySet, ends_after_it_begins, once_at_a_time


class MemberAgency(models.Model):
    """An agency is a member of a community from a day until a day; who comes for it are its delegates."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="members")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="communities")
    since = models.DateField("入会した日")
    until = models.DateField("やめた日", null=True, blank=True)
    way = models.CharField("入り方", max_length=7, choices=JoinWay)
    admitted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet["MemberAgency"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会員の機関"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_memberagency",
                field="way",
                choices=JoinWay,
                says="入り方を選んでください。",
            ),
            ends_after_it_begins("study_groups_memberagency_ends_after_it_begins"),
            once_at_a_time(
                "study_groups_memberagency_once_at_a_time",
                "community",
                "agency",
                says="この機関は、もう会員です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.agency_id}"


class Delegate(models.Model):
    """Somebody stands for a member agency from a day until a day: as its delegate, deputy or besides.

    A change writes a new row, so that it stays known who came for the agency when. They count only while
    they work there (`directory.Membership`) and while the agency is a member. `is_shown` is their consent
    to stand in the roster that other agencies read.
    """

    member = models.ForeignKey(MemberAgency, models.PROTECT, related_name="delegates")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="communities")
    place = models.CharField("役割", max_length=9, choices=Place)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    is_shown = models.BooleanField("名簿に名前をのせてよい", default=False)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet["Delegate"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会員の機関の人"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_delegate", field="place", choices=Place, says="役割を選んでください。"
            ),
            ends_after_it_begins("study_groups_delegate_ends_after_it_begins"),
            once_at_a_time(
                "study_groups_delegate_person_once_at_a_time",
                "member",
                "person",
                says="この人は、同じ時期に、もう会員です。",
            ),
            once_at_a_time(
                "study_groups_delegate_place_once_at_a_time",
                "member",
                "place",
                condition=~Q(place=Place.COLLEAGUE),
                says="代表と代理は、1つの機関に1人ずつです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.place}"


class JoinRequest(models.Model):
    """An agency asks to become a member; whoever runs the community answers."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="requests")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="community_requests")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申し込んだ日時")
    words = models.CharField("ひとこと", max_length=200, blank=True)
    is_shown = models.BooleanField("名簿に名前をのせてよい", default=False)
    answer = models.CharField(
        "返事", max_length=9, choices=RequestAnswer, default=RequestAnswer.OPEN, blank=True
    )
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    reason = models.CharField("わけ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "入会の申し込み"
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_joinrequest",
                field="answer",
                choices=RequestAnswer,
                says="返事を選んでください。",
            ),
            models.UniqueConstraint(
                name="study_groups_joinrequest_one_waits",
                fields=["community", "agency"],
                condition=Q(answer=""),
                violation_error_message="この機関からの申し込みが、もう届いています。",
            ),
            models.CheckConstraint(
                name="study_groups_joinrequest_answered_says_when",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                violation_error_message="返事には、日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.agency_id}"


class Guest(models.Model):
    """An agency that is no member is invited to one session; its people read that session and answer."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="guests")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="community_invitations")
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="community_guests")
    words = models.CharField("ひとこと", max_length=200, blank=True)
    invited_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField("招いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "招いた機関"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="study_groups_guest_once",
                fields=["event", "agency"],
                violation_error_message="この機関は、もう招いています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.agency_id}"
