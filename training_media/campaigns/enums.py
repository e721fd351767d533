from django.db.models import TextChoices

from accounts.enums import PublicRole

CAMPAIGN_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class CampaignState(TextChoices):
    """How a campaign stands on a day; it follows from its days alone."""

    SCHEDULED = "scheduled", "これから"
    OPEN = "open", "視聴期間中"
    ENDED = "ended", "終わり"


class AudienceBy(TextChoices):
    """Who belongs to a campaign besides those who hold a card."""

    INVITATION = "invitation", "案内した事業所だけ"
    KIND = "kind", "種類と圏域に当てはまる事業所も（登録した人がログインして見る）"


class Progress(TextChoices):
    """How far an agency has come in a course."""

    NOT_STARTED = "not_started", "まだ始めていない"
    UNDER_WAY = "under_way", "見ている途中"
    STUCK = "stuck", "途中で止まっている"
    THROUGH = "through", "見終わった人がいる"


class Way(TextChoices):
    """How an agency is reminded: the first way that there is; none again on the day of a reminder."""

    MAIL = "mail", "メール"
    FAX = "fax", "FAX"
    TODAY = "today", "きょう、もう知らせた（2度は送らない）"
    NONE = "none", "送れない（メールもFAXもない、または断られている）"

    @property
    def is_letter(self) -> bool:
        return self in (Way.MAIL, Way.FAX)
