from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ACCEPTANCE_HOLDS = declare(
    "directory.acceptance_holds",
    name="受け入れの意向を確かめなおすまで",
    does="受け入れの意向は、この日数がたつと「確かめる機関」の一覧に出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=183,
    source="センターの決まり（半年に1回、確かめる）",
    least=30,
    most=730,
)
WHOM_KEPT = declare(
    "directory.contact_met_with_kept",
    name="やりとりの記録の「相手」",
    does="やりとりの日から、この日数がたつと「相手（係・役職）」を消します。用件と結果は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。個人情報の保護に関する法律 第22条）",
    least=180,
    most=3660,
)
