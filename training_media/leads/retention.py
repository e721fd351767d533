from foundation.retention import Retention

from .limits import CONTACT_KEPT


def retention() -> list[Retention]:
    """Return the time to keep who would like to hear more."""
    return [
        Retention(
            records="研修の動画を見て「話を聞きたい」と送った方の名前・連絡先・ことばと、"
            "「受け入れを、いまは考えていない」に書かれたことば",
            limit=CONTACT_KEPT,
            counted_from="結果が出た日か、次に連絡する日。動かないものは、さいごに書いた日。"
            "「受け入れを、いまは考えていない」は、答えた日",
            ground="次の訪問の相談のため。個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
