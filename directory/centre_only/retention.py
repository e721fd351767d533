from foundation.retention import Retention

from .limits import WHOM_KEPT


def retention() -> list[Retention]:
    """Return the time to keep whom of an agency the centre was in touch with."""
    return [
        Retention(
            records="関係機関とのやりとりの「相手（係・役職）」",
            limit=WHOM_KEPT,
            counted_from="やりとりの日",
            ground="話の続きをするため。個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
