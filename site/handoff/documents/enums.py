from django.db.models import IntegerChoices, TextChoices


class DocumentKind(TextChoices):
    """What a file is, in the words of the guideline and of the centre's own papers."""

    CONSENT_FORM = "consent_form", "同意書"
    SAFEGUARD_COPY = "safeguard_copy", "取り決め・誓約書の写し"
    RECEIPT = "receipt", "受領書"
    REPLY_COPY = "reply_copy", "返事の写し"
    MEETING_PAPER = "meeting_paper", "支援会議の資料"
    FACE_SHEET = "face_sheet", "フェイスシート"
    COORDINATION_PLAN = "coordination_plan", "福祉サービス等調整計画"
    OPINION_LETTER = "opinion_letter", "意見書"
    OTHER = "other", "その他"


class FileType(TextChoices):
    """What may lie here at all; the value is the end of the name under which it is given out."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "写真（JPEG）"
    PNG = "png", "画像（PNG）"


class Copy(TextChoices):
    """In which shape a file is given out; the unmarked one leaves the centre's own hands alone."""

    MARKED = "marked", "しるし入り"
    UNMARKED = "unmarked", "しるしなし"


class CopyLimit(IntegerChoices):
    """How many copies the receiving side may take of a document in all; reading it is apart from that.

    The last one is the largest number that a copy can have, so that every limit is a number.
    """

    LOOK_ONLY = 0, "見るだけ"
    ONE = 1, "写しを、1回だけ受け取れる"
    THREE = 3, "写しを、3回まで受け取れる"
    WHILE_OPEN = 32767, "開いている間は、写しを何回でも受け取れる"
