import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from directory.enums import Sector
from events.enums import (
    Accommodation,
    ApplicationState,
    Attendance,
    Channel,
    CorrectionKind,
    OfferAnswer,
    ReplyWay,
    Way,
)
from foundation.choices import known_choice
from foundation.copied import CopyStaysTrue

if TYPE_CHECKING:
    from .ledger import Seat


# What of an application and of its people is a person's; the rest is the agency's, or a count.
NOTHING_OF_AN_APPLICANT: Mapping[str, object] = {
    "contact_name": "",
    "phone": "",
    "fax": "",
    "email": "",
    "note": "",
    "manager_name": "",
    "accommodations": [],
    "shows_names": False,
}
NOTHING_OF_A_PARTICIPANT: Mapping[str, object] = {"name": "", "name_kana": "", "job": "", "person": None}


def new_public_id() -> str:
    return secrets.token_urlsafe(12)


class Application(models.Model):
    """An agency's application for one session: N named or still unnamed people, by web, FAX or phone.

    The agency's name and sector are kept as of the day; an agency that is not in the directory stands as
    typed until staff match it. The line is ordered by `line_at`, `line_step`, then by id.
    Some years after the event it is erased to a stub: whose it was is gone, agency, seats and counts stay.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    # Given as the last step of applying: the shared series is locked late.
    number = models.CharField("受付番号", max_length=12, unique=True, null=True)  # noqa: DJ001 -- empty is not unique
    form_key = models.UUIDField(unique=True)
    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="applications")
    agency = models.ForeignKey(
        "directory.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    agency_name = models.CharField("事業所の名前", max_length=100, blank=True)
    folded_agency_name = models.CharField(max_length=320, blank=True)
    sector = models.CharField("分野", max_length=30, choices=Sector, blank=True)
    contact_name = models.CharField("連絡をとる方", max_length=60)
    phone = models.CharField("電話番号", max_length=30)
    fax = models.CharField("FAX番号", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    reply_way = models.CharField("お返事の方法", max_length=5, choices=ReplyWay)
    accommodations = ArrayField(
        models.CharField(max_length=20, choices=Accommodation),
        verbose_name="必要な配慮",
        default=list,
        blank=True,
    )
    note = models.CharField("ほかに知らせておきたいこと", max_length=300, blank=True)
    channel = models.CharField("届いた方法", max_length=5, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField("受け取った日時")
    typed_at = models.DateTimeField("入力した日時")
    typed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # With how few people the group sits down: all of them where empty, any where 1.
    least_people = models.PositiveSmallIntegerField("何人からなら参加するか", null=True, blank=True)
    manager_name = models.CharField("了承した所属長", max_length=60, blank=True)
    released_at = models.DateTimeField("所属長が確認した日時", null=True, blank=True)
    shows_names = models.BooleanField("参加者の名簿に名前をのせてよい", default=False)
    # The place in the line: as received, until staff move somebody and say why.
    line_at = models.DateTimeField()
    line_step = models.IntegerField(default=0)
    state = models.CharField("状態", max_length=10, choices=ApplicationState)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    erased_at = models.DateTimeField("個人の情報を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申し込み"
        ordering: ClassVar = ["received_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="events_application_session_of_id", fields=["id", "session"]),
            models.CheckConstraint(
                name="events_application_received_before_typed",
                condition=Q(received_at__lte=F("typed_at")),
                violation_error_message="受け取った日時は、入力した日時よりあとにできません。",
            ),
            models.CheckConstraint(
                name="events_application_content_with_somebody",
                condition=Q(least_people__isnull=True) | Q(least_people__gte=1),
                violation_error_message="人数を1以上にしてください。",
            ),
            models.CheckConstraint(
                name="events_application_mail_reply_needs_address",
                condition=~Q(reply_way=ReplyWay.MAIL) | ~Q(email="") | Q(erased_at__isnull=False),
                violation_error_message="メールでお返事するには、メールアドレスが必要です。",
            ),
            models.CheckConstraint(
                name="events_application_fax_reply_needs_number",
                condition=~Q(reply_way=ReplyWay.FAX) | ~Q(fax="") | Q(erased_at__isnull=False),
                violation_error_message="FAXでお返事するには、FAX番号が必要です。",
            ),
            models.CheckConstraint(
                name="events_application_cancelled_says_when",
                condition=Q(state=ApplicationState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=ApplicationState.CANCELLED) & Q(cancelled_at__isnull=True)),
                violation_error_message="取り消した日時は、取消のときだけ書きます。",
            ),
            models.CheckConstraint(
                name="events_application_erased_keeps_nothing",
                condition=Q(erased_at__isnull=True) | Q(**NOTHING_OF_AN_APPLICANT),
                violation_error_message="消去した申し込みに、個人の情報は残せません。",
            ),
            known_choice(
                table="events_application",
                field="state",
                choices=ApplicationState,
                says="状態を選んでください。",
            ),
            known_choice(
                table="events_application",
                field="channel",
                choices=Channel,
                says="届いた方法を選んでください。",
            ),
            known_choice(
                table="events_application",
                field="reply_way",
                choices=ReplyWay,
                says="お返事の方法を選んでください。",
            ),
            known_choice(
                table="events_application",
                field="sector",
                choices=Sector,
                says="分野を選んでください。",
                may_be_blank=True,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["session", "state", "line_at"], name="events_application_line"),
            models.Index(fields=["agency", "-received_at"], name="events_application_agency"),
        ]

    def __str__(self) -> str:
        return self.number or self.public_id

    @property
    def is_told_by_mail(self) -> bool:
        """Whether letters go by mail: not whoever has an address, but whoever wished so."""
        return self.reply_way == ReplyWay.MAIL


def came(through: str = "") -> Q:
    """Return the one meaning of having taken part: marked as present, and not cancelled."""
    wanted = {"attendance": Attendance.ATTENDED, "cancelled_at__isnull": True}
    return Q(**{f"{through}{name}": value for name, value in wanted.items()})


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def attended(self) -> "ParticipantQuerySet":
        """Keep whoever took part."""
        return self.filter(came())

    def staying(self) -> "ParticipantQuerySet":
        """Keep whoever has not been taken out."""
        return self.filter(cancelled_at__isnull=True)

    def on_seats(self) -> "ParticipantQuerySet":
        """Keep whoever has a seat, be it only offered."""
        return self.staying().filter(Exists(_seats()))

    def seated(self) -> "ParticipantQuerySet":
        """Keep whoever has a seat for sure."""
        return self.staying().filter(Exists(_seats().exclude(offer__answer=OfferAnswer.OPEN)))

    def without_seat(self) -> "ParticipantQuerySet":
        """Keep whoever takes part or wants to, and has no seat."""
        return self.staying().exclude(Exists(_seats()))


def _seats() -> "models.QuerySet[Seat]":
    # The ledger's model points here.
    from .ledger import Seat

    return Seat.objects.filter(participant=OuterRef("pk"), released_at__isnull=True)


class Participant(models.Model):
    """One seat's person within an application, perhaps still unnamed; never removed, only cancelled.

    Erased with the application: seat and attendance stay, and nobody can tell whose they were.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="participants")
    session = models.ForeignKey("events.Session", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("順番")
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    name = models.CharField("お名前", max_length=60, blank=True)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    job = models.CharField("仕事（職種）", max_length=60, blank=True)
    way = models.CharField("参加の方法", max_length=10, choices=Way)
    attendance = models.CharField("出欠", max_length=10, choices=Attendance, blank=True, default="")
    marked_at = models.DateTimeField("出欠を書いた日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    erased_at = models.DateTimeField("個人の情報を消した日時", null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加する方"
        ordering: ClassVar = ["application", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="events_participant_position_once",
                fields=["application", "position"],
                violation_error_message="同じ順番の方が、もういます。",
            ),
            models.UniqueConstraint(
                name="events_participant_session_and_way_of_id", fields=["id", "session", "way"]
            ),
            CopyStaysTrue(
                name="events_participant_session_is_its_applications",
                above="application",
                fields=["session"],
                violation_error_message="申し込みと開催日が合っていません。",
            ),
            models.UniqueConstraint(
                name="events_participant_person_once",
                fields=["session", "person"],
                condition=Q(cancelled_at__isnull=True, person__isnull=False),
                violation_error_message="この方は、同じ研修・行事にもう申し込んでいます。",
            ),
            models.CheckConstraint(
                name="events_participant_person_has_a_name",
                condition=Q(person__isnull=True) | ~Q(name=""),
                violation_error_message="名前のない方を、人の記録と結べません。",
            ),
            models.CheckConstraint(
                name="events_participant_marked_says_when",
                condition=Q(attendance="", marked_at__isnull=True)
                | (~Q(attendance="") & Q(marked_at__isnull=False)),
                violation_error_message="出欠を書いた日時が必要です。",
            ),
            models.CheckConstraint(
                name="events_participant_erased_keeps_nothing",
                condition=Q(erased_at__isnull=True) | Q(name="", name_kana="", job="", person__isnull=True),
                violation_error_message="消去した方の情報は残せません。",
            ),
            known_choice(
                table="events_participant",
                field="way",
                choices=Way,
                says="参加の方法を選んでください。",
            ),
            known_choice(
                table="events_participant",
                field="attendance",
                choices=Attendance,
                says="出欠を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or why there is none: nobody has written it yet, or the record was erased."""
        return self.name or ("（消去しました）" if self.erased_at else "あとで決める")


class Correction(models.Model):
    """What staff changed in the order of the line, and why. A trigger of the database refuses every change.

    But one: reasons speak of people and are erased with the application; that there was a correction stays.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField("何を", max_length=10, choices=CorrectionKind)
    before = models.CharField("前", max_length=40)
    after = models.CharField("あと", max_length=40)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("日時")
    erased_at = models.DateTimeField("理由を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "順番の変更"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="events_correction_has_a_reason",
                condition=~Q(reason="") | Q(erased_at__isnull=False),
                violation_error_message="理由を書いてください。",
            ),
            models.CheckConstraint(
                name="events_correction_erased_keeps_nothing",
                condition=Q(erased_at__isnull=True) | Q(reason=""),
                violation_error_message="消去した変更に、理由は残せません。",
            ),
            known_choice(
                table="events_correction",
                field="kind",
                choices=CorrectionKind,
                says="何を変えたかを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}　{self.before} → {self.after}"
