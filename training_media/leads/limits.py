"""What of leads is a matter of days."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWERED_WITHIN = declare(
    "leads.answered_within",
    name="「話を聞きたい」に、はじめに連絡するまで",
    does="送った方への約束です。送った画面に出ます。過ぎると、職員の始めの画面に「遅れ」と出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=5,
    source="センターの決まり",
    least=1,
    most=20,
    is_promised=True,
)
CONTACT_KEPT = declare(
    "leads.contact_kept",
    name="「話を聞きたい」を送った方の連絡先",
    does="結果が出た日（次に連絡する日があれば、その日）からこの日数がたつと、名前、連絡先、書かれたことばを消します。"
    "事業所、研修動画、希望、結果は残ります。動かないままのものは、さいごに書いた日から数えて、閉じます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（次の訪問の相談のため。個人情報の保護に関する法律 第22条）",
    least=30,
    most=1096,
)
