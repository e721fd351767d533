"""How long the words of a case sheet stay after its last day, and who looked at it; how many copies."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

from .rules import HIGHEST_NUMBER

REMOVED_AFTER = declare(
    "group_case_sheets.removed_after",
    name="事例シートの文を、読める日のあと消すまで",
    does="読める最後の日（ふだんは会の日）からこの日数がたった夜に、文を消します。1日なら、その日が終わった夜です。"
    "いつ、どの会のシートを消したかだけが残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1,
    source="センターの決まり（事例検討の会が終わったら、文を残さない）",
    least=1,
    most=30,
)
VIEWS_KEPT = declare(
    "group_case_sheets.views_kept",
    name="事例シートを、だれがいつ開いたか",
    does="開いた日からこの日数がたつと、記録を消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（もれたおそれがあるときに、たどれるように）",
    least=30,
    most=1827,
)
COPIES = declare(
    "group_case_sheets.copies",
    name="1つの事例シートを、紙で配る部数",
    does="1つのシートに番号をつけて印刷できる部数です。これをこえる番号は、つけられません。",
    unit=Unit.COPIES,
    kind=Kind.USUAL,
    default=40,
    source="センターの決まり（会の席の数まで。数えきれない紙を出さない）",
    least=1,
    most=HIGHEST_NUMBER,
)
