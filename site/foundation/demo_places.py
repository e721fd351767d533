"""The demo world's places, which are real, and its agencies, which are all invented."""

from typing import NamedTuple

# 全国地方公共団体コード (総務省), with the readings of Japan Post's postal data.
MUNICIPALITIES = (
    ("172014", "金沢市", "カナザワシ"),
    ("172022", "七尾市", "ナナオシ"),
    ("172031", "小松市", "コマツシ"),
    ("172049", "輪島市", "ワジマシ"),
    ("172057", "珠洲市", "スズシ"),
    ("172065", "加賀市", "カガシ"),
    ("172073", "羽咋市", "ハクイシ"),
    ("172090", "かほく市", "カホクシ"),
    ("172103", "白山市", "ハクサンシ"),
    ("172111", "能美市", "ノミシ"),
    ("172120", "野々市市", "ノノイチシ"),
    ("173240", "川北町", "カワキタマチ"),
    ("173614", "津幡町", "ツバタマチ"),
    ("173657", "内灘町", "ウチナダマチ"),
    ("173843", "志賀町", "シカマチ"),
    ("173860", "宝達志水町", "ホウダツシミズチョウ"),
    ("174076", "中能登町", "ナカノトマチ"),
    ("174611", "穴水町", "アナミズマチ"),
    ("174637", "能登町", "ノトチョウ"),
)

# 石川県の障害保健福祉圏域
WELFARE_AREAS = {
    "南加賀": ("小松市", "加賀市", "能美市", "川北町"),
    "石川中央": ("金沢市", "かほく市", "白山市", "野々市市", "津幡町", "内灘町"),
    "能登中部": ("七尾市", "羽咋市", "志賀町", "宝達志水町", "中能登町"),
    "能登北部": ("輪島市", "珠洲市", "穴水町", "能登町"),
}


class Sample(NamedTuple):
    """One invented agency; `body` is the key of the agency it belongs to."""

    key: str
    kind: str
    name: str
    kana: str
    place: str
    body: str = ""


