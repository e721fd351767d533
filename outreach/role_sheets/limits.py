"""How long a sheet counts as checked, and how long the name of whoever agreed stays."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CHECK_HOLDS = declare(
    "role_sheets.check_holds",
    name="役割分担表を確かめ直すまで",
    does="役割分担表の内容を確かめるか公開すると、この日数のあとに、もう一度「内容を確かめるもの」に出ます。"
    "変えると、次に確かめたときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（市町村の担当者は、4月に替わることが多い）",
    least=30,
    most=1095,
)
ASKED_AFTER = declare(
    "role_sheets.asked_after",
    name="市町村からの返事を気にかけるまで",
    does="役割分担表を市町村に送ってからこの日数がたつと、職員のはじめの画面に出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=14,
    source="センターの決まり（2週間たったら、電話で様子をきく）",
    least=3,
    most=90,
)
NAME_KEPT = declare(
    "role_sheets.agreed_name_kept",
    name="役割分担表に合意した人のお名前",
    does="次の版に替わった日からこの日数がたつと、前の版に合意した人のお名前を消します（どこの、いつの合意かは残ります）。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（だれと決めたかを、担当が替わるまではたどれるように）",
    least=30,
    most=3652,
)
