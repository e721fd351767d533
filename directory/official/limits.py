from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

FILES_KEPT = declare(
    "directory.import_files_kept",
    name="取り入れた公表データのファイル",
    does="受け取ったファイルは、この日数がたつと消します。取り入れた記録と、変わったことの一覧は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=400,
    source="センターの決まり（次の年のデータと見くらべられるように）",
    least=30,
    most=1100,
)
