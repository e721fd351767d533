from dataclasses import dataclass
from datetime import timedelta

from . import rules


@dataclass(frozen=True)
class Retention:
    """How long one class of records is kept, from when, and on what ground."""

    records: str
    kept: timedelta
    counted_from: str
    ground: str


def retention() -> list[Retention]:
    """Return the time to keep what people wrote on the contact form."""
    return [
        Retention(
            records="問い合わせの文章・名前・連絡先",
            kept=rules.KEPT_AFTER_ANSWER,
            counted_from="返事をした日",
            ground="個人情報の保護に関する法律 第22条",
        )
    ]
