from django.db.models import TextChoices


class Period(TextChoices):
    """In which time of a hand-off two sides looked back."""

    OVERLAP = "overlap", "併走のあいだ"
    BACKUP = "backup", "後方支援のあいだ"


class Outcome(TextChoices):
    """What a review comes to."""

    GO_ON = "go_on", "このまま続ける"
    CHANGE = "change", "やり方を変えて続ける"
    END = "end", "終える"


class EntryState(TextChoices):
    """Where one contact of the follow-up diary stands."""

    DUE = "due", "これから"
    DONE = "done", "しました"
    SKIPPED = "skipped", "しませんでした"


class ContactWay(TextChoices):
    """How somebody was in touch."""

    VISIT = "visit", "訪問"
    PHONE = "phone", "電話"
    OFFICE = "office", "来所"
    MEETING = "meeting", "ケア会議"
    ONLINE = "online", "オンライン"
    LETTER = "letter", "手紙"


class AdviceClass(TextChoices):
    """What the advice was about (seed 003, duty 2: 処遇面の助言)."""

    DAILY = "daily", "毎日の暮らし"
    CARE = "care", "かかわり方"
    HEALTH = "health", "体、薬、通院"
    MONEY = "money", "お金"
    WORK = "work", "仕事、通い先"
    TROUBLE = "trouble", "トラブル"
    PROCEDURE = "procedure", "手続き、サービス"
    NONE = "none", "助言はなし"
