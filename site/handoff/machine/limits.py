"""How long a receiver has, and how often two sides look back. A limit warns or closes; it never opens."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ACKNOWLEDGE = declare(
    "machine.acknowledge",
    name="引継ぎの依頼を開くまで",
    does="送ってからこの営業日までに相手が検討を始めないと、期限が過ぎたと両方に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=3,
    source="センターの決まり",
    least=1,
    most=20,
)
DECIDE = declare(
    "machine.decide",
    name="引継ぎの返事をするまで",
    does="検討を始めてからこの営業日までに返事がないと、期限が過ぎたと両方に出ます。人が終わらせるまで閉じません。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=10,
    source="センターの決まり",
    least=1,
    most=60,
)
DECIDE_URGENT = declare(
    "machine.decide_urgent",
    name="いそぎの引継ぎの返事をするまで",
    does="被疑者等支援など、いそぐ引継ぎの返事の期限です。検討を始めるのは、その日のうちです。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=3,
    source="センターの決まり",
    least=1,
    most=10,
)
