from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from outreach.outside_meetings.enums import MeetingKind, Theme
from outreach.outside_meetings.rules import Visit

USER = "accounts.User"
AGENCY = "directory.Agency"


class OutsideMeeting(models.Model):
    """A meeting of others that the centre goes to: of an area, of a municipality, or of the prefecture."""

    name = models.CharField("名前", max_length=80)
    kind = models.CharField("種類", max_length=15, choices=MeetingKind)
    host = models.ForeignKey(
        AGENCY,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outside_meetings",
        verbose_name="開く機関",
    )
    # Of a body that the directory does not know.
    host_words = models.CharField("開くところ", max_length=80, blank=True)
    area = models.ForeignKey(
        "directory.WelfareArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域"
    )
    municipality = models.ForeignKey(
        "directory.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="市町村",
    )
    # Whether its name and day may stand in the centre's public feed.
    is_public = models.BooleanField("公開のカレンダーにのせてよい", default=False)
    ended_on = models.DateField("なくなった日", null=True, blank=True)
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "外の会議"
        ordering: ClassVar = ["kind", "name", "id"]
        constraints: ClassVar = [
            known_choice(
                table="outside_meetings_outsidemeeting",
                field="kind",
                choices=MeetingKind,
                says="種類を選んでください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_outsidemeeting_has_a_name",
                condition=~Q(name=""),
                violation_error_message="会議の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_outsidemeeting_one_host",
                condition=Q(host__isnull=False, host_words="") | Q(host__isnull=True) & ~Q(host_words=""),
                violation_error_message="開く機関か、開くところの名前の、どちらかを書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_outsidemeeting_one_place",
                condition=Q(area__isnull=True) | Q(municipality__isnull=True),
                violation_error_message="圏域か市町村の、どちらか1つを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host_name(self) -> str:
        """The body that holds it."""
        return self.host.name if self.host else self.host_words

    @property
    def place_name(self) -> str:
        """Of which area, town, or the whole prefecture it is."""
        return str(self.area or self.municipality or "県の全体")


class Attendance(models.Model):
    """One visit to a meeting of others: who explained what, how many were there, what is left to do."""

    meeting = models.ForeignKey(OutsideMeeting, models.PROTECT, related_name="attendances")
    day = models.DateField("日にち")
    place = models.CharField("会場", max_length=80, blank=True)
    theme = models.CharField("説明したこと", max_length=9, choices=Theme, blank=True)
    words = models.CharField("くわしく", max_length=300, blank=True)
    people = models.PositiveSmallIntegerField("その場にいた人数", null=True, blank=True)
    attended_at = models.DateTimeField("出席を書いた日時", null=True, blank=True)
    follow_up = models.CharField("あとですること", max_length=200, blank=True)
    follow_up_by = models.DateField("いつまでに", null=True, blank=True)
    followed_up_on = models.DateField("した日", null=True, blank=True)
    called_off_because = models.CharField("行かなかったわけ", max_length=200, blank=True)
    calendar_uid = models.CharField(max_length=120, unique=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField()
    created_at = models.DateTimeField("作成日時")

    class Meta:
        verbose_name = verbose_name_plural = "外の会議への出席"
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="outside_meetings_attendance",
                field="theme",
                choices=Theme,
                says="説明したことを選んでください。",
                may_be_blank=True,
            ),
            models.UniqueConstraint(
                name="outside_meetings_attendance_once_a_day",
                fields=["meeting", "day"],
                violation_error_message="この会議の、この日の出席は、もう書いてあります。",
            ),
            models.CheckConstraint(
                name="outside_meetings_attendance_attended_says_what",
                condition=Q(attended_at__isnull=True, theme="", people__isnull=True)
                | Q(attended_at__isnull=False, called_off_because="") & ~Q(theme=""),
                violation_error_message="出席したら、説明したことを選んでください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_attendance_follow_up_by_a_day",
                condition=Q(follow_up="", follow_up_by__isnull=True)
                | ~Q(follow_up="") & Q(follow_up_by__isnull=False, attended_at__isnull=False),
                violation_error_message="あとですることと、いつまでにするかは、いっしょに書いてください。",
            ),
            models.CheckConstraint(
                name="outside_meetings_attendance_followed_up_what_was_left",
                condition=Q(followed_up_on__isnull=True)
                | Q(follow_up_by__isnull=False, followed_up_on__gte=F("day")),
                violation_error_message="した日は、会議の日からあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.day}"

    @property
    def visit(self) -> Visit:
        return Visit(
            self.day,
            is_attended=self.attended_at is not None,
            is_called_off=bool(self.called_off_because),
            follow_up_by=self.follow_up_by,
            followed_up_on=self.followed_up_on,
        )


class Explainer(models.Model):
    """Somebody of the staff was at a meeting, or is to go.

    `theme` is what they explained where that was something else than what the visit says; else blank.
    """

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="explainers")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    theme = models.CharField("説明したこと", max_length=9, choices=Theme, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出席した職員"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="outside_meetings_explainer",
                field="theme",
                choices=Theme,
                says="説明したことを選んでください。",
                may_be_blank=True,
            ),
            models.UniqueConstraint(
                name="outside_meetings_explainer_once",
                fields=["attendance", "person"],
                violation_error_message="この職員は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.person_id}"

    @property
    def words(self) -> str:
        """The name, with what this person explained where it was something of their own."""
        return f"{self.person.name}（{self.get_theme_display()}）" if self.theme else self.person.name


class Contact(models.Model):
    """A body that the centre came to know there: an agency of the directory, or a name in words."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="contacts")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="outside_contacts")
    words = models.CharField("名簿にない機関・団体", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "できたつながり"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outside_meetings_contact_an_agency_or_words",
                condition=Q(agency__isnull=False, words="") | Q(agency__isnull=True) & ~Q(words=""),
                violation_error_message="名簿の機関か、機関・団体の名前の、どちらかを書いてください。",
            ),
            models.UniqueConstraint(
                name="outside_meetings_contact_agency_once",
                fields=["attendance", "agency"],
                violation_error_message="この機関は、もう書いてあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.agency.name if self.agency else self.words
