from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Revision

from directory.declared.enums import DraftState, DraftWay
from foundation.choices import known_choice

from .declaration import Declaration

DECIDED = sorted(set(DraftState.values) - {DraftState.WAITING})


class Draft(models.Model):
    """What somebody wrote for an agency, and what the centre made of it; the text is a version.

    One waits at a time: whoever writes again changes it. What was approved stays as the history.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="drafts")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状態", max_length=10, choices=DraftState, default=DraftState.WAITING)
    way = models.CharField("どうやって", max_length=10, choices=DraftWay)
    # Whose word it is; on behalf of an agency, who phoned or signed the FAX.
    said_by = models.CharField("書いた人", max_length=60)
    written_at = models.DateTimeField("書いた日時")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("直してほしいところ", max_length=300, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "名簿の下書き"
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="declared_draft",
                field="way",
                choices=DraftWay,
                says="どうやって書いたかが分かりません。",
            ),
            models.UniqueConstraint(
                name="declared_draft_one_waits",
                fields=["declaration"],
                condition=Q(state=DraftState.WAITING),
                violation_error_message="確認を待っている下書きが、もうあります。",
            ),
            models.CheckConstraint(
                name="declared_draft_is_decided_or_waits",
                condition=Q(state=DraftState.WAITING, decided_at__isnull=True)
                | Q(state__in=DECIDED, decided_at__isnull=False),
                violation_error_message="決めた日時を書いてください。",
            ),
            models.CheckConstraint(
                name="declared_draft_sent_back_says_why",
                condition=~Q(state=DraftState.SENT_BACK) | ~Q(reason=""),
                violation_error_message="直してほしいところを書いてください。",
            ),
            models.CheckConstraint(
                name="declared_draft_is_somebodys_word",
                condition=~Q(said_by=""),
                violation_error_message="書いた人の名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration}（{self.get_state_display()}）"
