from foundation.retention import Retention

from .limits import ANSWERS_KEPT, COPIES_KEPT, PEOPLE_KEPT, RECUSALS_KEPT

GROUND = "個人情報の保護に関する法律 第22条により、いらなくなったら消します"


def retention() -> list[Retention]:
    """Return the times to keep who came to meetings or left the room, held papers, said which day suits."""
    return [
        Retention(
            records="会議に、だれが出たか",
            limit=PEOPLE_KEPT,
            counted_from="会議を開いた日",
            ground=f"会の年ごとの報告を見直せるように。{GROUND}",
        ),
        Retention(
            records="議事要旨の案への意見",
            limit=PEOPLE_KEPT,
            counted_from="意見を書いた日",
            ground=f"議事要旨を確かめるために。{GROUND}",
        ),
        Retention(
            records="会議で、議題のときに席を外した方の記録",
            limit=RECUSALS_KEPT,
            counted_from="席を外すと書いた日",
            ground=f"決め方が正しかったかを、たどれるように。{GROUND}",
        ),
        Retention(
            records="会議の番号をつけた資料を、だれにわたしたか",
            limit=COPIES_KEPT,
            counted_from="返った日、処分した日、なくなったとわかった日",
            ground=f"もれたおそれがあるときに、たどれるように。{GROUND}",
        ),
        Retention(
            records="会議の日程の調整への、一人ひとりの返事",
            limit=ANSWERS_KEPT,
            counted_from="会議を開いた日（開かなかったときは、候補の日）",
            ground=f"日を決めるために。{GROUND}",
        ),
        Retention(
            records="会の回への、欠席の返事",
            limit=ANSWERS_KEPT,
            counted_from="欠席を知らせた日",
            ground=f"だれが来るかを確かめるために。{GROUND}",
        ),
    ]
