"""What of seminars is a matter of days, besides what each event says of itself."""

from datetime import date

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit
from foundation.limits.queries import limits

ANSWERED_WITHIN = declare(
    "events.answered_within",
    name="FAXや電話の申し込みに返事をするまで",
    does="FAX・電話で申し込んだ人への約束です。申込書と、受け付けた画面に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=2,
    source="センターの決まり",
    least=1,
    most=20,
    is_promised=True,
)
FIRST_REMINDER = declare(
    "events.first_reminder",
    name="1回目のお知らせ（何日前か）",
    does="席のある人に、開催日のこの日数前に、日時と場所をメールで知らせます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=3,
    source="センターの決まり",
    least=1,
    most=30,
)
SECOND_REMINDER = declare(
    "events.second_reminder",
    name="2回目のお知らせ（何日前か）",
    does="席のある人に、開催日のこの日数前に、もう一度メールで知らせます。1回目と同じ数にすると、お知らせは1回になります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=1,
    source="センターの決まり",
    least=1,
    most=30,
)
QUIET_FROM = declare(
    "events.quiet_from",
    name="夜、メールを送るのをやめる時刻",
    does="研修・行事のお知らせと案内のメールは、この時刻から翌朝まで送りません。申し込みへの返事と、その日の中止は、夜も送ります。",
    unit=Unit.CLOCK,
    kind=Kind.USUAL,
    default=20,
    source="センターの決まり",
    least=17,
    most=23,
)
QUIET_UNTIL = declare(
    "events.quiet_until",
    name="朝、メールを送りはじめる時刻",
    does="夜のうちにできたお知らせのメールを、この時刻に送ります。休みの日にできたものは、次に開く日のこの時刻です。",
    unit=Unit.CLOCK,
    kind=Kind.USUAL,
    default=8,
    source="センターの決まり",
    least=6,
    most=11,
)
USUAL_DEADLINE = declare(
    "events.usual_deadline",
    name="申込の締切（書かないとき）",
    does="研修・行事を作るときに締切を空けておくと、最初の開催日のこの日数前の午後5時になります。"
    "変えても、もう作った研修・行事の締切は変わりません。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=7,
    source="センターの決まり",
    least=1,
    most=60,
)
READABLE_AFTER_THE_END = declare(
    "events.readable_after_the_end",
    name="申込内容のページを開ける期間",
    does="研修・行事が終わった日から数えます。この日数がたつと、申込者に送ったアドレスでは、申込内容のページを開けなくなります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=90,
    source="センターの決まり",
    least=1,
    most=365,
    is_promised=True,
)

PARTICIPANT_PAGE_OPEN = declare(
    "events.participant_page_open",
    name="参加した方のページを開ける期間",
    does="研修・行事が終わった日から数えます。この日数がたつと、アンケート、資料、修了証のページを、お渡ししたアドレスでは開けなくなります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=366,
    source="センターの決まり",
    least=1,
    most=1830,
    is_promised=True,
)

APPLICANTS_KEPT = declare(
    "events.applicants_kept",
    name="申し込んだ方と参加した方のお名前・連絡先",
    does="その研修・行事のさいごの開催日から数えます。この日数がたつと、名前、連絡先、仕事、配慮、書かれた連絡、"
    "質問への答えを消します。事業所、分野、人数、席、出欠は、実績として残ります。修了証は、修了証の期間まで残ります。"
    "延期したままの日程は、予定していた日から数えます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1827,
    source="センターの決まり（5年。法令で定められた研修を受けたことを、事業所が確かめられるように）",
    least=366,
    most=3653,
)
ONLINE_SHOWN_BEFORE = declare(
    "events.online_shown_before",
    name="オンラインの入口を見せ始めるとき（何分前か）",
    does="席の取れた方のページに、始まりのこの分数前から、終わりまで、オンラインの入口を出します。"
    "前の日には出しません。研修・行事ごとに、日時を決めることもできます。",
    unit=Unit.MINUTES,
    kind=Kind.DEADLINE,
    default=360,
    source="センターの決まり",
    least=10,
    most=1440,
)


def reminder_days(on: date) -> list[int]:
    """Return how many days before a session people are reminded, the earliest reminder first."""
    return sorted(set(limits(FIRST_REMINDER, SECOND_REMINDER, on=on).values()), reverse=True)
