from foundation.retention import Retention

from .limits import COPIES_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what municipalities ticked on their start-up guides."""
    return [
        Retention(
            records="市町村が印をつけた、準備の手引き（機関の名前と日にち。人の名前は残りません）",
            limit=COPIES_KEPT,
            counted_from="その年度の終わりの日",
            ground="あとの年に、いつ何をしたかを見返せるように",
        )
    ]
