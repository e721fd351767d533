"""How long paper is kept."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

SCAN_KEPT = declare(
    "events.paper_scan_kept",
    name="届いた紙の画像",
    does="取り込んだ日からこの日数がたつと、画像を消します。まだ片づけていない紙も、消えます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=180,
    source="センターの決まり（入力した内容を確かめるため。個人情報の保護に関する法律 第22条）",
    least=7,
    most=1100,
)
LETTER_KEPT = declare(
    "events.paper_letter_kept",
    name="FAX・電話・郵送で送ったものの控え",
    does="できた日からこの日数がたつと、伝えた内容の控えを消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（「聞いていない」と言われたときに確かめるため）",
    least=30,
    most=1830,
)
