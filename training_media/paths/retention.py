from foundation.retention import Retention

from .limits import KEPT


def retention() -> list[Retention]:
    """Return the time to keep how far people came on their paths."""
    return [
        Retention(
            records="はじめての道すじを、だれがどこまで進めたか",
            limit=KEPT,
            counted_from="その機関やセンターをはなれた日",
            ground="新しく担当になった方を、職場が支えられるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
