from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

APPLICATION_KEPT = declare(
    "directory.application_kept",
    name="登録の申し込みの内容",
    does="招待したか、お断りした申し込みは、この日数がたつと、名前、連絡先、お断りしたわけを消します。"
    "決めないままの申し込みは、さいごの手続きからこの日数がたつと、全部消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=180,
    source="センターの決まり（聞き返されたときのため。個人情報の保護に関する法律 第22条）",
    least=30,
    most=400,
)
PEOPLE_CONFIRMED_WITHIN = declare(
    "directory.people_confirmed_within",
    name="職員の一覧を確かめてもらうまで",
    does="機関の管理者が一覧を確かめてから、この日数がたつと、もう一度確かめるように出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（1年に1度、だれがログインできるかを確かめる）",
    least=90,
    most=800,
)
TURN_ANSWERED_WITHIN = declare(
    "directory.turn_answered_within",
    name="年度替わりのおたずねに答える日まで",
    does="おたずねのメールと手紙に、送った日からこの日数あとの日が「この日までに」と出ます。過ぎても答えられます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=21,
    source="センターの決まり（3週間）",
    least=7,
    most=60,
)
