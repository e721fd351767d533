from foundation.retention import Retention

from .limits import REQUEST_KEPT


def retention() -> list[Retention]:
    """Return the time to keep who asked for a lecture."""
    return [
        Retention(
            records="出前講座を頼んだ方の名前・連絡先と、書かれた連絡",
            limit=REQUEST_KEPT,
            counted_from="講座の日、お断りした日、取りやめた日。動かない依頼は、さいごの手続きの日",
            ground="翌年度の講座の相談のため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
