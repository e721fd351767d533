from foundation.retention import Retention

from .limits import MONEY_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what members of committees were paid."""
    return [
        Retention(
            records="委員会の委員に払った謝金・旅費の記録",
            limit=MONEY_KEPT,
            counted_from="払った日（まだなら、会議の日）",
            ground="会計の帳簿として",
        )
    ]