AGENCIES = (
    Sample("mihon_kai", "corporation", "社会福祉法人 見本会", "ミホンカイ", "金沢市"),
    Sample("minamo_kai", "corporation", "社会福祉法人 みなも会", "ミナモカイ", "小松市"),
    Sample(
        "mihon_centre",
        "settlement_centre",
        "見本地域生活定着支援センター",
        "ミホンチイキセイカツテイチャクシエンセンター",
        "金沢市",
        "mihon_kai",
    ),
    Sample(
        "tonari_centre",
        "settlement_centre",
        "となり地域生活定着支援センター",
        "トナリチイキセイカツテイチャクシエンセンター",
        "",
    ),
    Sample("probation", "probation_office", "見本保護観察所", "ミホンホゴカンサツショ", "金沢市"),
    Sample("prison", "correctional_facility", "見本刑務所", "ミホンケイムショ", "金沢市"),
    Sample("prosecutors", "prosecutors_office", "見本地方検察庁", "ミホンチホウケンサツチョウ", "金沢市"),
    Sample("court", "court", "見本地方裁判所", "ミホンチホウサイバンショ", "金沢市"),
    Sample("hiiragi", "lawyer", "ひいらぎ法律事務所", "ヒイラギホウリツジムショ", "金沢市"),
    Sample("houterasu", "legal_support_centre", "法テラス見本", "ホウテラスミホン", "金沢市"),
    Sample("kamome", "judicial_scrivener", "司法書士事務所かもめ", "シホウショシジムショカモメ", "七尾市"),
    Sample("hogoshi", "volunteer_probation_officer", "見本地区保護司会", "ミホンチクホゴシカイ", "小松市"),
    Sample(
        "juvenile",
        "juvenile_support_centre",
        "見本法務少年支援センター",
        "ミホンホウムショウネンシエンセンター",
        "金沢市",
    ),
    Sample("akatsuki", "rehabilitation_facility", "更生保護施設あかつき寮", "アカツキリョウ", "金沢市"),
    Sample("hidamari", "self_reliance_home", "自立準備ホームひだまり", "ヒダマリ", "白山市"),
    Sample("komichi", "self_reliance_home", "自立準備ホームこみち", "コミチ", "羽咋市"),
    Sample("kaede", "relief_facility", "救護施設かえで荘", "カエデソウ", "津幡町"),
    Sample("aoba", "disability_residential", "障害者支援施設あおば学園", "アオバガクエン", "能美市"),
    Sample("minamo", "group_home", "グループホームみなも", "グループホームミナモ", "小松市", "minamo_kai"),
    Sample("yamanami", "group_home", "グループホームやまなみ", "グループホームヤマナミ", "輪島市"),
    Sample("michishirube", "lodging_training", "宿泊型自立訓練みちしるべ", "ミチシルベ", "金沢市"),
    Sample("soyokaze", "short_stay", "ショートステイそよかぜ", "ショートステイソヨカゼ", "野々市市"),
    Sample("matsukaze", "nursing_home_yogo", "養護老人ホームまつかぜ園", "マツカゼエン", "加賀市"),
    Sample("nagisa", "low_cost_home", "ケアハウスなぎさ", "ケアハウスナギサ", "内灘町"),
    Sample("hamanasu", "special_nursing_home", "特別養護老人ホームはまなす苑", "ハマナスエン", "志賀町"),
    Sample("yunagi", "private_home", "有料老人ホームゆうなぎ", "ユウナギ", "かほく市"),
    Sample("komorebi", "serviced_housing", "サービス付き高齢者向け住宅こもれび", "コモレビ", "白山市"),
    Sample("hinata", "dementia_group_home", "認知症グループホームひなた", "ヒナタ", "宝達志水町"),
    Sample("kurashi_kagi", "housing_support_corporation", "居住支援法人くらしの鍵", "クラシノカギ", "金沢市"),
    Sample("ie_sagashi", "real_estate_agent", "見本町いえさがし", "ミホンマチイエサガシ", "七尾市"),
    Sample("midorinooka", "hospital_clinic", "みどりの丘病院", "ミドリノオカビョウイン", "能美市"),
    Sample("umibe", "hospital_clinic", "海辺こころのクリニック", "ウミベココロノクリニック", "七尾市"),
    Sample("shirasagi", "visiting_nurse", "訪問看護ステーションしらさぎ", "シラサギ", "中能登町"),
    Sample(
        "tsumugi",
        "core_consultation_centre",
        "南加賀基幹相談支援センターつむぎ",
        "ミナミカガキカンソウダンシエンセンターツムギ",
        "小松市",
    ),
    Sample("hashiwatashi", "plan_consultation", "相談支援事業所はしわたし", "ハシワタシ", "金沢市"),
    Sample("misaki", "plan_consultation", "相談支援事業所みさき", "ミサキ", "能登町"),
    Sample("tampopo", "child_consultation", "こども相談たんぽぽ", "コドモソウダンタンポポ", "野々市市"),
    Sample("tobira", "community_transition", "地域移行支援とびら", "チイキイコウシエントビラ", "白山市"),
    Sample(
        "tomoshibi",
        "community_settlement",
        "地域定着支援ともしび",
        "チイキテイチャクシエントモシビ",
        "珠洲市",
    ),
    Sample(
        "umikaze",
        "community_care_centre",
        "地域包括支援センターうみかぜ",
        "チイキホウカツシエンセンターウミカゼ",
        "羽咋市",
    ),
    Sample("suzuran", "care_management", "ケアプランすずらん", "ケアプランスズラン", "穴水町"),
    Sample("niji", "daily_life_care", "生活介護にじの家", "セイカツカイゴニジノイエ", "川北町"),
    Sample("ayumi", "functional_training", "自立訓練あゆみ", "ジリツクンレンアユミ", "金沢市"),
    Sample("kurasu", "life_training", "生活訓練くらす", "セイカツクンレンクラス", "小松市", "minamo_kai"),
    Sample(
        "tonarigumi",
        "independent_living_aid",
        "自立生活援助となりぐみ",
        "ジリツセイカツエンジョトナリグミ",
        "金沢市",
    ),
    Sample("temari", "home_help", "ヘルパーステーションてまり", "ヘルパーステーションテマリ", "加賀市"),
    Sample(
        "shakyo", "social_welfare_council", "見本社会福祉協議会", "ミホンシャカイフクシキョウギカイ", "七尾市"
    ),
    Sample(
        "minsei",
        "welfare_commissioner",
        "見本地区民生委員児童委員協議会",
        "ミホンチクミンセイイインジドウイインキョウギカイ",
        "輪島市",
    ),
    Sample("prefecture", "prefecture", "石川県", "イシカワケン", "金沢市"),
    Sample(
        "prefecture_section",
        "prefecture",
        "石川県 見本福祉課",
        "イシカワケンミホンフクシカ",
        "金沢市",
        "prefecture",
    ),
    Sample("komatsu_section", "municipality", "小松市 見本福祉課", "コマツシミホンフクシカ", "小松市"),
    Sample("wajima_section", "municipality", "輪島市 見本福祉課", "ワジマシミホンフクシカ", "輪島市"),
    Sample("welfare_office", "welfare_office", "見本福祉事務所", "ミホンフクシジムショ", "能登町"),
    Sample(
        "kosei_sodan",
        "rehabilitation_consultation_centre",
        "見本更生相談所",
        "ミホンコウセイソウダンジョ",
        "金沢市",
    ),
    Sample("nenkin", "pension_office", "見本年金事務所", "ミホンネンキンジムショ", "七尾市"),
    Sample("hello_work", "job_centre", "ハローワーク見本", "ハローワークミホン", "小松市"),
    Sample("kitanohama", "cooperating_employer", "北の浜見本建設", "キタノハマミホンケンセツ", "珠洲市"),
    Sample("step", "work_transition", "就労移行支援ステップ", "シュウロウイコウシエンステップ", "金沢市"),
    Sample("tagayasu", "work_a", "就労継続支援A型たがやす", "タガヤス", "かほく市"),
    Sample("tomarigi", "work_b", "就労継続支援B型とまり木", "トマリギ", "七尾市"),
    Sample("tsuzukeru", "work_retention", "就労定着支援つづける", "ツヅケル", "金沢市"),
    Sample("daigaku", "university", "見本大学 社会福祉学科", "ミホンダイガクシャカイフクシガッカ", "金沢市"),
    Sample(
        "shakaifukushishi", "professional_body", "見本社会福祉士会", "ミホンシャカイフクシシカイ", "金沢市"
    ),
    Sample("hitoyasumi", "other", "地域食堂ひとやすみ", "チイキショクドウヒトヤスミ", "珠洲市"),
    Sample("nagomi", "care_short_stay", "介護ショートステイなごみ", "カイゴショートステイナゴミ", "加賀市"),
    Sample("kakehashi", "care_home_help", "訪問介護かけはし", "ホウモンカイゴカケハシ", "内灘町"),
    Sample("uraraka", "day_service", "デイサービスうららか", "デイサービスウララカ", "能美市"),
    Sample(
        "yoriai",
        "small_multifunction",
        "小規模多機能ホームよりあい",
        "ショウキボタキノウホームヨリアイ",
        "志賀町",
    ),
)

# Colleagues without a sign-in: whom an agency registers for a seminar. Agency, name, kana, job.
COLLEAGUES = (
    ("minamo", "三浦 美波", "ミウラ ミナミ", "生活支援員"),
    ("minamo", "髙橋 惠", "タカハシ メグミ", "世話人"),
    ("minamo", "濵田 圓", "ハマダ マドカ", "サービス管理責任者"),
    ("tomarigi", "澤田 正", "サワダ タダシ", "生活支援員"),
    ("tomarigi", "德永 結", "トクナガ ユイ", "サービス管理責任者"),
    ("hidamari", "廣瀬 光", "ヒロセ ヒカル", "代表"),
    ("akatsuki", "宮本 守", "ミヤモト マモル", "補導員"),
    ("midorinooka", "渡邊 緑", "ワタナベ ミドリ", "精神保健福祉士"),
    ("hashiwatashi", "橋本 渡", "ハシモト ワタル", "相談支援専門員"),
    ("umikaze", "海野 風香", "ウンノ フウカ", "主任介護支援専門員"),
    ("komatsu_section", "小林 松子", "コバヤシ マツコ", "係長"),
    ("shakyo", "中村 協", "ナカムラ キョウ", "地域福祉係"),
)
