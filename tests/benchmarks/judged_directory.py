"""Questions that staff and partners type into the directory, each with a predicate that says what is right.

The predicates look at fields (`judged_agencies.Facts`), never at what a search finds. Everything was written
before anything was tuned and is not changed afterwards; only the tuned half is looked at while tuning.
"""

from collections.abc import Callable

from tests.benchmarks.judged_agencies import Facts

type Predicate = Callable[[Facts], bool]


def service(*codes: str) -> Predicate:
    """Offers one of these services, or is of the kind of agency of that name."""
    return lambda facts: bool({*codes} & {*facts.services})


def kind(*codes: str) -> Predicate:
    return lambda facts: facts.kind in codes


def city(*names: str) -> Predicate:
    # Official data writes a town with its district: 河北郡津幡町.
    return lambda facts: facts.city.endswith(names)


def prefecture(name: str) -> Predicate:
    return lambda facts: facts.prefecture == name


def address(part: str) -> Predicate:
    return lambda facts: part in facts.address


def named(*parts: str) -> Predicate:
    """Has one of these spellings in its name, reading or corporation."""
    return lambda facts: any(part in f"{facts.name} {facts.kana} {facts.corporation}" for part in parts)


def says(*topics: str) -> Predicate:
    return lambda facts: bool({*topics} & {*facts.topics})


def takes(*conditions: str) -> Predicate:
    """Says yes or asks for a call, or writes of it in its own words."""
    return lambda facts: any(
        facts.conditions.get(each) in {"yes", "ask"} or each in facts.topics for each in conditions
    )


def both(*predicates: Predicate) -> Predicate:
    return lambda facts: all(each(facts) for each in predicates)


def either(*predicates: Predicate) -> Predicate:
    return lambda facts: any(each(facts) for each in predicates)


GROUP_HOMES = service("group_home", "dementia_group_home")
SHORT_STAYS = service("short_stay", "care_short_stay", "care_medical_short_stay")
OLD_PEOPLES_HOMES = service("special_nursing_home", "nursing_home_yogo", "private_home", "low_cost_home")
HOME_HELP = service("home_help", "care_home_help", "severe_home_visit", "accompanying_support")
ADDICTED = either(takes("addiction"), says("alcohol", "drugs"))
ALCOHOL = either(takes("addiction"), says("alcohol"))
DRUGS = either(takes("addiction"), says("drugs"))
URGENT = either(takes("same_day"), says("urgent"))

