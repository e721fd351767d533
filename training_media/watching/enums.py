from django.db.models import TextChoices


class Way(TextChoices):
    """By what somebody came to the player."""

    ACCOUNT = "account", "ログインして"
    CARD = "card", "事業所のカードで"
    PERSONAL = "personal", "一人ずつのカードで"
    NOBODY = "nobody", "記録しないで"


class Rendition(TextChoices):
    """In what form a recording is played."""

    P720 = "720", "ふつうの画質"
    P360 = "360", "軽い画質（遅い回線に）"
    AUDIO = "audio", "音だけ"
