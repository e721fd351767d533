from foundation.retention import Retention

from .limits import FILLED_KEPT


def retention() -> list[Retention]:
    """Return the time to keep filled forms, with the records behind their numbers."""
    return [
        Retention(
            records="しるしから作った様式のファイルと、数のもとになった記録の一覧",
            limit=FILLED_KEPT,
            counted_from="作った日",
            ground="出した数を、あとからたどれるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
