import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from directory.models import Agency
from events.enums import Channel, ReplyWay, Way
from events.lectures.enums import OPEN, Equipment, Parking, ProposalState, RequestState
from events.models import Event
from foundation.choices import known_choice

from .menu import LONGEST, SHORTEST, LectureTheme

MOST_WISHES = 3
CONTACT = ("contact_name", "phone", "fax", "email", "note")


def new_public_id() -> str:
    return secrets.token_hex(10)


class LectureRequest(models.Model):
    """Somebody asks the centre to come and speak: what, when and where, who. The number stays to the end.

    Contact is erased some time after the lecture or the refusal; theme, place and numbers stay as figures.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id)
    number = models.CharField("受付番号", max_length=12, unique=True)
    form_key = models.UUIDField(unique=True)
    theme = models.ForeignKey(
        LectureTheme, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="題目"
    )
    theme_text = models.CharField("聞きたいこと", max_length=100, blank=True)
    aim = models.CharField("ねらい", max_length=400, blank=True)
    audience = models.CharField("聞く方", max_length=100)
    people = models.PositiveSmallIntegerField("人数")
    minutes = models.PositiveSmallIntegerField("時間（分）")
    way = models.CharField("行い方", max_length=10, choices=Way, default=Way.VENUE)
    place = models.CharField("会場", max_length=100, blank=True)
    address = models.CharField("会場の住所", max_length=200, blank=True)
    parking = models.CharField("駐車場", max_length=10, choices=Parking, default=Parking.UNKNOWN)
    equipment = ArrayField(models.CharField(max_length=12, choices=Equipment), default=list, blank=True)
    host = models.CharField("団体・事業所の名前", max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="lecture_requests")
    contact_name = models.CharField("連絡をとる方のお名前", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    fax = models.CharField("FAX番号", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    reply_way = models.CharField("お返事の方法", max_length=10, choices=ReplyWay)
    note = models.TextField("ほかに知らせておきたいこと", max_length=300, blank=True)
    may_name_host = models.BooleanField("団体の名前を出してよい", default=False)
    channel = models.CharField("届いた方法", max_length=10, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField("受け取った日時")
    typed_at = models.DateTimeField("入力した日時")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_by = models.DateField("いつまでに返事をするか")
    state = models.CharField("状態", max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    state_since = models.DateTimeField("いまの状態になった日時")
    counter_text = models.CharField("別の日の希望", max_length=300, blank=True)
    reason = models.CharField("お断りした・取りやめたわけ", max_length=300, blank=True)
    travel = models.PositiveSmallIntegerField("移動の時間（片道・分）", default=0)
    event = models.OneToOneField(Event, models.PROTECT, null=True, blank=True, related_name="lecture_request")
    people_came = models.PositiveSmallIntegerField("来た人数", null=True, blank=True)
    report = models.TextField("報告", max_length=1000, blank=True)
    changed_at = models.DateTimeField("更新日時")
    erased_at = models.DateTimeField("連絡先を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出前講座の依頼"
        ordering: ClassVar = ["-received_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="lectures_request_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lectures_request_received_before_typed",
                condition=Q(received_at__lte=F("typed_at")),
                violation_error_message="受け取った日時は、入力した日時より先にはなりません。",
            ),
            models.CheckConstraint(
                name="lectures_request_says_what",
                condition=Q(theme__isnull=False) | ~Q(theme_text=""),
                violation_error_message="題目を選ぶか、聞きたいことを書いてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_for_somebody",
                condition=Q(people__gte=1, minutes__gte=SHORTEST, minutes__lte=LONGEST),
                violation_error_message="人数と時間を確かめてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_venue_is_named",
                condition=Q(way=Way.ONLINE) | ~Q(place=""),
                violation_error_message="会場の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_agreed_is_an_event",
                condition=~Q(state__in=[RequestState.AGREED, RequestState.HELD, RequestState.REPORTED])
                | Q(event__isnull=False),
                violation_error_message="決まった依頼には、講座の予定が必要です。",
            ),
            models.CheckConstraint(
                name="lectures_request_declined_for_a_reason",
                condition=~Q(state=RequestState.DECLINED) | ~Q(reason=""),
                violation_error_message="お断りするわけを書いてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_held_counts_people",
                condition=~Q(state__in=[RequestState.HELD, RequestState.REPORTED])
                | Q(people_came__isnull=False),
                violation_error_message="来た人数を書いてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_can_be_answered",
                condition=Q(erased_at__isnull=False) | ~Q(contact_name="") & ~Q(phone=""),
                violation_error_message="連絡をとる方のお名前と電話番号を書いてください。",
            ),
            models.CheckConstraint(
                name="lectures_request_erased_is_empty",
                condition=Q(erased_at__isnull=True) | Q(contact_name="", phone="", fax="", email="", note=""),
                violation_error_message="消した依頼に、名前や連絡先は残せません。",
            ),
            known_choice(
                table="lectures_request", field="state", choices=RequestState, says="状態を選んでください。"
            ),
            known_choice(
                table="lectures_request",
                field="way",
                choices=Way,
                says="行い方を選んでください。",
            ),
            known_choice(
                table="lectures_request",
                field="parking",
                choices=Parking,
                says="駐車場を選んでください。",
            ),
            known_choice(
                table="lectures_request",
                field="reply_way",
                choices=ReplyWay,
                says="お返事の方法を選んでください。",
            ),
            known_choice(
                table="lectures_request",
                field="channel",
                choices=Channel,
                says="届いた方法を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about: the theme of the menu, or the requester's own words."""
        return self.theme.title if self.theme else self.theme_text

    @property
    def equipment_words(self) -> str:
        """What there is at the place, in words."""
        return "、".join(Equipment(each).label for each in self.equipment)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_told_by_mail(self) -> bool:
        """Whether letters go to the requester by mail: they have an address and wished so."""
        return bool(self.email) and self.reply_way == ReplyWay.MAIL


