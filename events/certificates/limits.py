from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CERTIFICATES_KEPT = declare(
    "events.certificates_kept",
    name="修了証の記録",
    does="発行した日から数えます。この日数がたつと、記録を消します。番号を確かめても「見つかりません」になります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=3653,
    source="センターの決まり（10年。修了したことを、あとから確かめられるように）",
    least=366,
    most=10958,
)
