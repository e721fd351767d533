"""The kinds of agency (`requirements` §4.1): code, name, reading, group and the sector it counts under."""

from typing import NamedTuple

from .enums import Level


class Kind(NamedTuple):
    """One line of the code list. `group` is the field that the centre's own flow of support names.

    `level` is who may see that such an agency is on the list, as long as nothing else is agreed: a home that
    takes people in, an employer who helps or a volunteer is nobody's business before they say so.
    """

    code: str
    name: str
    reading: str
    group: str
    sector: str
    level: str = Level.PUBLIC


JUSTICE, HOUSING, MEDICAL = "司法", "住まい", "医療"
WELFARE, GOVERNMENT, WORK, ACADEMIC = "福祉", "行政", "就労", "学術・職能"

KINDS = (
    Kind(
        "settlement_centre",
        "地域生活定着支援センター",
        "チイキセイカツテイチャクシエンセンター",
        JUSTICE,
        "justice",
    ),
    Kind("probation_office", "保護観察所", "ホゴカンサツショ", JUSTICE, "justice"),
    Kind("correctional_facility", "矯正施設", "キョウセイシセツ", JUSTICE, "justice"),
    Kind("prosecutors_office", "検察庁", "ケンサツチョウ", JUSTICE, "justice"),
    Kind("court", "裁判所", "サイバンショ", JUSTICE, "justice"),
    Kind("lawyer", "弁護士（会）", "ベンゴシ", JUSTICE, "lawyer"),
    Kind("legal_support_centre", "法テラス", "ホウテラス", JUSTICE, "lawyer"),
    Kind("judicial_scrivener", "司法書士", "シホウショシ", JUSTICE, "lawyer"),
    Kind("volunteer_probation_officer", "保護司（会）", "ホゴシ", JUSTICE, "justice", Level.STAFF),
    Kind(
        "juvenile_support_centre",
        "法務少年支援センター",
        "ホウムショウネンシエンセンター",
        JUSTICE,
        "justice",
    ),
    Kind("rehabilitation_facility", "更生保護施設", "コウセイホゴシセツ", HOUSING, "justice"),
    Kind("self_reliance_home", "自立準備ホーム", "ジリツジュンビホーム", HOUSING, "housing", Level.STAFF),
    Kind("relief_facility", "救護施設", "キュウゴシセツ", HOUSING, "housing"),
    Kind("disability_residential", "障害者支援施設", "ショウガイシャシエンシセツ", HOUSING, "disability"),
    Kind("group_home", "グループホーム", "グループホーム", HOUSING, "disability"),
    Kind("lodging_training", "宿泊型自立訓練", "シュクハクガタジリツクンレン", HOUSING, "disability"),
    Kind("short_stay", "短期入所", "タンキニュウショ", HOUSING, "disability"),
    Kind("nursing_home_yogo", "養護老人ホーム", "ヨウゴロウジンホーム", HOUSING, "elderly"),
    Kind("low_cost_home", "軽費老人ホーム", "ケイヒロウジンホーム", HOUSING, "elderly"),
    Kind("special_nursing_home", "特別養護老人ホーム", "トクベツヨウゴロウジンホーム", HOUSING, "elderly"),
    Kind("private_home", "有料老人ホーム", "ユウリョウロウジンホーム", HOUSING, "elderly"),
    Kind(
        "serviced_housing",
        "サービス付き高齢者向け住宅",
        "サービスツキコウレイシャムケジュウタク",
        HOUSING,
        "elderly",
    ),
    Kind("dementia_group_home", "認知症グループホーム", "ニンチショウグループホーム", HOUSING, "elderly"),
    Kind("care_short_stay", "ショートステイ（介護）", "ショートステイ", HOUSING, "elderly"),
    Kind("housing_support_corporation", "居住支援法人", "キョジュウシエンホウジン", HOUSING, "housing"),
    Kind("real_estate_agent", "不動産業者", "フドウサンギョウシャ", HOUSING, "housing"),
    Kind("hospital_clinic", "医療機関", "イリョウキカン", MEDICAL, "medical"),
    Kind("visiting_nurse", "訪問看護", "ホウモンカンゴ", MEDICAL, "medical"),
    Kind(
        "core_consultation_centre",
        "基幹相談支援センター",
        "キカンソウダンシエンセンター",
        WELFARE,
        "consultation",
    ),
    Kind("plan_consultation", "計画相談支援", "ケイカクソウダンシエン", WELFARE, "consultation"),
    Kind("child_consultation", "障害児相談支援", "ショウガイジソウダンシエン", WELFARE, "consultation"),
    Kind("community_transition", "地域移行支援", "チイキイコウシエン", WELFARE, "consultation"),
    Kind("community_settlement", "地域定着支援", "チイキテイチャクシエン", WELFARE, "consultation"),
    Kind("community_care_centre", "地域包括支援センター", "チイキホウカツシエンセンター", WELFARE, "elderly"),
    Kind("care_management", "居宅介護支援", "キョタクカイゴシエン", WELFARE, "elderly"),
    Kind("care_home_help", "訪問介護など", "ホウモンカイゴ", WELFARE, "elderly"),
    Kind("day_service", "デイサービス（介護）", "デイサービス", WELFARE, "elderly"),
    Kind("small_multifunction", "小規模多機能など", "ショウキボタキノウ", WELFARE, "elderly"),
    Kind("daily_life_care", "生活介護", "セイカツカイゴ", WELFARE, "disability"),
    Kind(
        "functional_training", "自立訓練（機能訓練）", "ジリツクンレンキノウクンレン", WELFARE, "disability"
    ),
    Kind("life_training", "自立訓練（生活訓練）", "ジリツクンレンセイカツクンレン", WELFARE, "disability"),
    Kind("independent_living_aid", "自立生活援助", "ジリツセイカツエンジョ", WELFARE, "disability"),
    Kind("home_help", "居宅介護・重度訪問介護など", "キョタクカイゴ", WELFARE, "disability"),
    Kind(
        "social_welfare_council",
        "社会福祉協議会",
        "シャカイフクシキョウギカイ",
        WELFARE,
        "social_welfare_council",
    ),
    Kind("welfare_commissioner", "民生委員", "ミンセイイイン", WELFARE, "informal", Level.STAFF),
    Kind("prefecture", "県", "ケン", GOVERNMENT, "government"),
    Kind("municipality", "市町村", "シチョウソン", GOVERNMENT, "government"),
    Kind("welfare_office", "福祉事務所", "フクシジムショ", GOVERNMENT, "government"),
    Kind(
        "rehabilitation_consultation_centre", "更生相談所", "コウセイソウダンジョ", GOVERNMENT, "government"
    ),
    Kind("pension_office", "年金事務所", "ネンキンジムショ", GOVERNMENT, "government"),
    Kind("job_centre", "ハローワーク", "ハローワーク", WORK, "work"),
    Kind("cooperating_employer", "協力雇用主", "キョウリョクコヨウヌシ", WORK, "work", Level.STAFF),
    Kind("work_transition", "就労移行支援", "シュウロウイコウシエン", WORK, "work"),
    Kind("work_a", "就労継続支援A型", "シュウロウケイゾクシエンエーガタ", WORK, "work"),
    Kind("work_b", "就労継続支援B型", "シュウロウケイゾクシエンビーガタ", WORK, "work"),
    Kind("work_retention", "就労定着支援", "シュウロウテイチャクシエン", WORK, "work"),
    Kind("university", "大学", "ダイガク", ACADEMIC, "university"),
    Kind("professional_body", "職能団体", "ショクノウダンタイ", ACADEMIC, "university"),
    Kind("corporation", "法人（本部）", "ホウジン", WELFARE, "other"),
    Kind("other", "そのほか", "ソノホカ", WELFARE, "other"),
)
