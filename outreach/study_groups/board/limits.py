"""For how long it is kept what members of a community talked about, and answered by mail."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

TALK_KEPT = declare(
    "group_board.talk_kept",
    name="会の掲示板に書かれたこと",
    does="話題に、さいごに書かれた日から数えます。この日数がたつと、話題を、書きこみごと消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。アンケートの文と同じ）",
    least=366,
    most=3653,
)
REPLIES_OPEN = declare(
    "group_board.replies_open",
    name="会の掲示板に、メールで答えられるあいだ",
    does="題のまとめのメールにある、答えるためのアドレスは、送った日からこの日数のあいだ使えます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=30,
    source="センターの決まり",
    least=1,
    most=90,
)
