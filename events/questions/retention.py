from foundation.retention import Retention

from .limits import AGENCY_ANSWER_KEPT, ANSWER_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what applicants and agencies answered."""
    return [
        Retention(
            records="研修・行事の申し込みで、おたずねしたことへの答えと、送られたファイル",
            limit=ANSWER_KEPT,
            counted_from="研修・行事が終わった日",
            ground="当日の準備と、翌年度の計画のため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="研修・行事の申し込みで、事業所に1回だけおたずねした答え",
            limit=AGENCY_ANSWER_KEPT,
            counted_from="さいごに答えた日",
            ground="同じことを何度もたずねないため。いらなくなったら消します",
        ),
    ]
