from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.declared.enums import LinkState, LinkWay
from directory.declared.rules import link_state
from directory.models import Agency
from foundation.choices import known_choice


class EntryLink(models.Model):
    """Opens the form of one agency once, for whoever holds the mail or the paper; only its hash is kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="entry_links")
    token_hash = models.CharField(max_length=64, unique=True)
    way = models.CharField("どうやって", max_length=5, choices=LinkWay)
    made_at = models.DateTimeField("作った日時")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField("いつまで")
    used_at = models.DateTimeField("使われた日時", null=True)
    revoked_at = models.DateTimeField("取り消した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "名簿を書くためのリンク"
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="declared_entrylink",
                field="way",
                choices=LinkWay,
                says="どうやって送るかを選んでください。",
            ),
            models.UniqueConstraint(
                name="declared_entrylink_one_is_open",
                fields=["agency"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                violation_error_message="まだ使えるリンクが、もうあります。",
            ),
            models.CheckConstraint(
                name="declared_entrylink_ends_after_it_begins",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message="期限は、作った日時よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="declared_entrylink_has_one_end",
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                violation_error_message="使われたリンクは、取り消せません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}のリンク"

    def state(self, now: datetime) -> LinkState:
        """Return whether it still opens the form."""
        return link_state(
            expires_at=self.expires_at, used_at=self.used_at, revoked_at=self.revoked_at, now=now
        )


class ConfirmReminder(models.Model):
    """An agency was asked, once for each word that has become old, whether its entry is still true.

    By mail at once; agencies without an address wait for a letter, printed with all others.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="confirm_reminders")
    # The day of the word that has become old; none where nobody ever confirmed it.
    confirmed_on = models.DateField("確かめた日", null=True)
    way = models.CharField("どうやって", max_length=5, choices=LinkWay)
    asked_at = models.DateTimeField("お願いした日時")
    printed_at = models.DateTimeField("手紙を印刷した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "確かめるお願い"
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            known_choice(
                table="declared_confirmreminder",
                field="way",
                choices=LinkWay,
                says="どうやって送るかを選んでください。",
            ),
            models.UniqueConstraint(
                name="declared_confirmreminder_once",
                fields=["agency", "confirmed_on"],
                nulls_distinct=False,
                violation_error_message="このお願いは、もうしました。",
            ),
            models.CheckConstraint(
                name="declared_confirmreminder_paper_is_printed",
                condition=Q(way=LinkWay.PAPER) | Q(printed_at__isnull=True),
                violation_error_message="印刷するのは、手紙だけです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}（{self.asked_at}）"
