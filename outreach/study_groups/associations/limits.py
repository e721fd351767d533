"""For how long it is kept who did the work of a secretariat."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

SECRETARIAT_KEPT = declare(
    "group_associations.secretariat_kept",
    name="会の事務局に、だれがいつ就いていたか",
    does="事務局の人でなくなった日から数えます。この日数がたつと、その人の行を消します。"
    "どの機関がいつ事務局だったかは残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=3653,
    source="センターの決まり（10年。会の記録をさかのぼれるように）",
    least=366,
    most=3653,
)
