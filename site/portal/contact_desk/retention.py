from foundation.retention import Retention

from .limits import KEPT_AFTER_ANSWER


def retention() -> list[Retention]:
    """Return the time to keep what people wrote on the contact form."""
    return [
        Retention(
            records="問い合わせの文章・名前・連絡先",
            limit=KEPT_AFTER_ANSWER,
            counted_from="返事をした日",
            ground="お返事のあとで聞き返されたときのため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
