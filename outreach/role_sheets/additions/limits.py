from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CHECK_HOLDS = declare(
    "reward_additions.check_holds",
    name="報酬の加算を確かめ直すまで",
    does="センター長が加算や1単位の単価を確かめると、この日数のあとに、もう一度「確かめる時期」になります。"
    "変えると、次に確かめたときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（報酬は、年度の変わり目に変わることがある）",
    least=30,
    most=1095,
)
