from foundation.retention import Retention

from .limits import APPLICATION_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what people wrote to get an account."""
    return [
        Retention(
            records="ログインの登録を申し込んだ方の名前・連絡先、お断りしたわけ",
            limit=APPLICATION_KEPT,
            counted_from="招待したか、お断りした日。決めていないときは、さいごの手続きの日",
            ground="聞き返されたときのため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
