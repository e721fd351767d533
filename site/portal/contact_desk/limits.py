"""What of the contact form is a matter of days."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

KEPT_AFTER_ANSWER = declare(
    "contact_desk.kept_after_answer",
    name="問い合わせの内容を残す期間",
    does="返事をした日から数えます。この日数がたつと、文章・名前・連絡先を自動で消します。"
    "短くすると、すでに返事をしたものにも、すぐに効きます。長くしても、返事をしたときの約束より長くは残しません。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=30,
    source="個人情報の保護に関する法律 第22条（いらなくなったら、遅滞なく消す）。日数はセンターの決まり",
    least=1,
    most=365,
)
ANSWERED_WITHIN = declare(
    "contact_desk.answered_within",
    name="問い合わせに返事をするまで",
    does="フォームの問い合わせに返事をする、最後の日を決めます。用紙とメールに、その日が出ます。"
    "すぎたものは、職員のはじめの画面に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=2,
    source="センターの決まり",
    least=1,
    most=20,
    is_promised=True,
)
