from django.db.models import TextChoices


class ScanSource(TextChoices):
    HAND = "hand", "手で入れた"
    FOLDER = "folder", "複合機から"


class ScanState(TextChoices):
    ARRIVED = "arrived", "読み取り中"
    READ = "read", "まだ入力していない"
    LINKED = "linked", "入力した"
    NOT_OURS = "not_ours", "当センターあてではない"
    UNREADABLE = "unreadable", "読めなかった"


class LeavingWay(TextChoices):
    FAX = "fax", "FAX"
    PHONE = "phone", "電話"
    POST = "post", "郵送・手渡し"


class Outcome(TextChoices):
    WAITING = "", "まだ"
    SENT = "sent", "送信済"
    DROPPED = "dropped", "送らない"


# What somebody has decided.
SETTLED_SCANS = frozenset({ScanState.LINKED, ScanState.NOT_OURS})
