from django.db.models import TextChoices


class RequestKind(TextChoices):
    DISCLOSURE = "disclosure", "見たい（開示）"
    CORRECTION = "correction", "直したい（訂正）"
    STOP = "stop", "使うのをやめてほしい（利用停止）"


class RequestWay(TextChoices):
    PHONE = "phone", "電話"
    FAX = "fax", "FAX"
    LETTER = "letter", "手紙"
    VISIT = "visit", "来所"


class RequestOutcome(TextChoices):
    DONE = "done", "応じた"
    PARTLY = "partly", "一部に応じた"
    REFUSED = "refused", "応じられないと伝えた"
    WITHDRAWN = "withdrawn", "取り下げられた"
