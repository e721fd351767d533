"""Two thousand invented agencies whose fields say what they are, so that questions have known answers.

Two thirds are offices as official data publishes them (`open_data.offices`), one third has what agencies
write of themselves: free text in several spellings (`TOPICS`), and answers to conditions. Only places are
real.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.service_kinds import services
from tests.benchmarks import open_data

OFFICES = {"石川県": 760, "富山県": 240, "東京都": 200, "京都府": 160}
WRITTEN = 640
# What agencies write of a subject, in turn; no sentence names another subject.
TOPICS = {
    "from_facility": (
        "刑務所を出た方の住まいを一緒に考えます。",
        "矯正施設を退所された方の受入れ経験があります。",
        "出所された方と、暮らしの立て直しをしています。",
        "触法の障害者の支援をしています。",
        "出所者の受け入れをしています。",
    ),
    "alcohol": (
        "アルコール依存症の方の回復を手伝います。",
        "お酒の問題を抱える方の相談を受けています。",
        "断酒会と一緒に、アルコール依存からの回復を支えます。",
    ),
    "drugs": ("薬物依存の方の回復プログラムがあります。", "薬物の問題のある方も相談できます。"),
    "transport": ("送迎があります。", "ご自宅まで送り迎えをします。", "送迎車で市内を回ります。"),
    "urgent": (
        "当日の受け入れも相談できます。",
        "緊急の受入れに応じます。",
        "緊急受入可。まずお電話ください。",
    ),
    "women": ("女性専用の建物です。", "女性の方だけの住まいです。", "女性棟があります。"),
    "visit": ("見学はいつでもできます。", "見学・体験を受け付けています。"),
    "trial": ("体験利用ができます。", "体験入居を用意しています。"),
    "bread": ("焼きたてのパンを作って売る店です。", "パン作りが主な仕事です。"),
    "farm": ("畑で野菜を作ります。農業の仕事です。", "農作業をしています。"),
    "night": ("夜勤の職員がいます。", "夜間も職員がいます。"),
    "no_guarantor": (
        "保証人のいない方も入居できます。",
        "身元引受人がなくても相談できます。",
        "保証人なしで入れます。",
    ),
    "public_assistance": ("生活保護を受けている方も利用できます。", "生保の方も入れます。"),
    "alone": (
        "一人暮らしをめざす方を応援します。",
        "ひとり暮らしの練習をします。",
        "１人暮らしの方を訪ねます。",
    ),
    "mental": ("精神障害のある方が多く暮らしています。", "統合失調症の方の支援に慣れています。"),
    "intellectual": ("知的障がいのある方が働いています。", "知的障害の方が暮らしています。"),
    "behaviour": ("強度行動障害のある方の支援に力を入れています。",),
    "wheelchair": ("車いすで使える部屋があります。", "車椅子のまま入れるお風呂があります。"),
    "suction": ("医療的ケアの必要な方も利用できます。", "たんの吸引に対応しています。"),
    "dementia": ("認知症の方の介護に慣れています。",),
    "deaf": ("手話のできる職員がいます。",),
    "pets": ("ペットと暮らせます。", "猫と一緒に入居できます。"),
    "private_room": ("全室個室です。", "個室をご用意します。"),
    "money": ("お金の管理を手伝います。", "金銭管理の支援をします。"),
    "foreign": ("外国語で相談できます。",),
    "meals": ("朝と夕の食事を出します。", "食事つきです。"),
    "moving": ("引越しの手伝いをします。", "引っ越しと家具集めを手伝います。"),
    "job": ("ハローワークと一緒に仕事を探します。",),
}
# Of no subject; some bring pairs of signs together by accident.
AROUND = (
    "地域とともに歩みます。",
    "利用者の笑顔を大切にしています。",
    "京阪からも職員が通っています。",
    "受付は平日です。",
    "静かな住宅地にあります。",
    "開設して十年になります。",
    "庭に大きな木があります。",
    "職員の研修に力を入れています。",
    "東海の会社が建てました。",
    "駅から歩いて五分です。",
    "家庭的な雰囲気です。",
    "季節の行事があります。",
)
TOPIC_OF_CONDITION = (
    *("from_facility", "no_guarantor", "public_assistance", "wheelchair", "dementia", "pets"),
    *("private_room", "meals", "transport", "women", "mental", "intellectual"),
)
CONDITIONS = (
    *TOPIC_OF_CONDITION,
    *("addiction", "same_day", "medical_care", "night_staff", "money_help", "men", "elderly", "medication"),
)
TOWNS = {
    ("石川県", "金沢市", "カナザワシ", "17201"): (
        ("本町", "920-0853"),
        ("広坂", "920-0962"),
        ("平和町", "921-8105"),
    ),
    ("石川県", "小松市", "コマツシ", "17203"): (("小馬出町", "923-0904"), ("園町", "923-0802")),
    ("石川県", "白山市", "ハクサンシ", "17210"): (("倉光", "924-0871"), ("末広", "924-0881")),
    ("石川県", "羽咋市", "ハクイシ", "17207"): (("旭町", "925-0051"),),
    ("石川県", "輪島市", "ワジマシ", "17204"): (("河井町", "928-0001"),),
    ("石川県", "加賀市", "カガシ", "17206"): (("大聖寺", "922-0067"),),
    ("石川県", "津幡町", "ツバタマチ", "17361"): (("加賀爪", "929-0325"),),
    ("富山県", "富山市", "トヤマシ", "16201"): (("新桜町", "930-0005"),),
    ("富山県", "高岡市", "タカオカシ", "16202"): (("広小路", "933-0023"),),
    ("東京都", "新宿区", "シンジュクク", "13104"): (("百人町", "169-0073"),),
    ("東京都", "府中市", "フチュウシ", "13206"): (("宮西町", "183-0022"),),
    ("京都府", "宇治市", "ウジシ", "26204"): (("莵道", "611-0013"),),
}
# How agencies without a published service are called, by their kind; {} is the place.
NAMES_OF_KINDS = {
    "community_care_centre": ("{}地域包括支援センターとびうめ", "地域包括支援センターあやめ"),
    "social_welfare_council": ("{}社会福祉協議会",),
    "municipality": ("{}役所福祉課", "{}障害福祉課"),
    "welfare_office": ("{}福祉事務所",),
    "job_centre": ("ハローワーク{}", "公共職業安定所{}出張所"),
    "probation_office": ("{}保護観察所",),
    "correctional_facility": ("{}刑務所", "{}少年院"),
    "prosecutors_office": ("{}地方検察庁",),
    "legal_support_centre": ("法テラス{}",),
    "lawyer": ("髙橋法律事務所", "渡邊・齋藤法律事務所", "{}弁護士会"),
    "judicial_scrivener": ("司法書士櫻井事務所",),
    "hospital_clinic": ("みなと病院", "こころのクリニック澤田", "{}精神科病院"),
    "housing_support_corporation": ("居住支援法人すまいる", "{}住まい支援機構"),
    "real_estate_agent": ("渡辺不動産", "さくらハウジング"),
    "cooperating_employer": ("高橋建設", "齊藤鉄工所"),
    "university": ("{}大学地域連携室",),
    "professional_body": ("{}社会福祉士会", "{}臨床心理士会"),
    "pension_office": ("{}年金事務所",),
    "other": (
        *("無料低額宿泊所ひかり荘", "{}児童相談所", "障害者就業・生活支援センターこまち", "フードバンク{}"),
        *("{}自立相談支援センター", "{}断酒会", "更生保護女性会{}支部"),
    ),
}
SERVICES_WRITTEN = (
    *("group_home", "work_b", "work_a", "short_stay", "self_reliance_home", "rehabilitation_facility"),
    *(
        "relief_facility",
        "disability_residential",
        "special_nursing_home",
        "plan_consultation",
        "care_short_stay",
    ),
    *("core_consultation", "community_transition", "life_training", "visiting_nurse", "serviced_housing"),
    *("nursing_home_yogo", "low_cost_home", "dementia_group_home", "housing_support", "work_transition"),
)
WORDS = (
    *open_data.WORDS,
    ("髙﨑", "タカサキ"),
    ("澤村", "サワムラ"),
    ("みなも", "ミナモ"),
    ("コスモス", "コスモス"),
    ("白羽", "シラハ"),
    ("くるみ", "クルミ"),
    ("Ｈｏｐｅ", "ホープ"),
    ("桜", "サクラ"),
    ("櫻井", "サクライ"),
)


@dataclass(frozen=True)
class Facts:
    """What is true of one agency: questions are judged by these fields alone."""

    number: int
    name: str
    kana: str
    kind: str
    prefecture: str
    city: str
    city_kana: str
    # Five digits.
    area_code: str
    address: str
    corporation: str = ""
    postal_code: str = ""
    phone: str = ""
    office_number: str = ""
    is_published: bool = False
    services: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str = ""
    conditions: dict[str, str] = field(default_factory=dict)


def agencies() -> Iterator[Facts]:
    """Return all agencies; the same each time."""
    numbers = iter(range(1, 10_000))
    kind_of = {each["code"]: each["agency_kind"] for each in services()}
    for seed, (prefecture, count) in enumerate(OFFICES.items(), start=11):
        for office in open_data.offices(count, seed=seed, prefecture=prefecture):
            yield _published(next(numbers), office, kind_of[office.kind.code])
    dice = random.Random(7)
    towns = [(*city, *town) for city, known in TOWNS.items() for town in known]
    for _ in range(WRITTEN):
        yield _written(next(numbers), dice, dice.choice(towns), kind_of)


def _published(number: int, office: open_data.Office, kind: str) -> Facts:
    place = office.place
    return Facts(
        number=number,
        name=office.name,
        kana=office.kana,
        kind=kind,
        prefecture=place.prefecture,
        city=place.city,
        city_kana="",
        area_code=place.code,
        address=f"{place.prefecture}{place.city}{place.town}{office.street}",
        corporation=office.corporation,
        phone=office.phone,
        office_number=office.number,
        is_published=True,
        services=(office.kind.code,),
    )


def _written(number: int, dice: random.Random, town: tuple[str, ...], kind_of: dict[str, str]) -> Facts:
    prefecture, city, city_kana, area_code, street, postal_code = town
    offered: tuple[str, ...] = ()
    if dice.random() < 0.62:
        offered = tuple(dict.fromkeys(dice.choices(SERVICES_WRITTEN, k=dice.choice((1, 1, 1, 2)))))
        word, kana = dice.choice(WORDS)
        ending, ending_kana = dice.choice(open_data.ENDINGS)
        name, name_kana, kind = word + ending, kana + ending_kana, kind_of[offered[0]]
    else:
        kind = dice.choice(list(NAMES_OF_KINDS))
        name, name_kana = dice.choice(NAMES_OF_KINDS[kind]).format(city), ""
    topics = tuple(dict.fromkeys(dice.choices(list(TOPICS), k=dice.choice((0, 1, 2, 3))))) if offered else ()
    said = [*(dice.choice(TOPICS[topic]) for topic in topics), *dice.sample(AROUND, k=2)]
    dice.shuffle(said)
    return Facts(
        number=number,
        name=name,
        kana=name_kana,
        kind=kind,
        prefecture=prefecture,
        city=city,
        city_kana=city_kana,
        area_code=area_code,
        address=f"{prefecture}{city}{street}{dice.randint(1, 9)}番{dice.randint(1, 40)}号",
        corporation=dice.choice(("", "", f"社会福祉法人{dice.choice(WORDS)[0]}福祉会")),
        postal_code=postal_code,
        phone=f"000-{dice.randint(100, 999)}-{dice.randint(1000, 9999)}",
        services=offered,
        topics=topics,
        summary="".join(said),
        conditions=_conditions(dice) if offered and dice.random() < 0.6 else {},
    )


def _conditions(dice: random.Random) -> dict[str, str]:
    return {code: dice.choice(("yes", "ask", "no")) for code in dice.sample(CONDITIONS, k=4)}
