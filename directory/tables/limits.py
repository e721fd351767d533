from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

WAITING_KEPT = declare(
    "directory.waiting_tables_kept",
    name="取り込んでいない表",
    does="送っただけで取り込んでいない表は、さいごに確かめてからこの日数がたつと、中身ごと消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=30,
    source="センターの決まり（もとの表はセンターにある。個人情報の保護に関する法律 第22条）",
    least=7,
    most=180,
)
LINES_KEPT = declare(
    "directory.applied_table_lines_kept",
    name="取り込んだ表の「前」と「あと」",
    does="取り込んだ表の行ごとの「前」と「あと」は、この日数がたつと消します。そのあとは、取り込む前にもどせません。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=183,
    source="センターの決まり（半年。まちがいに気づいたときに、もどせるように）",
    least=30,
    most=400,
)
