from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who reads what only the centre knows, and who writes it down.
READING_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
WRITING_ROLES = frozenset({PublicRole.STAFF})


class About(TextChoices):
    """The six things about which somebody rings; a case is none of them."""

    TRAINING = "training", "研修のこと"
    LECTURE = "lecture", "出前講座のこと"
    GROUP = "group", "会・会議のこと"
    HOSTING = "hosting", "受け入れを考えたい"
    MATERIAL = "material", "資料がほしい"
    OTHER = "other", "そのほか"


class Sexes(TextChoices):
    """Whom a house takes in."""

    MEN = "men", "男性"
    WOMEN = "women", "女性"
    BOTH = "both", "男性・女性"


class ContactWay(TextChoices):
    """How the centre and an agency were in touch."""

    VISIT = "visit", "訪問"
    PHONE = "phone", "電話"
    MEETING = "meeting", "会議・打ち合わせ"
    MAIL = "mail", "メール"
    FAX = "fax", "FAX"
    POST = "post", "郵送"
    ONLINE = "online", "オンライン"
    TRAINING = "training", "研修・出前講座"
