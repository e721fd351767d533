"""What of lectures is a matter of days and minutes."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWERED_WITHIN = declare(
    "events.lecture_answered_within",
    name="出前講座の依頼に返事をするまで",
    does="依頼した人への約束です。受け付けた画面と用紙に出ます。過ぎると、職員の始めの画面に「遅れ」と出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=5,
    source="センターの決まり",
    least=1,
    most=20,
    is_promised=True,
)
ASKED_BEFORE = declare(
    "events.lecture_asked_before",
    name="出前講座を頼むのは何日前までか",
    does="案内と用紙に「この日数前までに」と出ます。それより近い日も書けますが、職員の画面に印が出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり（多くの市町村の出前講座が1か月前まで）",
    least=1,
    most=120,
    is_promised=True,
)
TRAVEL = declare(
    "events.lecture_travel",
    name="出前講座の移動にみる時間（片道）",
    does="日程を組むとき、行きと帰りにこの分だけ講師をあけておきます。講座ごとに変えられます。",
    unit=Unit.MINUTES,
    kind=Kind.USUAL,
    default=60,
    source="センターの決まり",
    least=1,
    most=300,
)
REQUEST_KEPT = declare(
    "events.lecture_request_kept",
    name="出前講座を頼んだ方の連絡先",
    does="講座の日、お断りした日、取りやめた日からこの日数がたつと、名前と連絡先、書かれた連絡を消します。"
    "題目・場所・人数は、実績として残ります。そのまま動かない依頼は、さいごの手続きから数えます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（翌年度の講座の相談のため。個人情報の保護に関する法律 第22条）",
    least=30,
    most=1100,
)
READABLE_AFTER_THE_END = declare(
    "events.lecture_readable_after_the_end",
    name="出前講座の依頼のページを開ける期間",
    does="講座の日、お断りした日、取りやめた日から数えます。この日数がたつと、送ったアドレスではページを開けなくなります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=90,
    source="センターの決まり",
    least=1,
    most=365,
    is_promised=True,
)
