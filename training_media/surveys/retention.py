from events.questionnaires.limits import ANSWERED_KEPT, WORDS_KEPT
from foundation.retention import Retention


def retention() -> list[Retention]:
    """Return the time to keep which viewers answered, and what was written in words."""
    return [
        Retention(
            records="研修動画のアンケートに、だれが答えたかの印",
            limit=ANSWERED_KEPT,
            counted_from="アンケートを締め切った日",
            ground="修了の条件を確かめるため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="研修動画のアンケートに、文で書かれた答え",
            limit=WORDS_KEPT,
            counted_from="アンケートを締め切った日",
            ground="次の研修動画に役立てるため。文の中に、人のことが書かれていることがあるので、"
            "いらなくなったら消します",
        ),
    ]
