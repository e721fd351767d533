from foundation.retention import Retention

from .limits import NAMES_KEPT, WORDS_KEPT


def retention() -> list[Retention]:
    """Return the times to keep who has watched, and what they wrote beside."""
    return [
        Retention(
            records="研修の動画を見た方の、お名前・フリガナ・職種",
            limit=NAMES_KEPT,
            counted_from="最後に見た日",
            ground="事業所が、研修の記録を監査で示せるように。"
            "個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
        Retention(
            records="研修の動画を「見ました」と知らせた方が、書いたひとこと",
            limit=WORDS_KEPT,
            counted_from="知らせた日",
            ground="研修をよくするために。個人情報の保護に関する法律 第22条により、いらなくなったら消します",
        ),
    ]
