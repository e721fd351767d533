from django.db.models import TextChoices

from foundation.exports import wording


class By(TextChoices):
    """By what people and agencies are counted apart."""

    KIND = "kind", "事業所の種類"
    AREA = "area", "圏域"
    MUNICIPALITY = "municipality", "市町村"
    JOB = "job", "職種"
    AGENCY = "agency", "事業所"


class Reason(TextChoices):
    """Why names leave the portal; the audit keeps this word."""

    INSPECTION = "inspection", "監査・実地指導で見せるため"
    OWN_FILE = "own_file", "事業所の研修の記録に残すため"
    ASKED = "asked", "本人・事業所に頼まれたため"
    FOLLOW_UP = "follow_up", "まだ見ていない方に、声をかけるため"


class Form(TextChoices):
    """In which form a proof is taken away."""

    PAPER = "pdf", "紙（PDF・A4横）"
    CSV = "csv", wording.TABLE
    OLD_CSV = "csv_cp932", wording.OLD_TABLE
    WORKBOOK = "xlsx", wording.WORKBOOK


PROOF_REASONS = [Reason.INSPECTION, Reason.OWN_FILE, Reason.ASKED]
NAMES_REASONS = [Reason.FOLLOW_UP, Reason.ASKED]
