from foundation.retention import Retention

from .limits import REPORTS_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what players reported."""
    return [
        Retention(
            records="研修の動画を、だれがいつ、どこからどこまで再生したかの細かい記録",
            limit=REPORTS_KEPT,
            counted_from="見始めた日",
            ground="見た時間を確かめなおせるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
