from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

TIMES_KEPT = declare(
    "events.attendance_times_kept",
    name="来た時刻・帰った時刻とグループ",
    does="開催日から数えます。この日数がたつと、時刻とグループ分けを消します。"
    "受講した時間（分）と、遅刻・早退がなかったことは、修了証のために残します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=366,
    source="センターの決まり（1年。受講した時間を確かめなおせるように）",
    least=30,
    most=1830,
)
