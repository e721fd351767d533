from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ROSTER_SHARED = declare(
    "events.roster_shared",
    name="共催の機関が名簿を見られる期間",
    does="開催日が終わってから数えます。この日数がたつと、名簿を共有した共催の機関からも、名簿が見えなくなります。"
    "申し込みの画面にも出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり",
    least=1,
    most=366,
    is_promised=True,
)
