"""How many calendar days the law gives for telling of a leak; the day of finding out is the first."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

FIRST_REPORT = declare(
    "incidents.first_report",
    name="漏えいなどの速報まで",
    does="気づいた日から数えて、この日数のうちに速報をします。過ぎると、責任者の最初の画面に出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=5,
    source="個人情報保護法施行規則8条1項（速やかに＝おおむね3〜5日。ガイドライン通則編3-5-3-3）",
    least=1,
    most=5,
)
FINAL_REPORT = declare(
    "incidents.final_report",
    name="漏えいなどの確報まで",
    does="気づいた日から数えて、この日数のうちに確報をします。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="個人情報保護法施行規則8条2項",
    least=1,
    most=30,
)
FINAL_REPORT_IF_MALICIOUS = declare(
    "incidents.final_report_if_malicious",
    name="不正の目的のときの確報まで",
    does="盗難や不正アクセスなどのとき、気づいた日から数えて、この日数のうちに確報をします。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=60,
    source="個人情報保護法施行規則8条2項かっこ書き",
    least=1,
    most=60,
)
