from django.db.models import TextChoices


class LetterState(TextChoices):
    """Where an opinion letter stands."""

    ASKED = "asked", "たのまれました"
    CHECKED = "checked", "確かめて、書きました"
    ISSUED = "issued", "出しました"
    REISSUED = "reissued", "もう一度出しました"


class LetterDeed(TextChoices):
    """What moves an opinion letter; each is one row of `rules.STEPS`."""

    ISSUE = "issue", "番号をつけて出す"
    REISSUE = "reissue", "もう一度出す"


class AdditionKind(TextChoices):
    """For which addition an office asks (seed 003, duty 2)."""

    COMMUNITY_MOVE = "ra_community_move", "地域生活移行個別支援特別加算"
    SOCIAL_LIFE = "ra_social_life", "社会生活支援特別加算"
