from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who works with the queue. What people wrote is read by named readers only (`rules.may_read`).
DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
NAMING_ROLES = frozenset({PublicRole.MANAGER})


class SubjectClass(TextChoices):
    LIVING = "living", "住まい・暮らし"
    RECEIVING = "receiving", "受け入れの相談"
    TRAINING = "training", "研修・出前講座"
    VISIT = "visit", "取材・見学"
    OTHER = "other", "そのほか"


class ReplyWay(TextChoices):
    PHONE = "phone", "電話"
    FAX = "fax", "FAX"
    MAIL = "mail", "メール"
    POST = "post", "郵便"
    NONE = "none", "返事はいらない"


class BestTime(TextChoices):
    """When the centre may phone; the clock times beside the words come from the opening hours."""

    ANY = "any", "いつでもよい"
    MORNING = "morning", "開いている日の午前"
    AFTERNOON = "afternoon", "開いている日の午後"


class MessageState(TextChoices):
    NEW = "new", "新しい"
    ASSIGNED = "assigned", "担当あり"
    ANSWERED = "answered", "返事ずみ"
    CLOSED = "closed", "終わり"
    ERASED = "erased", "内容を消した"


OPEN_STATES = (MessageState.NEW, MessageState.ASSIGNED)
DONE_STATES = (MessageState.ANSWERED, MessageState.CLOSED)
