from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ENDED_KEPT = declare(
    "directory.ended_roles_kept",
    name="任期を終えたキーパーソンと、お休みの専門職",
    does="キーパーソンは任期の終わりから、専門職は「いまはお休み」になってから、この日数がたつと名簿から消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。前の担当の方に聞くことがあるため。個人情報の保護に関する法律 第22条）",
    least=90,
    most=3660,
)
