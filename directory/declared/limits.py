from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

LINK_HOLDS = declare(
    "directory.entry_link_holds",
    name="名簿を書くためのリンクが使える期間",
    does="機関に送った、一度だけのリンクは、この日数がたつと使えなくなります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり（FAXや郵便で届いてから、ひと月で書けるように）",
    least=7,
    most=90,
)
CONFIRM_AFTER = declare(
    "directory.entry_confirm_after",
    name="名簿の内容を確かめてもらうまで",
    does="機関が確かめてから、この日数がたつと「そろそろ確かめる」と出て、確かめるお願いが届きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=182,
    source="センターの決まり（半年ごとに確かめる）",
    least=60,
    most=400,
)
OLD_AFTER = declare(
    "directory.entry_old_after",
    name="名簿の内容が古くなるまで",
    does="機関が確かめてから、この日数がたつと「古い」と出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（1年に1度は、必ず確かめる）",
    least=90,
    most=1000,
)
