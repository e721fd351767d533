"""How long it is kept who walked which path, once they have left."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

KEPT = declare(
    "paths.kept",
    name="はじめての道すじを、だれがどこまで進めたか",
    does="その方が機関やセンターをはなれてからこの日数がたつと、どこまで進めたかの記録を消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（もどってきたときに、続きからできるように）",
    least=30,
    most=1827,
)
