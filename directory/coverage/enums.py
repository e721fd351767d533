from django.db.models import TextChoices

from accounts.enums import PublicRole
from directory.enums import AGENCY_DESK_ROLES

# Who keeps the registers of places and people; whoever else reads them does so through pages of their own.
REGISTER_ROLES = AGENCY_DESK_ROLES
PARTNER_READERS = frozenset(
    {PublicRole.PARTNER, PublicRole.PARTNER_ADMIN, PublicRole.FACILITATOR, *REGISTER_ROLES}
)


class WindowState(TextChoices):
    """How far a municipality is with 連携強化事業 in a fiscal year."""

    NOT_YET = "not_yet", "まだ決まっていない"
    PLANNED = "planned", "予定している"
    RUNNING = "running", "行っている"
    ENDED = "ended", "終わった"


class KeyRole(TextChoices):
    """What a person is for an area."""

    ADVISER = "adviser", "地域アドバイザー"
    LIAISON = "liaison", "圏域の連絡役"
    COUNCIL = "council", "自立支援協議会の世話役"
    OTHER = "other", "そのほかの役割"


class ExpertState(TextChoices):
    """How far the centre is with asking an expert."""

    CANDIDATE = "candidate", "候補"
    ASKED = "asked", "お願いしている"
    AGREED = "agreed", "引き受けてくださった"
    RESTING = "resting", "いまはお休み"


class FeeClass(TextChoices):
    """What a lecture or a session costs, by class and never as a sum."""

    NONE = "none", "謝金なし"
    TRAVEL = "travel", "交通費だけ"
    CENTRE = "centre", "センターの謝金の基準"
    OTHER = "other", "別に相談"
