from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CHECK_HOLDS = declare(
    "facts.check_holds",
    name="数字を確かめ直すまで",
    does="ページに出る数字を確かめると、この日数のあとに、もう一度「確かめる時期」になります。"
    "変えると、次に確かめたときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（報酬や制度は、年度ごとに変わることがある）",
    least=30,
    most=1095,
)
