from foundation.retention import Retention

from .limits import SECRETARIAT_KEPT


def retention() -> list[Retention]:
    """Return the time to keep who did the work of a secretariat."""
    return [
        Retention(
            records="任意団体の、事務局の人だった方の記録",
            limit=SECRETARIAT_KEPT,
            counted_from="事務局の人でなくなった日",
            ground="会の記録をさかのぼれるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
