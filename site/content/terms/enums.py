from django.db.models import TextChoices


class Kind(TextChoices):
    """What a word belongs to."""

    SYSTEM = "system", "制度"
    BODY = "body", "機関・場所"
    JUSTICE = "justice", "刑事司法"
    WELFARE = "welfare", "福祉"
    WORDING = "wording", "言いかえ"


class Level(TextChoices):
    """What an editor is told who writes one of the old words."""

    REPLACE = "replace", "言いかえる"
    CAREFUL = "careful", "気をつける"
    NONE = "none", "知らせない"
