from foundation.retention import Retention
from outreach.study_groups.limits import PEOPLE_KEPT

from .limits import TALK_KEPT


def retention() -> list[Retention]:
    """Return the times to keep what was written on the board, and who knows much."""
    return [
        Retention(
            records="会の掲示板の話題と書きこみ、書いた方のお名前",
            limit=TALK_KEPT,
            counted_from="話題に、さいごに書かれた日",
            ground="会員の話し合いのために。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="会の掲示板の「くわしい人」の一覧（お名前と、くわしいこと）",
            limit=PEOPLE_KEPT,
            counted_from="会で、機関の人でなくなった日（一覧には、その日から出ません）",
            ground="会員が、くわしい人に質問できるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
    ]
