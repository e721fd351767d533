from foundation.retention import Retention

from .limits import KEPT_UNCONFIRMED, RECIPIENT_KEPT


def retention() -> list[Retention]:
    """Return how long addresses are kept. A confirmed one stays until its reader stops the mails."""
    return [
        Retention(
            records="お知らせのメールの、確認がすんでいない宛先",
            limit=KEPT_UNCONFIRMED,
            counted_from="申し込んだ日時",
            ground="申し込みのメールに答えていただくのを待つため",
        ),
        Retention(
            records="送ったお知らせのメールの宛先と本文",
            limit=RECIPIENT_KEPT,
            counted_from="送った日時",
            ground="届かなかったという知らせを受け取るため",
        ),
    ]
