from foundation.retention import Retention

from .limits import NAMES_KEPT


def retention() -> list[Retention]:
    """Return the time to keep the names that agencies gave."""
    return [
        Retention(
            records="研修の動画を見る人として、事業所が前もって登録した名前・フリガナ・職種",
            limit=NAMES_KEPT,
            counted_from="その事業所の最後の視聴期間が終わった日",
            ground="カードで見る人が、名前を選べるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