TUNED: dict[str, Predicate] = {
    "特養": service("special_nursing_home"),
    "ケアマネ": service("care_management"),
    "放デイ": service("after_school_day"),
    "B型作業所": service("work_b"),
    "訪看": service("visiting_nurse"),
    "包括": kind("community_care_centre"),
    "金沢市 グループホーム": both(city("金沢市"), GROUP_HOMES),
    "ｸﾞﾙｰﾌﾟﾎｰﾑ": GROUP_HOMES,
    "グル－プホ−ム": GROUP_HOMES,
    "guruupuhoomu": GROUP_HOMES,
    "kanazawa": either(city("金沢市"), named("金沢")),
    "920-0962": lambda facts: facts.postal_code == "920-0962",
    "渡邉": named("渡邊", "渡辺"),
    "サイトウ": named("サイトウ", "齋藤", "齊藤"),
    "出所者 受け入れ": takes("from_facility"),
    "アルコール依存": ALCOHOL,
    "送迎あり": takes("transport"),
    "サ高住": service("serviced_housing"),
    "老健": service("health_facility"),
    "京都": either(prefecture("京都府"), named("京都")),
    "知的障碍": takes("intellectual"),
    "受入 緊急": URGENT,
    "就労支援": service("work_a", "work_b", "work_transition", "work_retention", "work_choice"),
    "就労継続支援　Ｂ型": service("work_b"),
    "ショート 女性": both(SHORT_STAYS, takes("women")),
    "見学": says("visit"),
    "社協": kind("social_welfare_council"),
    "自準ホーム": service("self_reliance_home"),
    "自立準備ホーム 小松市": both(service("self_reliance_home"), city("小松市")),
    "一人暮らし": says("alone"),
    "引っ越し": says("moving"),
    "ペット可": takes("pets"),
    "車いす グループホーム": both(takes("wheelchair"), GROUP_HOMES),
    "白山": either(city("白山市"), named("白山")),
    "himawari": named("ひまわり", "ヒマワリ"),
    "ハローワーク": either(kind("job_centre"), says("job")),
    "ハロワ": kind("job_centre"),
    "市役所": both(kind("municipality"), named("市役所")),
    "金沢の特養": both(city("金沢市"), service("special_nursing_home")),
    "金沢市特養": both(city("金沢市"), service("special_nursing_home")),
    "法テラス": kind("legal_support_centre"),
    "弁護士": either(kind("lawyer")),
    "精神科": both(kind("hospital_clinic"), named("精神科")),
    "老人ホーム": OLD_PEOPLES_HOMES,
    "有料老人ホーム 富山県": both(service("private_home"), prefecture("富山県")),
    "ヘルパー": HOME_HELP,
    "パン": says("bread"),
    "生保": takes("public_assistance"),
    "高橋": named("髙橋", "高橋"),
    "life": named("ＬＩＦＥ"),
    "羽咋": city("羽咋市"),
    "hakui": city("羽咋市"),
    "児相": named("児童相談所"),
    "基幹": service("core_consultation"),
    "金沢市広坂": address("金沢市広坂"),
    "刑務所を出た人が入れるグループホーム": both(takes("from_facility"), GROUP_HOMES),
    "夜勤": either(takes("night_staff"), says("night")),
    "個室 食事つき": both(takes("private_room"), takes("meals")),
}
HELD_OUT: dict[str, Predicate] = {
    "特別養護老人ホーム": service("special_nursing_home"),
    "ケアマネージャー": service("care_management"),
    "放課後デイ": service("after_school_day"),
    "就B": service("work_b"),
    "訪問看護ステーション": service("visiting_nurse"),
    "地域包括": kind("community_care_centre"),
    "小松市 特養": both(city("小松市"), service("special_nursing_home")),
    "ぐるーぷほーむ": GROUP_HOMES,
    "ＧＨ　金沢市": both(GROUP_HOMES, city("金沢市")),
    "9200853": lambda facts: facts.postal_code == "920-0853",
    "斉藤": named("齋藤", "齊藤"),
    "渡辺": named("渡邊", "渡辺"),
    "ワタナベ": named("渡邊", "渡辺", "ワタナベ"),
    "刑務所 受け入れ": takes("from_facility"),
    "出所した人": takes("from_facility"),
    "薬物": DRUGS,
    "依存症": ADDICTED,
    "送り迎え": takes("transport"),
    "サービス付き高齢者向け住宅": service("serviced_housing"),
    "介護老人保健施設": service("health_facility"),
    "東京": either(prefecture("東京都"), named("東京")),
    "知的障がい 就労": both(
        takes("intellectual"),
        service("work_a", "work_b", "work_transition", "work_retention", "work_choice"),
    ),
    "緊急 受け入れ": URGENT,
    "保証人なし": takes("no_guarantor"),
    "身寄りなし": takes("no_guarantor"),
    "ショートステイ 女性": both(SHORT_STAYS, takes("women")),
    "無料低額": named("無料低額"),
    "無低": named("無料低額"),
    "社会福祉協議会 金沢市": both(kind("social_welfare_council"), city("金沢市")),
    "更生保護施設": service("rehabilitation_facility"),
    "ひとり暮らし": says("alone"),
    "農業": says("farm"),
    "体験": says("trial", "visit"),
    "犬 猫": says("pets"),
    "車椅子": takes("wheelchair"),
    "医ケア": either(takes("medical_care"), says("suction")),
    "wajima": city("輪島市"),
    "かがし": city("加賀市"),
    "sakura": named("さくら", "サクラ", "桜", "櫻"),
    "職安": kind("job_centre"),
    "保護観察所": kind("probation_office"),
    "小松のグループホーム": both(city("小松市"), GROUP_HOMES),
    "石川県 救護施設": both(service("relief_facility"), prefecture("石川県")),
    "地検": kind("prosecutors_office"),
    "病院": both(kind("hospital_clinic"), named("病院")),
    "養護老人ホーム": service("nursing_home_yogo", "special_nursing_home"),
    "デイケア": service("day_rehabilitation"),
    "小多機": service("small_multifunction"),
    "ホームヘルプ": HOME_HELP,
    "金銭管理": either(takes("money_help"), says("money")),
    "生活保護": takes("public_assistance"),
    "高崎": named("髙﨑"),
    "hope": named("Ｈｏｐｅ"),
    "津幡": city("津幡町"),
    "なかぽつ": named("障害者就業・生活支援センター"),
    "計画相談": service("plan_consultation"),
    "退院支援": service("community_transition"),
    "河井町": address("河井町"),
    "女性専用": takes("women"),
    "障害者を受け入れる住まい 富山市": both(
        city("富山市"), service("group_home", "disability_residential", "lodging_training")
    ),
}
