from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from directory.models import Agency
from foundation.choices import known_choice
from training_media.models import Recording

from .enums import SittingKind
from .fields import SpansField
from .rules import GREATEST_RATE, LEAST_RATE, Account, Beacon, milliseconds
from .spans import Spans, union

ERASED = "（名前は消しました）"
# What the rules look at of a piece, in the order of `PLAYED`.
type Played = tuple[int, int, int, int, int, int, datetime]
PLAYED = ("seq", "media_start", "media_end", "clock_start", "clock_end", "rate", "received_at")


class Viewer(models.Model):
    """Somebody who watches for an agency: a known person, or somebody who is known by name there alone.

    `spent` are the moments of their life, in milliseconds since 1970, for which something was reported; each
    counts once. When reports are deleted, their moments stay. When the name is erased, all figures stay.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="viewers")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="viewers")
    name = models.CharField("氏名", max_length=60)
    folded_name = models.CharField("氏名（比べるとき）", max_length=80, editable=False)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    job = models.CharField("職種・職名", max_length=60, blank=True)
    agency_name = models.CharField("所属", max_length=100, blank=True)
    spent = SpansField("使った時間", editable=False)
    # What is left of reports that were deleted.
    spent_before = SpansField("使った時間（前の分）", editable=False)
    known_since = models.DateTimeField("名前を書いた日時", db_default=Now())
    erased_at = models.DateTimeField("名前を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "見た人"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="viewing_viewer_once_for_an_agency",
                fields=["person", "agency"],
                nulls_distinct=False,
                condition=Q(person__isnull=False),
                violation_error_message="この人は、この機関の視聴者としてもう登録されています。",
            ),
            models.UniqueConstraint(
                name="viewing_viewer_once_by_name",
                fields=["agency", "folded_name"],
                condition=Q(person__isnull=True, erased_at__isnull=True),
                violation_error_message="同じ名前の人が、この機関にもう登録されています。",
            ),
            models.CheckConstraint(
                name="viewing_viewer_belongs_somewhere",
                condition=Q(person__isnull=False) | Q(agency__isnull=False),
                violation_error_message="機関を選んでください。",
            ),
            models.CheckConstraint(
                name="viewing_viewer_erased_keeps_no_name",
                condition=Q(erased_at__isnull=True)
                | Q(name=ERASED, folded_name="", name_kana="", job="", person__isnull=True),
                violation_error_message="名前を消した人に、名前は残せません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """One player on one screen, from when it opened: its reports are numbered."""

    # What the player shows to report; it says nothing and opens nothing else.
    key = models.UUIDField(unique=True, editable=False)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="sittings")
    kind = models.CharField("見方", max_length=10, choices=SittingKind)
    began_at = models.DateTimeField("始めた日時")
    # By what somebody came in: a card or an account. What is ended, ends by this, and by this it is measured.
    let_in_by = models.CharField("何で入ったか", max_length=40, blank=True, db_index=True, editable=False)
    # Of which visit it is; none where nobody needs a pass.
    visit = models.UUIDField("入ったときの番号", null=True, blank=True, db_index=True, editable=False)
    # Whatever was played after it counts for nobody.
    counts_until = models.DateTimeField("数える終わり", null=True, blank=True)
    # For those who watch together: when they were counted again. Until then nobody is credited.
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "視聴"
        constraints: ClassVar = [
            known_choice(
                table="viewing_sitting", field="kind", choices=SittingKind, says="見方を選んでください。"
            ),
            models.CheckConstraint(
                name="viewing_sitting_ends_after_it_begins",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("began_at")),
                violation_error_message="終わりは、始まりより前にできません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.began_at}"

    @property
    def account(self) -> Account:
        return (self.recording_id, self.kind == SittingKind.TOGETHER)

    def as_beacon(self, piece: Played) -> Beacon:
        """Return what the rules look at: nothing that was played after people were counted, or their time."""
        seq, media_start, media_end, clock_start, clock_end, rate, received_at = piece
        closed_at = self.closed_at if self.kind == SittingKind.TOGETHER else None
        ends = min(filter(None, (received_at, closed_at, self.counts_until)))
        return Beacon(
            began_at=milliseconds(self.began_at),
            sitting=self.pk,
            seq=seq,
            account=self.account,
            media=(media_start, media_end),
            clock=(clock_start, clock_end),
            rate=rate,
            received_at=milliseconds(ends),
        )


class Seat(models.Model):
    """Somebody in front of a screen: ticked at the start, and ticked again at the end."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="seats")
    viewer = models.ForeignKey(Viewer, models.PROTECT, related_name="seats")
    stayed = models.BooleanField("終わりまでいた", default=False)
    # The centre does not count it for this viewer: as if they had not stayed, until it is counted again.
    left_out_at = models.DateTimeField("数えないことにした日時", null=True, blank=True)
    left_out_because = models.CharField("数えないわけ", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "画面の前の人"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="viewing_seat_left_out_does_not_count",
                condition=Q(left_out_at__isnull=True) | Q(stayed=False),
                violation_error_message="数えないことにした視聴は、終わりまでいたことにできません。",
            ),
            models.CheckConstraint(
                name="viewing_seat_left_out_with_a_reason",
                condition=Q(left_out_at__isnull=True, left_out_because="")
                | Q(left_out_at__isnull=False) & ~Q(left_out_because=""),
                violation_error_message="数えないことにするには、わけが必要です。",
            ),
            models.UniqueConstraint(
                name="viewing_seat_once",
                fields=["sitting", "viewer"],
                violation_error_message="この人は、もう入っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.viewer_id}"


class PlayedPiece(models.Model):
    """A line of the ledger: what a player reported of one piece, as it arrived. Never changed.

    All times are milliseconds: `media_*` of the recording, `clock_*` of the device's monotonic clock since
    the sitting began, half open. The rate is in thousandths. Deleted after a time; what it came to stays.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="pieces")
    seq = models.PositiveIntegerField("番号")
    media_start = models.PositiveIntegerField("どこから")
    media_end = models.PositiveIntegerField("どこまで")
    clock_start = models.PositiveBigIntegerField("いつから")
    clock_end = models.PositiveBigIntegerField("いつまで")
    rate = models.PositiveSmallIntegerField("速さ")
    received_at = models.DateTimeField("届いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "再生の知らせ"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="viewing_playedpiece_arrives_once",
                fields=["sitting", "seq"],
                violation_error_message="この知らせは、もう届いています。",
            ),
            models.CheckConstraint(
                name="viewing_playedpiece_runs_forward",
                condition=Q(media_start__lt=F("media_end"), clock_start__lt=F("clock_end")),
                violation_error_message="終わりは、始まりよりあとでなければなりません。",
            ),
            models.CheckConstraint(
                name="viewing_playedpiece_has_a_rate",
                condition=Q(rate__gte=LEAST_RATE, rate__lte=GREATEST_RATE),
                violation_error_message="その速さでは再生できません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.seq}"


class TakenOfADay(models.Model):
    """How many pieces were taken on one day of those who came in by one card or account; kept two days."""

    let_in_by = models.CharField("何で入ったか", max_length=40)
    day = models.DateField("日")
    pieces = models.PositiveIntegerField("受け取った数")

    class Meta:
        verbose_name = verbose_name_plural = "一日に受け取った数"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="viewing_takenofaday_once",
                fields=["let_in_by", "day"],
                violation_error_message="この日の数は、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.let_in_by} {self.day}"


class Coverage(models.Model):
    """What somebody has watched of one recording, in milliseconds of it: worked out from the ledger.

    `carried` comes from an earlier edit, or from a viewer who became this one (`carried_before`); of `alone`
    and `together`, `*_before` comes from reports that are deleted. The database works out `total`, and
    refuses more than could be watched in the viewer's moments.
    """

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="coverage")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="coverage")
    alone = SpansField("一人で見た")
    together = SpansField("集まって見た")
    carried = SpansField("前の版で見た")
    carried_before = SpansField("前の版で見た（合わせた人の分）")
    alone_before = SpansField("一人で見た（前の分）")
    together_before = SpansField("集まって見た（前の分）")
    total = models.GeneratedField(
        expression=Func(
            F("alone"),
            F("together"),
            F("carried"),
            function="viewing_length",
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField("見た長さ（ミリ秒）"),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "見たところ"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="viewing_coverage_once",
                fields=["viewer", "recording"],
                violation_error_message="この人の、この動画の記録はもうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.recording_id} {self.total}"

    @property
    def watched(self) -> Spans:
        return union(self.alone, self.together, self.carried)


class KeptPiece(models.Model):
    """A piece that a recording and the one in its place have in common, in milliseconds of either.

    Whoever watched it of the old one need not watch it again: `Coverage.carried` of the new one is worked out
    from these rows, whenever something of the old one is credited and whenever the rows change.
    """

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="kept_pieces")
    start = models.PositiveIntegerField("前の版のどこから")
    end = models.PositiveIntegerField("前の版のどこまで")
    new_start = models.PositiveIntegerField("新しい版のどこから")

    class Meta:
        verbose_name = verbose_name_plural = "新しい版にもあるところ"
        ordering: ClassVar = ["recording", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="viewing_keptpiece_ends_after_it_begins",
                condition=Q(end__gt=F("start")),
                violation_error_message="終わりは、始まりよりあとにしてください。",
            ),
            ExclusionConstraint(
                name="viewing_keptpiece_lies_in_one_place",
                expressions=[
                    ("recording", RangeOperators.EQUAL),
                    (
                        Func(
                            F("start"),
                            F("end"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="前の版の同じところを、2つの行に書いています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.start}"
