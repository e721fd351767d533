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
