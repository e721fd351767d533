from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who enters, checks and publishes figures.
FIGURES_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
# Who decides below which number people could be recognised.
SMALL_COUNTS_ROLES = frozenset({PublicRole.MANAGER})


class Scope(TextChoices):
    """Whose figures they are: the two themes of the public list."""

    OWN = "own", "このセンターの1年"
    NATIONAL = "national", "全国の調査"


class TableState(TextChoices):
    DRAFT = "draft", "下書き"
    SENT = "sent", "確認待ち"
    VERIFIED = "verified", "確認ずみ"
    PUBLISHED = "published", "公開中"


class ChartKind(TextChoices):
    BAR = "bar", "棒（くらべる）"
    STACKED = "stacked", "帯（全体の中の割合）"
    LINE = "line", "折れ線（移り変わり）"
    NONE = "none", "図はつけない"
