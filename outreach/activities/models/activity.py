from pathlib import PurePath
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import ExtractYear

from directory.enums import Sector
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.choices import known_choice
from foundation.japanese.dates import APRIL
from outreach.activities.rules import Facts

USER = "accounts.User"
AGENCY = "directory.Agency"


class Activity(models.Model):
    """One thing that took place, or is planned, on one day; counted once, however many paths lead to it.

    What a source tells follows the source, but for the fields that staff wrote by hand (`by_hand`). The
    fiscal year is the database's own: nobody can write another one than that of the day.
    """

    day = models.DateField("日にち")
    fiscal_year = models.GeneratedField(
        expression=ExtractYear("day")
        - Case(
            When(Q(day__month__lt=APRIL), then=Value(1)), default=Value(0), output_field=models.IntegerField()
        ),
        output_field=models.IntegerField("年度"),
        db_persist=True,
    )
    kind = models.CharField("種類", max_length=20, choices=ActivityKind)
    title = models.CharField("名前", max_length=120)
    place = models.CharField("場所", max_length=120, blank=True)
    area = models.ForeignKey(
        "directory.WelfareArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域"
    )
    organisers = models.CharField("開いたところ", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("時間（分）", default=0)
    staff_minutes = models.PositiveIntegerField("職員の時間（のべ・分）", null=True, blank=True)
    cost = models.PositiveIntegerField("費用（円）", null=True, blank=True)
    result = models.TextField("成果", max_length=1_000, blank=True)
    # Of a study meeting: what was talked about, found, and comes next.
    issues = models.TextField("話し合った課題", max_length=1_000, blank=True)
    resources = models.TextField("見つかった社会資源", max_length=1_000, blank=True)
    next_steps = models.TextField("これからすること", max_length=1_000, blank=True)
    by_hand = ArrayField(
        models.CharField(max_length=20), verbose_name="手で書いた項目", default=list, blank=True
    )
    address = models.CharField("もとの記録", max_length=200, blank=True)
    # Called off, put off, counted by another body, or taken away where it was written.
    is_off = models.BooleanField("とりやめ", default=False)
    counted_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counted_here",
        verbose_name="いっしょに数えるもの",
    )
    left_out_because = models.CharField("数えないわけ", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録した日時", null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("確認した日時", null=True, blank=True)
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "活動"
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            known_choice(
                table="activities_activity", field="kind", choices=ActivityKind, says="種類を選んでください。"
            ),
            models.CheckConstraint(
                name="activities_activity_has_a_title",
                condition=~Q(title=""),
                violation_error_message="名前を書いてください。",
            ),
            models.CheckConstraint(
                name="activities_activity_recorded_by_somebody",
                condition=Q(recorded_at__isnull=True, recorded_by__isnull=True, checked_at__isnull=True)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                violation_error_message="確認の前に、記録が要ります。",
            ),
            models.CheckConstraint(
                name="activities_activity_checked_by_somebody",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                violation_error_message="だれが確認したかが要ります。",
            ),
            models.CheckConstraint(
                name="activities_activity_counted_in_another",
                condition=Q(counted_in__isnull=True) | ~Q(counted_in=F("id")) & Q(left_out_because=""),
                violation_error_message="いっしょに数えるのは、ほかの活動です。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["fiscal_year", "day"], name="activities_activity_year")]

    def __str__(self) -> str:
        return self.title

    def facts(self, *, is_locked: bool) -> Facts:
        """Return what its state follows from."""
        return Facts(
            day=self.day,
            is_off=self.is_off,
            is_counted_elsewhere=self.counted_in_id is not None,
            left_out_because=self.left_out_because,
            is_recorded=self.recorded_at is not None,
            is_checked=self.checked_at is not None,
            is_locked=is_locked,
        )


class ActivityPath(models.Model):
    """One path to an activity: the row of a source. The register knows each row once."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="paths")
    source = models.CharField("もと", max_length=40)
    key = models.CharField("もとでの番号", max_length=60)
    room = models.CharField("もとの画面", max_length=40)
    address = models.CharField("もとの記録", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "活動への道すじ"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="activities_activitypath_once",
                fields=["source", "key"],
                violation_error_message="この記録は、もう活動に入っています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Presence(models.Model):
    """An agency that was at an activity, named as on that day, with how many people.

    `person_ids` are those of them whom the portal knows, to see what hangs on one person; a figure that the
    source tells anew at each pull, so that nothing has to follow a merged or an erased person.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="presences")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="presences")
    name = models.CharField("機関・団体の名前", max_length=100, blank=True)
    sector = models.CharField("分野", max_length=30, choices=Sector, blank=True)
    people = models.PositiveSmallIntegerField("人数")
    is_by_hand = models.BooleanField("手で書いた", default=False)
    person_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加した機関"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            known_choice(
                table="activities_presence",
                field="sector",
                choices=Sector,
                says="分野を選んでください。",
                may_be_blank=True,
            ),
            models.UniqueConstraint(
                name="activities_presence_agency_once",
                fields=["activity", "agency"],
                violation_error_message="この機関は、もう書いてあります。",
            ),
            models.CheckConstraint(
                name="activities_presence_of_somebody",
                condition=Q(people__gte=1),
                violation_error_message="人数を、1以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "機関の名前なし"


class Evidence(models.Model):
    """Something that proves an activity: a file, a record in its own room, or a paper in a folder."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    kind = models.CharField("種類", max_length=15, choices=EvidenceKind)
    title = models.CharField("題名", max_length=100)
    address = models.CharField("記録の場所", max_length=200, blank=True)
    file = models.FileField("ファイル", upload_to="activities/%Y/", blank=True)
    folder = models.CharField("紙のある場所", max_length=100, blank=True)
    added_at = models.DateTimeField("入れた日時")

    class Meta:
        verbose_name = verbose_name_plural = "証拠書類"
        ordering: ClassVar = ["kind", "id"]
        constraints: ClassVar = [
            known_choice(
                table="activities_evidence", field="kind", choices=EvidenceKind, says="種類を選んでください。"
            ),
            models.CheckConstraint(
                name="activities_evidence_lies_in_one_place",
                condition=~Q(address="") & Q(file="", folder="")
                | Q(address="", folder="") & ~Q(file="")
                | Q(address="", file="") & ~Q(folder=""),
                violation_error_message="ファイルか、紙のある場所の、どちらかを入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return PurePath(self.file.name or "").name
