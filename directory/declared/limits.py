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
