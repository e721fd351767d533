from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWERED_KEPT = declare(
    "events.questionnaire_answered_kept",
    name="アンケートに答えた方の印",
    does="締め切った日から数えます。この日数がたつと、だれが答えたかの印を消します。答えは、はじめから、だれのものかわかりません。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=400,
    source="センターの決まり（修了証の条件を確かめるため。個人情報の保護に関する法律 第22条）",
    least=30,
    most=1830,
)
WORDS_KEPT = declare(
    "events.questionnaire_words_kept",
    name="アンケートに文で書かれた答え",
    does="締め切った日から数えます。この日数がたつと、引用してよいと答えた文のほかは、文を消します。数は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。文の中に、人のことが書かれていることがあるため）",
    least=90,
    most=3660,
)
