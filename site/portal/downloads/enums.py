from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who looks after the library.
LIBRARY_ROLES = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})


class Sheet(TextChoices):
    """Papers that the site lays out itself; everything else is a file that somebody uploaded."""

    LEAFLET = "leaflet", "センターのご案内（A4・1枚）"
    DUTIES = "duties", "センターの仕事（一覧、A4・1枚）"
    PRINCIPLES = "principles", "運営の方針（ポスター、A4・1枚）"
    FLOW = "flow", "支援の流れ（図、A4・1枚）"
    CENTRES = "centres", "全国のセンター（CSV）"
