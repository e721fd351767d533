from django.db.models import TextChoices


class Audience(TextChoices):
    """Who reads a message: the asking side alone, or both."""

    INSIDE = "inside", "内部"
    SHARED = "shared", "相手にも見せる"


class HeardBy(TextChoices):
    """How a receiver on paper said something."""

    PHONE = "phone", "電話"
    VISIT = "visit", "会って"
    FAX = "fax", "FAX"
    LETTER = "letter", "手紙"
    MEETING = "meeting", "会議"
