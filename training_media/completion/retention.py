from foundation.retention import Retention

from .limits import ANSWERS_KEPT, COMPLETIONS_KEPT

LAW = "個人情報の保護に関する法律 第22条により、いらなくなったら消します"


def retention() -> list[Retention]:
    """Return the times to keep answers, and the names of those who completed a course."""
    return [
        Retention(
            records="研修の動画の、確かめの質問への一つひとつの答え",
            limit=ANSWERS_KEPT,
            counted_from="答えた日",
            ground=f"答えを確かめなおせるように。{LAW}",
        ),
        Retention(
            records="研修の動画を修了した人の名前・フリガナ・所属",
            limit=COMPLETIONS_KEPT,
            counted_from="修了した日",
            ground=f"修了したことを、あとから確かめられるように。{LAW}",
        ),
    ]