class WishedDate(models.Model):
    """第1希望 to 第3希望: when the lecture would begin."""

    request = models.ForeignKey(LectureRequest, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField("第何希望")
    starts_at = models.DateTimeField("始まり")

    class Meta:
        verbose_name = verbose_name_plural = "希望の日時"
        ordering: ClassVar = ["request", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="lectures_wish_rank_once",
                fields=["request", "rank"],
                violation_error_message="同じ順の希望が、もうあります。",
            ),
            models.UniqueConstraint(
                name="lectures_wish_date_once",
                fields=["request", "starts_at"],
                violation_error_message="同じ日時が2回書かれています。",
            ),
            models.CheckConstraint(
                name="lectures_wish_one_of_three",
                condition=Q(rank__gte=1, rank__lte=MOST_WISHES),
                violation_error_message="希望は、第3希望までです。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.rank}希望"


class Proposal(models.Model):
    """A date that the centre offers, with what it says besides; at most one waits for an answer."""

    request = models.ForeignKey(LectureRequest, models.CASCADE, related_name="proposals")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    words = models.CharField("ひとこと", max_length=300, blank=True)
    state = models.CharField("状態", max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField("お返事した日時")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答えのあった日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日程のお返事"
        ordering: ClassVar = ["request", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lectures_proposal_ends_after_it_starts",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message="終わりの時刻は、始まりの時刻よりあとにしてください。",
            ),
            models.UniqueConstraint(
                name="lectures_proposal_one_is_open",
                fields=["request"],
                condition=Q(state__in=[ProposalState.OPEN, ProposalState.ACCEPTED]),
                violation_error_message="お返事を待っている日程が、もうあります。",
            ),
            models.CheckConstraint(
                name="lectures_proposal_answered_says_when",
                condition=Q(state=ProposalState.OPEN, answered_at__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(answered_at__isnull=False)),
                violation_error_message="答えのあった日時を書いてください。",
            ),
            known_choice(
                table="lectures_proposal",
                field="state",
                choices=ProposalState,
                says="状態を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.starts_at:%Y-%m-%d}"
