"""How long a signed receipt may take. The limit warns; it closes nothing."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

RECEIPT = declare(
    "papers.receipt",
    name="受領書がもどるまで",
    does="書類を送ってからこの営業日までに受領書がもどらないと、「受領書がまだ」の一覧の上に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=7,
    source="センターの決まり",
    least=1,
    most=30,
)
