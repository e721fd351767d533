from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who writes questions, guides and practices, and says that they were checked.
KEEPERS = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})


class State(TextChoices):
    """How an answer stands on a day: derived from its dates, never stored."""

    CURRENT = "current", "いまの答え"
    TO_CHECK = "to_check", "確かめる時期"
    REVISED = "revised", "前の答え"
    EXPIRED = "expired", "期限切れ"
    FUTURE = "future", "これから"


class Theme(TextChoices):
    """What a question is about, in the order in which readers find them."""

    WHO_RUNS = "who_runs", "だれが行うか"
    WORK = "work", "どんなことをするか"
    ROLES = "roles", "役割の分け方"
    PERSON = "person", "本人への支援"
    HOSTING = "hosting", "受け入れと加算"
    BODIES = "bodies", "ほかの機関との関わり"
    PRIVACY = "privacy", "個人情報"
    MONEY = "money", "予算と手続き"


class Audience(TextChoices):
    """Whom an answer is for."""

    MUNICIPALITY = "municipality", "市町村"
    CORE_CENTRE = "core_centre", "基幹相談支援センター"
    COUNSELLING = "counselling", "相談支援事業所"
    OFFICE = "office", "受け入れる事業所"
    LAWYER = "lawyer", "弁護士・司法の機関"


class PartKind(TextChoices):
    """What one part of a guide is."""

    TEXT = "text", "文章"
    STEP = "step", "手順の1つ"
    QUOTE = "quote", "資料のことば"
    WORD = "word", "古いことば"


class PracticeKind(TextChoices):
    """By what a practice is looked for."""

    COMMITTEE = "committee", "検討委員会"
    AREA_MEETING = "area_meeting", "圏域の会議"
    ROLES = "roles", "役割分担"
    TRAINING = "training", "研修・勉強会"
    COMMUNITY = "community", "地域の会"
    HOSTING = "hosting", "住まい・受け入れ"
    VIDEO = "video", "動画"
