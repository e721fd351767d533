from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

BODY_KEPT = declare(
    "mail.body_kept",
    name="送ったメールの本文を残す期間",
    does="送った日から数えます。この日数がたつと、メールの本文と予定ファイルを自動で消します。送った記録は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=90,
    source="個人情報の保護に関する法律 第22条（いらなくなったら、遅滞なく消す）。日数はセンターの決まり",
    least=7,
    most=365,
)
