from enum import StrEnum


class Unit(StrEnum):
    """What a limit counts; the value is what readers see behind the number."""

    DAYS = "日"
    BUSINESS_DAYS = "営業日"
    MINUTES = "分"
    HOURS = "時間"
    CLOCK = "時"
    PEOPLE = "人"
    COPIES = "部"


class Kind(StrEnum):
    """What happens at a limit; the value heads its list."""

    RETENTION = "残しておく期間"
    DEADLINE = "いつまでにするか"
    USUAL = "ふだんの値"
