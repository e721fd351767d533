from django.db.models import TextChoices

from accounts.enums import PublicRole

DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class AskerKind(TextChoices):
    """Who asks, as the counts want it; the contact form offers the same."""

    PERSON = "person", "本人"
    FAMILY = "family", "家族・知人"
    LAWYER = "lawyer", "弁護士・司法の関係者"
    CORRECTIONS = "corrections", "矯正施設・更生保護の関係者"
    WELFARE = "welfare", "福祉の事業所"
    MEDICAL = "medical", "医療機関"
    GOVERNMENT = "government", "行政"
    PRESS = "press", "報道"
    OTHER = "other", "そのほかの方"


class Theme(TextChoices):
    HOUSING = "housing", "住まい"
    MONEY = "money", "暮らし・お金"
    CARE = "care", "医療・介護"
    WELFARE = "welfare", "福祉サービス・手帳"
    WORK = "work", "仕事"
    RECEIVING = "receiving", "受け入れ"
    SYSTEM = "system", "制度・手続き"
    TRAINING = "training", "研修・出前講座"
    OTHER = "other", "そのほか"


class TalkWay(TextChoices):
    PHONE = "phone", "電話"
    VISIT_HERE = "visit_here", "面談（来所）"
    VISIT_THERE = "visit_there", "訪問"
    ONLINE = "online", "オンライン"
    FAX = "fax", "FAX"
    MAIL = "mail", "メール"
    POST = "post", "郵便"
    NO_REPLY = "no_reply", "読んだだけ（返事はいらない）"


class Outcome(TextChoices):
    TOLD = "told", "知りたいことに答えた"
    REFERRED = "referred", "ほかの窓口を案内した"
    TAKEN_UP = "taken_up", "センターの支援につながった"
    GOES_ON = "goes_on", "続けて相談する"
    NOT_REACHED = "not_reached", "連絡がつかなかった"
    MISUSE = "misuse", "いたずら・広告"


class TalkState(TextChoices):
    """Open: a next step is still due."""

    OPEN = "open", "続きがある"
    CLOSED = "closed", "終わり"
