"""For how long somebody may watch by a card before they show it again."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CARD_OPENS = declare(
    "watching.card_opens",
    name="カードで入った人が、続けて見られる時間",
    does="カードの番号とPINを入れてから、この時間がたつと、もう一度入れてもらいます。みんなで使うタブレットのためです。",
    unit=Unit.HOURS,
    kind=Kind.USUAL,
    default=8,
    source="センターの決まり（一つの勤務のあいだ）",
    least=1,
    most=24,
)
