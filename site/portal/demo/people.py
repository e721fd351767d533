"""The fixed cast of the demo world: one person per role of each door, a municipality's and an outsider.

A is 浅野 (staff), B 馬場 (manager), C 千葉 (partner), D 土井 (partner of another agency). Whoever works at
both doors has two sign-ins: the doors share no person, password or factor.
"""

from foundation.demo import Member

CENTRE = "mihon_centre"
HOME = "minamo"
OTHER_HOME = "tomarigi"


def _public(key: str, who: str, name: str, name_kana: str, job: str, agency: str, *more: str) -> Member:
    return Member("public", key, (*more, key), who, name, name_kana, job, agency)


def _private(key: str, who: str, name: str, name_kana: str, job: str, agency: str) -> Member:
    return Member("private", key, (key,), who, name, name_kana, job, agency)


CAST = (
    _public("staff", "センターの職員", "浅野 あかり", "アサノ アカリ", "相談員", CENTRE),
    _public("manager", "センター長", "馬場 文子", "ババ フミコ", "センター長", CENTRE),
    _public("editor", "ページの編集者", "江藤 恵美", "エトウ エミ", "広報の担当", CENTRE),
    _public("system_admin", "システム管理者", "篠田 慎吾", "シノダ シンゴ", "情報の担当", CENTRE),
    _public("partner", "連携機関の職員", "千葉 千夏", "チバ チナツ", "世話人", HOME),
    _public("partner_admin", "連携機関の管理者", "髙﨑 義彦", "タカサキ ヨシヒコ", "管理者", HOME, "partner"),
    _public(
        "facilitator", "会の世話人", "藤井 文香", "フジイ フミカ", "相談支援専門員", "tsumugi", "partner"
    ),
    _public("prefecture", "県の担当者", "木村 健一", "キムラ ケンイチ", "主事", "prefecture_section"),
    Member(
        "public",
        "outsider",
        ("partner",),
        "別の機関の職員",
        "土井 大地",
        "ドイ ダイチ",
        "職業指導員",
        OTHER_HOME,
    ),
    Member(
        "public",
        "municipality",
        ("partner",),
        "市町村の担当者",
        "渡部 岬",
        "ワタベ ミサキ",
        "主事",
        "wajima_section",
    ),
    _private("case_worker", "相談員", "浅野 あかり", "アサノ アカリ", "相談員", CENTRE),
    _private("lead", "責任者", "馬場 文子", "ババ フミコ", "センター長", CENTRE),
    _private("deputy_lead", "責任者の代理", "野口 直人", "ノグチ ナオト", "主任相談員", CENTRE),
    _private("agency_coordinator", "受け入れ機関の窓口", "千葉 千夏", "チバ チナツ", "世話人", HOME),
    _private("agency_worker", "受け入れ機関の担当者", "三浦 美波", "ミウラ ミナミ", "生活支援員", HOME),
    _private("committee_member", "委員", "石黒 樹", "イシグロ イツキ", "弁護士", "hiiragi"),
    _private("observer", "オブザーバー", "木村 健一", "キムラ ケンイチ", "主事", "prefecture_section"),
    _private("auditor", "監査の担当者", "神田 薫", "カンダ カオル", "監事", CENTRE),
    _private("privacy_officer", "個人情報の責任者", "古賀 心", "コガ ココロ", "事務長", CENTRE),
    _private("key_custodian", "鍵の管理者", "鍵谷 圭", "カギヤ ケイ", "理事", CENTRE),
    Member(
        "private",
        "outsider",
        ("agency_coordinator",),
        "別の機関の窓口",
        "土井 大地",
        "ドイ ダイチ",
        "職業指導員",
        OTHER_HOME,
    ),
)


def cast_of(door: str) -> tuple[Member, ...]:
    """Return the cast of one door, in the order in which lists show it."""
    return tuple(member for member in CAST if member.door == door)
