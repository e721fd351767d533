from django.db.models import TextChoices


class Duty(TextChoices):
    """Which of the centre's duties a case belongs to (地域生活定着促進事業)."""

    SPECIAL_ADJUSTMENT = "special_adjustment", "特別調整"
    GENERAL_ADJUSTMENT = "general_adjustment", "一般調整"
    SUSPECT_SUPPORT = "suspect_support", "被疑者等支援"
    FOLLOW_UP = "follow_up", "フォローアップ"
    CONSULTATION = "consultation", "相談支援"


class OriginKind(TextChoices):
    """The document by which a case began."""

    SPECIAL_ADJUSTMENT_REQUEST = "special_adjustment_request", "特別調整協力等依頼書"
    CENTRE_COOPERATION_REQUEST = "centre_cooperation_request", "支援業務協力依頼書"
    CONSULTATION = "consultation", "相談"


class Place(TextChoices):
    """Every case has two named people."""

    MAIN = "main", "主担当"
    SECOND = "second", "副担当"


class HowExplained(TextChoices):
    """How somebody was asked for consent."""

    INTERVIEW = "interview", "面談"
    DOCUMENT = "document", "書面"
    WRITTEN_FOR = "written_for", "代筆"
    REPRESENTATIVE = "representative", "代理"
