"""When the desk is told that a term ends, when a question is late, how long it is kept what was paid."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

EARLY_NOTICE = declare(
    "group_committees.early_notice",
    name="委員の任期が終わることの、はじめのお知らせ",
    does="任期の終わりのこの日数前に、職員の始めの画面とメールで知らせます（推薦のお願いを始めるころ）。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=90,
    source="センターの決まり",
    least=45,
    most=365,
)
LATE_NOTICE = declare(
    "group_committees.late_notice",
    name="委員の任期が終わることの、さいごのお知らせ",
    does="任期の終わりのこの日数前に、まだ次の委員が決まっていない席を、職員にもう一度知らせます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=30,
    source="センターの決まり",
    least=7,
    most=44,
)
MONEY_KEPT = declare(
    "group_committees.money_kept",
    name="委員の謝金・旅費の記録",
    does="払った日（まだなら、会議の日）から数えます。この日数がたつと、だれにいくら払ったかの行を消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=2557,
    source="帳簿は7年（法人税法施行規則 第59条にならう）",
    least=1827,
    most=3653,
)
URGENT_WITHIN = declare(
    "group_committees.urgent_within",
    name="被疑者等支援の相談に、委員の返事をもらうまで",
    does="委員に急ぎの相談をしてからこの時間がたっても返事の記録がないと、委員会のページで「返事が、遅れています」となり、"
    "職員の始めの画面に出ます。",
    unit=Unit.HOURS,
    kind=Kind.DEADLINE,
    default=48,
    source="センターの決まり（被疑者等支援は、勾留のあいだに返事が要るため）",
    least=1,
    most=168,
)
