"""What of campaigns is a matter of days."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

REMINDED_BEFORE = declare(
    "campaigns.reminded_before",
    name="研修動画の期限が近いことを知らせる日（何日前か）",
    does="視聴期限のこの日数前に、まだ始めていない事業所と、途中で止まっている事業所に、メールかFAXで知らせます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=7,
    source="センターの決まり",
    least=1,
    most=60,
)
STUCK_AFTER = declare(
    "campaigns.stuck_after",
    name="研修動画が「途中で止まっている」とみるまで",
    does="最後に見た日からこの日数がたつと、事業所の一覧に「途中で止まっている」と出て、お知らせの相手になります。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=7,
    source="センターの決まり",
    least=1,
    most=60,
)
NAMES_KEPT = declare(
    "campaigns.names_kept",
    name="研修動画のために事業所が登録した名前",
    does="その事業所が見られる視聴期間がすべて終わってからこの日数がたつと、登録した名前の一覧を消します。見た記録は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=180,
    source="センターの決まり（次の研修までに使わない名前は持たない）",
    least=30,
    most=1096,
)
