from django.db import models

from accounts.enums import PublicRole

# Who makes courses, and who alone opens them (E1).
VIDEO_DESK_ROLES = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})
OPENING_ROLES = frozenset({PublicRole.MANAGER})


class Language(models.TextChoices):
    """What captions are written in; readers find their own by its own name."""

    JA = "ja", "日本語"
    EASY = "easy", "やさしい日本語"
    EN = "en", "English（英語）"
    ZH = "zh", "中文（中国語）"
    VI = "vi", "Tiếng Việt（ベトナム語）"
    ID = "id", "Bahasa Indonesia（インドネシア語）"
    PT = "pt", "Português（ポルトガル語）"
    TL = "tl", "Tagalog（タガログ語）"
    NE = "ne", "नेपाली（ネパール語）"
    MY = "my", "မြန်မာ（ミャンマー語）"

    @property
    def tag(self) -> str:
        """The language as browsers know it."""
        return "ja-x-easy" if self is Language.EASY else str(self.value)

    @property
    def own_name(self) -> str:
        """The name without its translation."""
        return str(self.label).partition("（")[0]


# Their sentences are written without spaces between words.
UNSPACED = frozenset({Language.JA, Language.EASY, Language.ZH})
