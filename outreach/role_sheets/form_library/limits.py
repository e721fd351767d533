"""How long filled forms are kept, and how often somebody looks at a form again."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

FILLED_KEPT = declare(
    "form_library.filled_kept",
    name="しるしから作った様式のファイルと、もとの記録",
    does="作った日からこの日数がたつと、ファイルと「どの数がどの記録からか」を消します。"
    "だれが、いつ、どの年度の様式を作ったかは残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=731,
    source="センターの決まり（次の年度の報告を出すまで、前の年度の数をたどれるように）",
    least=30,
    most=3653,
)
CHECKED_EVERY = declare(
    "form_library.checked_every",
    name="様式の内容を、次に確かめるまで",
    does="「内容を確かめた」を押した日からこの日数がたつと、職員の「確かめるもの」に出ます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=365,
    source="センターの決まり（年に1回、様式が変わっていないかを見る）",
    least=30,
    most=1096,
)
