"""How long addresses of the digest are kept."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

KEPT_UNCONFIRMED = declare(
    "digest.kept_unconfirmed",
    name="確認がすんでいない宛先を残す期間",
    does="お知らせのメールに申し込んだ人が、確認のボタンを押せる期間です。"
    "この日数がたつと、ボタンは使えなくなり、宛先を自動で消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=3,
    source="個人情報の保護に関する法律 第22条（いらなくなったら、遅滞なく消す）。日数はセンターの決まり",
    least=1,
    most=14,
)
RECIPIENT_KEPT = declare(
    "digest.recipient_kept",
    name="送ったお知らせのメールの宛先を残す期間",
    does="届かなかった知らせを待つ期間です。この日数がたつと、だれに送ったかと本文を自動で消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=14,
    source="個人情報の保護に関する法律 第22条（いらなくなったら、遅滞なく消す）。日数はセンターの決まり",
    least=3,
    most=90,
)
