from foundation.retention import Retention

from .limits import LINES_KEPT, WAITING_KEPT


def retention() -> list[Retention]:
    """Return the times to keep tables that were never applied, and the lines of those that were."""
    return [
        Retention(
            records="センターの表で、取り込んでいないもの",
            limit=WAITING_KEPT,
            counted_from="さいごに確かめた日（確かめていなければ、受け取った日）",
            ground="列を決めて取り込むまでのため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="センターの表を取り込んだときの、行ごとの「前」と「あと」",
            limit=LINES_KEPT,
            counted_from="取り込んだ日（もどしたものは、もどした日）",
            ground="まちがいに気づいたときに、取り込む前にもどすため",
        ),
    ]
