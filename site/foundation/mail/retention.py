from foundation.retention import Retention

from .limits import BODY_KEPT


def kept_mails() -> list[Retention]:
    """Return how long the text of a mail that was sent is kept."""
    return [
        Retention(
            records="送ったメールの本文と予定ファイル",
            limit=BODY_KEPT,
            counted_from="送った日",
            ground="届かなかったときに、もう一度送るため",
        )
    ]
