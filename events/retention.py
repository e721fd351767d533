from foundation.retention import Retention

from .limits import APPLICANTS_KEPT


def retention() -> list[Retention]:
    """Return the time to keep who applied for events and who took part."""
    return [
        Retention(
            records="研修・行事に申し込んだ方と参加した方の、お名前、連絡先、仕事、配慮、連絡",
            limit=APPLICANTS_KEPT,
            counted_from="その研修・行事のさいごの開催日",
            ground="法令で定められた研修を受けたことを、事業所が確かめられるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        )
    ]
