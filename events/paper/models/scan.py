import secrets
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q

from events.paper.enums import SETTLED_SCANS, ScanSource, ScanState
from foundation.choices import known_choice


def unread_files() -> Storage:
    """Return where a file lies until it is drawn; no address leads there."""
    return storages["imports"]


def picture_name(_page: "ScanPage", _name: str) -> str:
    """Return a name that says nothing of the paper."""
    return f"events/paper/{secrets.token_hex(12)}.png"


class Scan(models.Model):
    """A paper that came in, as pictures drawn anew from a file that nobody trusts; the file itself goes.

    `digest` keeps the same file from coming in twice. The name of the file is never kept: people write names
    into names. `target`, `target_id` and `target_number` say what was typed from it (`scan_targets`).
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    source = models.CharField("どこから", max_length=6, choices=ScanSource)
    received_at = models.DateTimeField("受け取った日時")
    arrived_at = models.DateTimeField("取り込んだ日時")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    unread_file = models.FileField(storage=unread_files, upload_to="events/paper/", blank=True)
    state = models.CharField("状態", max_length=10, choices=ScanState, default=ScanState.ARRIVED)
    why = models.CharField("読めなかったわけ", max_length=100, blank=True)
    target = models.CharField(max_length=20, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    target_number = models.CharField("受付番号", max_length=12, blank=True)
    settled_at = models.DateTimeField("片づけた日時", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "届いた紙"
        ordering: ClassVar = ["received_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "received_at"], name="paper_scan_state"),
            models.Index(fields=["target", "target_id"], name="paper_scan_target"),
        ]
        constraints: ClassVar = [
            known_choice(table="paper_scan", field="state", choices=ScanState, says="状態を選んでください。"),
            known_choice(
                table="paper_scan", field="source", choices=ScanSource, says="どこからかを選んでください。"
            ),
            models.CheckConstraint(
                name="paper_scan_received_before_arrived",
                condition=Q(received_at__lte=F("arrived_at")),
                violation_error_message="受け取った日時は、取り込んだ日時よりあとにできません。",
            ),
            models.CheckConstraint(
                name="paper_scan_linked_says_to_what",
                condition=Q(state=ScanState.LINKED, target_id__isnull=False) & ~Q(target="")
                | ~Q(state=ScanState.LINKED) & Q(target="", target_id__isnull=True, target_number=""),
                violation_error_message="何を入力したかは、入力した紙にだけ書きます。",
            ),
            models.CheckConstraint(
                name="paper_scan_settled_says_who",
                condition=(
                    Q(state__in=sorted(SETTLED_SCANS), settled_at__isnull=False, settled_by__isnull=False)
                    | ~Q(state__in=sorted(SETTLED_SCANS))
                    & Q(settled_at__isnull=True, settled_by__isnull=True)
                ),
                violation_error_message="だれがいつ片づけたかを書いてください。",
            ),
            models.CheckConstraint(
                name="paper_scan_unreadable_says_why",
                condition=Q(state=ScanState.UNREADABLE) & ~Q(why="")
                | ~Q(state=ScanState.UNREADABLE) & Q(why=""),
                violation_error_message="読めなかったわけを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"紙 {self.pk}"


class ScanPage(models.Model):
    """One page as a picture of ours."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField("ページ")
    picture = models.FileField(upload_to=picture_name)

    class Meta:
        verbose_name = verbose_name_plural = "届いた紙のページ"
        ordering: ClassVar = ["scan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="paper_scanpage_number_once",
                fields=["scan", "number"],
                violation_error_message="このページは、もうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}ページ"
