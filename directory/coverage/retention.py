from foundation.retention import Retention

from .limits import ENDED_KEPT


def retention() -> list[Retention]:
    """Return the time to keep key persons and experts of before."""
    return [
        Retention(
            records="任期を終えた地域のキーパーソンと、お休みの専門職の記録",
            limit=ENDED_KEPT,
            counted_from="任期の終わった日、お休みになった日",
            ground="前の担当の方に聞くことがあるため。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
