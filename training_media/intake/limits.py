from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CENTRES_RULE = "センターの決まり"

UNFINISHED_KEPT = declare(
    "intake.unfinished_kept",
    name="送りかけの動画を残す期間",
    does="最後に届いてから、この日数がたつと、途中まで届いた動画のファイルを消します。はじめから送りなおせます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=7,
    source=CENTRES_RULE,
    least=1,
    most=60,
)
SOURCE_KEPT = declare(
    "intake.source_kept",
    name="動画の元のファイルを残す期間",
    does="変換が終わってから（取り込めなかったときは、そうわかってから）この日数がたつと、送られた元のファイルを消します。"
    "見るための動画は残ります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=14,
    source=CENTRES_RULE,
    least=1,
    most=3650,
)
LONGEST = declare(
    "intake.longest",
    name="取り込める動画の長さ",
    does="これより長い動画は取り込みません。分けて送ってもらいます。",
    unit=Unit.MINUTES,
    kind=Kind.USUAL,
    default=240,
    source=CENTRES_RULE,
    least=10,
    most=480,
)
LINK_OPEN = declare(
    "intake.link_open",
    name="動画のアドレスが使える時間（動画の長さの2倍に足す分）",
    does="ページを開いてから、動画の長さの2倍にこの時間を足した時間がたつと、動画のアドレスは使えなくなります。"
    "見ているあいだは、画面がひとりでに新しくします。",
    unit=Unit.MINUTES,
    kind=Kind.USUAL,
    default=30,
    source=CENTRES_RULE,
    least=10,
    most=1440,
)
RIGHTS_TOLD = declare(
    "intake.rights_told",
    name="動画を使える期限を、前もって知らせる日数",
    does="使える期限までこの日数になると、職員のはじめの画面と、権利の一覧で知らせます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=90,
    source=CENTRES_RULE,
    least=1,
    most=365,
)
