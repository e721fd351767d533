from foundation.retention import Retention

from .limits import REPORTS_KEPT, UNUSED_KEPT


def retention() -> list[Retention]:
    """Return the times to keep what players reported, and names of people who watched nothing."""
    return [
        Retention(
            records="研修の動画を、だれがいつ、どこからどこまで再生したかの細かい記録",
            limit=REPORTS_KEPT,
            counted_from="見始めた日",
            ground="見た時間を確かめなおせるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="研修の動画を見る人として書かれ、何も見なかった人のお名前",
            limit=UNUSED_KEPT,
            counted_from="名前を書いた日",
            ground="あとから見る人が、もう一度書かずにすむように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
    ]
