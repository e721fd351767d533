from foundation.retention import Retention

from .limits import LETTER_KEPT, SCAN_KEPT


def retention() -> list[Retention]:
    """Return the time to keep what came in and what went out on paper."""
    ground = "個人情報の保護に関する法律 第22条により、いらなくなったら消します"
    return [
        Retention("FAX・郵送で届いた紙の画像", SCAN_KEPT, "取り込んだ日", f"入力の確かめのため。{ground}"),
        Retention(
            "FAX・電話・郵送で送ったものの控え",
            LETTER_KEPT,
            "できた日",
            f"送ったかどうかの確かめのため。{ground}",
        ),
    ]
