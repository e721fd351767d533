from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.records.models import WorkingRecord
from handoff.records.rules import spoken
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.spoken import Spoken

from .enums import AdditionKind, LetterState
from .rules import ADDITION, ASK_WORDS, CONDITIONS, HOLDING, WRITE_WORDS

TABLE = "opinion_opinionletter"


class OpinionLetter(WorkingRecord):
    """A letter (意見書) by which an office asks for an addition; the lead issues what another wrote.

    `contents` holds what the office asked, with the addition; `judgement` what was checked, and the opinion.
    """

    state = models.CharField("状態", max_length=10, choices=LetterState, default=LetterState.ASKED)
    judgement = SealedField("確かめたことと意見", null=True)
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("確かめた日時", null=True)
    number = models.CharField("文書番号", max_length=20, blank=True)
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("出した日", null=True)
    reissued_on = models.DateField("もう一度出した日", null=True)
    reissued_because = SealedField("もう一度出すわけ", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "意見書"
        constraints = [
            within_our_time(table=TABLE, days=("issued_on", "reissued_on")),
            *sealed_only(TABLE, "contents", "judgement", "reissued_because"),
            known_choice(table=TABLE, field="state", choices=LetterState, says="知らない状態です。"),
            models.CheckConstraint(
                name=f"{TABLE}_issued_by_another",
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("checked_by")),
                violation_error_message="書いた人とは別の人が出します。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_issued_with_its_number",
                condition=Q(
                    state__in=(LetterState.ASKED, LetterState.CHECKED),
                    number="",
                    issued_on=None,
                    issued_by=None,
                )
                | Q(
                    state__in=(LetterState.ISSUED, LetterState.REISSUED),
                    number__gt="",
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    judgement__isnull=False,
                    checked_by__isnull=False,
                ),
                violation_error_message="出した意見書には、番号と日と出した人が要ります。",
            ),
            models.UniqueConstraint(
                name=f"{TABLE}_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message="この番号は、もう使われています。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_stands_beside_a_handoff",
                condition=Q(handoff__isnull=False),
                violation_error_message="引継ぎのなかで書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "意見書"

    def spoken(self, column: str) -> Spoken:
        asked = spoken((*ASK_WORDS, ADDITION), addition=dict(AdditionKind.choices))
        return asked if column == "contents" else spoken((HOLDING, *WRITE_WORDS), holding=self._conditions())

    def _conditions(self) -> dict[str, str]:
        """Return the words of what has to hold for the addition that was asked for, by its code."""
        return {each.code: each.words for each in CONDITIONS[AdditionKind(self.texts["addition"])]}
