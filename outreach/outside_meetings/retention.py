from foundation.retention import Retention

from .limits import QUESTIONS_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what offices asked about their kits."""
    return [
        Retention(
            records="はじめて受け入れる事業所の質問と、その答え",
            limit=QUESTIONS_KEPT,
            counted_from="聞いた日か、さいごに答えた日",
            ground="事業所が、答えを読み直せるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
