"""For how long somebody may watch by a card, how many new names it takes, and what is kept of them."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CARD_OPENS = declare(
    "watching.card_opens",
    name="カードで入った人が、続けて見られる時間",
    does="カードの番号とPINを入れてから、この時間がたつと、もう一度入れてもらいます。みんなで使うタブレットのためです。",
    unit=Unit.HOURS,
    kind=Kind.USUAL,
    default=8,
    source="センターの決まり（一つの勤務のあいだ）",
    least=1,
    most=24,
)
STRANGERS_A_DAY = declare(
    "watching.strangers_a_day",
    name="名簿にないお名前を、1つの事業所で1日に受け付ける人数",
    does="カードで入った人が、事業所の名簿にない名前をはじめて書けるのは、この人数までです。"
    "超えると、センターに電話するように出ます。カードを拾った人が、名前をいくつも作るのを防ぎます。",
    unit=Unit.PEOPLE,
    kind=Kind.USUAL,
    default=200,
    source="センターの決まり（いちばん大きい事業所の職員の、数倍）",
    least=20,
    most=2000,
)
WORDS_KEPT = declare(
    "watching.words_kept",
    name="「見ました」に書かれたひとこと",
    does="知らせた日から数えます。この日数がたつと、ひとことを消します。「見ました」と知らせたことは残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。アンケートの文と同じ）",
    least=60,
    most=1830,
)
NAMES_KEPT = declare(
    "watching.names_kept",
    name="動画を見た人の名前",
    does="最後に見た日から数えます。この日数がたつと、名前・フリガナ・職種を消します。"
    "何人がどこまで見たかの数は残ります。修了証に書いた名前は、修了証の期間にしたがいます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1827,
    source="センターの決まり（5年。研修の記録を監査で示せるように）",
    least=366,
    most=3653,
)
