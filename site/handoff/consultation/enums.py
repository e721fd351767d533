from django.db.models import TextChoices


class RequestState(TextChoices):
    """Where a consultation request stands."""

    ASKED = "asked", "届きました"
    TAKEN = "taken", "考えています"
    ANSWERED = "answered", "答えました"
    CLOSED = "closed", "終わりました"


class RequestDeed(TextChoices):
    """What moves a consultation request; each is one row of `rules.STEPS`."""

    TAKE = "take", "受けもつ"
    ANSWER = "answer", "答える"
    CLOSE = "close", "終える"


class Urgency(TextChoices):
    """By when an answer is needed."""

    TODAY = "today", "今日のうちに"
    SOON = "soon", "数日のうちに"
    NO_HURRY = "no_hurry", "いそぎません"


class Topic(TextChoices):
    """What is asked about (seed 001, FU slides; seed 002, practice 5: トラブル時の助言)."""

    TROUBLE = "trouble", "トラブル、近所とのこと"
    CARE = "care", "かかわり方"
    HEALTH = "health", "体、薬、通院"
    MONEY = "money", "お金、借金、後見"
    HOUSING = "housing", "住まい、退去"
    WORK = "work", "仕事、通い先"
    PROCEDURE = "procedure", "手続き、制度"
    LAW = "law", "裁判、保護観察"
    OTHER = "other", "そのほか"


class Source(TextChoices):
    """From whom a request first came (seed 004, Q6: 弁護士会等からの依頼)."""

    OWN = "own", "自分たちの相談"
    BAR = "bar", "弁護士会・弁護士"
    LEGAL_SUPPORT = "legal_support", "法テラス"
    PROSECUTORS = "prosecutors", "検察庁"
    HOSPITAL = "hospital", "病院"
    FAMILY = "family", "本人・家族"
    OTHER = "other", "そのほか"
