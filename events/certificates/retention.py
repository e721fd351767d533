from foundation.retention import Retention

from .limits import CERTIFICATES_KEPT


def retention() -> list[Retention]:
    """Return the time to keep certificates."""
    return [
        Retention(
            records="研修・行事と研修動画の修了証に書いたこと（お名前、所属、研修）",
            limit=CERTIFICATES_KEPT,
            counted_from="修了証を発行した日",
            ground="修了したことを、あとから確かめられるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
