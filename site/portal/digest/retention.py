from foundation.retention import Retention

from . import rules


def retention() -> list[Retention]:
    """Return how long addresses are kept. A confirmed one stays until its reader stops the mails."""
    return [
        Retention(
            records="お知らせのメールの、確認がすんでいない宛先",
            kept=rules.KEPT_UNCONFIRMED,
            counted_from="申し込んだ日時",
            ground="個人情報の保護に関する法律 第22条",
        ),
        Retention(
            records="送ったお知らせのメールの宛先と本文",
            kept=rules.RECIPIENT_KEPT,
            counted_from="送った日時",
            ground="個人情報の保護に関する法律 第22条",
        ),
    ]
