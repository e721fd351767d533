from django.db.models import TextChoices

from foundation.exports import wording

# The source of the history that stands in this room.
SEMINARS = "seminars"


class HistoryForm(TextChoices):
    """In which form a history is taken away."""

    PAPER = "pdf", "紙（PDF・A4）"
    CSV = "csv", wording.TABLE
    OLD_CSV = "csv_cp932", wording.OLD_TABLE
    WORKBOOK = "xlsx", wording.WORKBOOK


class HistoryReason(TextChoices):
    """Why a history leaves the portal; the audit keeps this word."""

    PROOF = "proof", "受講を証明するため"
    ASKED = "asked", "本人・事業所に頼まれたため"
    PLANNING = "planning", "次の研修を考えるため"
    REPORT = "report", "報告に使うため"
