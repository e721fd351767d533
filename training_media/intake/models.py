import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from training_media.models import Recording

from .enums import Rendition, Stage
from .rules import MOST_BYTES


class Upload(models.Model):
    """A file on its way to becoming a recording: what has come of it, and what is being done with it.

    The file itself lies in `files.source_path` under the key alone; its name is kept to find it again when
    somebody goes on sending, and never becomes a path.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField("題名", max_length=100)
    file_name = models.CharField("ファイルの名前", max_length=200)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    # When the file was last changed, as the browser says: two of the same name and size are told apart.
    modified = models.BigIntegerField("ファイルの更新時刻", default=0)
    received = models.PositiveBigIntegerField("届いた分（バイト）", default=0)
    stage = models.CharField("状態", max_length=10, choices=Stage, default=Stage.SENDING)
    percent = models.PositiveSmallIntegerField("変換の進みぐあい", default=0)
    # How often a job began: a file that ends the worker each time is given up.
    tries = models.PositiveSmallIntegerField("試した回数", default=0)
    reason = models.CharField("取り込めなかったわけ", max_length=300, blank=True)
    has_source = models.BooleanField("元のファイルがある", default=True)
    recording = models.OneToOneField(
        Recording, models.CASCADE, null=True, blank=True, related_name="upload", verbose_name="動画"
    )
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField("送り始めた日時")
    changed_at = models.DateTimeField("最後に変わった日時")

    class Meta:
        verbose_name = verbose_name_plural = "送られた動画"
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            known_choice(table="intake_upload", field="stage", choices=Stage, says="状態を選んでください。"),
            models.CheckConstraint(
                name="intake_upload_has_a_size",
                condition=Q(size__gt=0, size__lte=MOST_BYTES),
                violation_error_message="空のファイルと、2GBより大きいファイルは受け取れません。",
            ),
            models.CheckConstraint(
                name="intake_upload_is_whole_before_work",
                condition=Q(stage=Stage.SENDING, received__lt=F("size"))
                | Q(received=F("size")) & ~Q(stage=Stage.SENDING),
                violation_error_message="ファイルが終わりまで届いてから、取り込みます。",
            ),
            models.CheckConstraint(
                name="intake_upload_says_why_it_failed",
                condition=~Q(stage=Stage.FAILED) | ~Q(reason=""),
                violation_error_message="取り込めなかったわけを書いてください。",
            ),
            models.CheckConstraint(
                name="intake_upload_ready_is_a_recording",
                condition=~Q(stage__in=[Stage.CONVERTING, Stage.READY]) | Q(recording__isnull=False),
                violation_error_message="動画のないものは、見られるようになりません。",
            ),
            models.CheckConstraint(
                name="intake_upload_percent_is_a_share",
                condition=Q(percent__lte=100),
                violation_error_message="進みぐあいは100までです。",
            ),
            models.UniqueConstraint(
                name="intake_upload_sent_once_at_a_time",
                fields=["started_by", "file_name", "size", "modified"],
                condition=Q(stage=Stage.SENDING),
                violation_error_message="このファイルは、もう送り始めています。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sent_percent(self) -> int:
        return self.received * 100 // self.size


class MediaFile(models.Model):
    """A rendition of a recording in the storage: whole, or not there at all."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="files")
    rendition = models.CharField("種類", max_length=10, choices=Rendition)
    file = models.FileField("ファイル", max_length=120)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    # Of what is seen; nothing for sound.
    width = models.PositiveIntegerField("横", default=0)
    height = models.PositiveIntegerField("縦", default=0)
    made_at = models.DateTimeField("できた日時")

    class Meta:
        verbose_name = verbose_name_plural = "動画のファイル"
        ordering: ClassVar = ["recording", "id"]
        constraints: ClassVar = [
            known_choice(
                table="intake_mediafile", field="rendition", choices=Rendition, says="種類を選んでください。"
            ),
            models.UniqueConstraint(
                name="intake_mediafile_once",
                fields=["recording", "rendition"],
                violation_error_message="この種類のファイルは、もうあります。",
            ),
            models.CheckConstraint(
                name="intake_mediafile_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="空のファイルは使えません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.rendition}"


class Rights(models.Model):
    """Who holds the rights in a recording, who made it with the centre, and until when it may be shown.

    `review_on` is the day on which somebody asks whether this is still so.
    """

    recording = models.OneToOneField(Recording, models.CASCADE, related_name="rights")
    partner = models.CharField("一緒に作った機関・委員会", max_length=100, blank=True)
    approved_by = models.CharField("承認した人・会議", max_length=100, blank=True)
    approved_on = models.DateField("承認された日", null=True, blank=True)
    holders = models.TextField("講師・画像・音楽などの権利", max_length=500, blank=True)
    # Where the film is besides here, and who answers for it there.
    host = models.CharField("ここのほかに、動画を置いているところ", max_length=100, blank=True)
    until = models.DateField("使える期限", null=True, blank=True)
    review_on = models.DateField("次に確かめる日", null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "動画の権利"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_rights_end_after_approval",
                condition=Q(until__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(until__gte=F("approved_on")),
                violation_error_message="使える期限は、承認された日よりあとにしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.until}"
