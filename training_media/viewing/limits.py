from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

REPORTS_KEPT = declare(
    "viewing.reports_kept",
    name="動画の再生の細かい記録",
    does="見始めた日から数えます。この日数がたつと、いつ、どこを再生したかの一つひとつの記録を消します。"
    "どこまで見たかは、研修の証明のために残します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=366,
    source="センターの決まり（1年。見た時間を確かめなおせるように）",
    least=60,
    most=1830,
)
REPORTS_TAKEN = declare(
    "viewing.reports_taken",
    name="つながらないところで見た動画の記録が、あとから届いてよい期間",
    does="見始めた日から数えます。電波のないところで見た分は、つながったときに届きます。この日数がたつと、受け取りません。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=14,
    source="センターの決まり（2週間。休みのあとの人のために）",
    least=1,
    most=30,
)
UNUSED_KEPT = declare(
    "viewing.unused_kept",
    name="動画を見る人として書かれ、何も見なかった人の名前",
    does="名前を書いてから、何も見ず、何も知らせないままこの日数がたつと、その名前を消します。書きまちがいの名前を残さないためです。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=30,
    source="センターの決まり（見なかった人の名前は持たない）",
    least=2,
    most=366,
)
TAKEN_A_DAY = declare(
    "viewing.taken_a_day",
    name="1枚のカードから、1日に受け取る視聴の長さ",
    does="同じカード（または同じアカウント）で見た人、みんなの合計です。これより多い分は、その日は受け取りません。"
    "見る人の画面が覚えていて、次の日に受け取ります。でたらめな記録を、いくらでも送られないためです。"
    "15秒ごとの知らせの数で数えます。",
    unit=Unit.HOURS,
    kind=Kind.USUAL,
    default=150,
    source="センターの決まり（60人が90分の研修を同じ日に見ても、足りる長さ）",
    least=50,
    most=2000,
)
