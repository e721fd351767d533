from foundation.retention import Retention

from .limits import PEOPLE_KEPT, SHELF_REMOVED_AFTER


def retention() -> list[Retention]:
    """Return the times to keep who stood for an agency in a community, and files of its shelf."""
    return [
        Retention(
            records="会で、機関の代表・代理・会員だった方の記録と、入会の申し込み",
            limit=PEOPLE_KEPT,
            counted_from="役を終えた日、返事をした日",
            ground="会の年ごとの報告を見直せるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="会の資料のファイル（いつまで開けるかを書いたもの）",
            limit=SHELF_REMOVED_AFTER,
            counted_from="開けるさいごの日",
            ground="だれも開けない資料は、要りません。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
    ]
