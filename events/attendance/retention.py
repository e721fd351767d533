from foundation.retention import Retention

from .limits import TIMES_KEPT


def retention() -> list[Retention]:
    """Return the time to keep who came when."""
    return [
        Retention(
            records="研修・行事の当日に、だれが何時に来て何時に帰ったか、どのグループだったか",
            limit=TIMES_KEPT,
            counted_from="開催日",
            ground="受講した時間を確かめなおせるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
