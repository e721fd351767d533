from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

VACANCY_HOLDS = declare(
    "directory.vacancy_holds",
    name="空きの知らせが古くなるまで",
    does="関係機関が知らせた空きは、この日数がたつと「空き：わかりません」と出ます。空きでしぼるときも数えません。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり（住まいの空きは、ひと月で変わる）",
    least=7,
    most=180,
)
