"""支援の流れ: the way out of a facility and the way in the middle of a trial, stage by stage (seed 000)."""

from typing import Any

from .writing import FirstPage, heading, text

PERSON, CENTRE, JUSTICE, CITY, CARE, MEDICAL = "person", "centre", "justice", "city", "care", "medical"


def stage(name: str, what: str, *bodies: str, partners: str = "", forms: str = "") -> dict[str, Any]:
    return {"name": name, "what": what, "bodies": list(bodies), "partners": partners, "forms": forms}


EXIT = {
    "title": "刑務所などを出る方の流れ",
    "who": "矯正施設に入っている方で、保護観察所から依頼のあった方です。",
    "stages": [
        stage(
            "依頼が届く",
            "保護観察所から、協力の依頼を受けます。ほかの県で暮らしたい方は、県どうしで力を合わせます（広域調整）。",
            CENTRE,
            JUSTICE,
            partners="保護観察所、刑務所など、ほかの県のセンター",
            forms="特別調整協力等依頼書、支援業務協力依頼書",
        ),
        stage(
            "会って話す",
            "施設でご本人に会い、体と心の様子、これからの希望を聞きます。",
            PERSON,
            CENTRE,
            JUSTICE,
            partners="刑務所などの職員",
        ),
        stage(
            "計画を作る",
            "希望をもとに、必要な福祉や医療を計画にまとめ、手帳やサービスの申請を始めます。",
            PERSON,
            CENTRE,
            CITY,
            partners="市町村、福祉事務所、年金事務所、相談支援事業所",
            forms="福祉サービス等調整計画",
        ),
        stage(
            "受け入れ先を決める",
            "見学や会議を重ねて、住まいと、通う所、通う病院を決めます。",
            PERSON,
            CENTRE,
            CITY,
            CARE,
            MEDICAL,
            partners="グループホーム、更生保護施設、自立準備ホーム、救護施設、高齢者の施設、居住支援法人、医療機関",
        ),
        stage(
            "迎えに行く",
            "出る日に付きそい、役所の手続きと引っ越しをいっしょにします。",
            PERSON,
            CENTRE,
            JUSTICE,
            CITY,
            CARE,
        ),
        stage(
            "いっしょに支える",
            "受け入れた事業所を訪ね、会議を開き、困ったときに駆けつけます。",
            PERSON,
            CENTRE,
            CITY,
            CARE,
            MEDICAL,
            partners="ハローワーク、訪問看護、社会福祉協議会、民生委員など",
            forms="意見書",
        ),
        stage(
            "地域に引き継ぐ",
            "市町の支援へ、少しずつ役割を移します。そのあとも、必要なときは相談を受けます。",
            PERSON,
            CENTRE,
            CITY,
            CARE,
        ),
    ],
}
ENTRY = {
    "title": "裁判などの途中の方の流れ",
    "who": "逮捕されたり裁判を受けたりしている方で、保護観察所から依頼のあった方です（令和3年度から）。",
    "stages": [
        stage(
            "依頼が届く",
            "検察庁や弁護士などから話を受けた保護観察所が、センターに協力を頼みます。",
            CENTRE,
            JUSTICE,
            partners="保護観察所、検察庁、弁護士",
        ),
        stage(
            "面会する",
            "警察署や拘置所で会い、困っていることと希望を聞きます。釈放までの日数が短いので、急いで動きます。",
            PERSON,
            CENTRE,
            JUSTICE,
        ),
        stage(
            "泊まる所を整える",
            "釈放された日から泊まれる所と、急ぐ医療やお金の手続きを準備します。",
            PERSON,
            CENTRE,
            CITY,
            CARE,
            MEDICAL,
            partners="更生保護施設、自立準備ホーム、市町村",
            forms="福祉サービス等調整計画",
        ),
        stage(
            "迎えに行く", "釈放の日に付きそい、役所の手続きをいっしょにします。", PERSON, CENTRE, CITY, CARE
        ),
        stage(
            "いっしょに支える",
            "受け入れた事業所を訪ね、暮らしが落ち着くまで支えます。",
            PERSON,
            CENTRE,
            CITY,
            CARE,
            MEDICAL,
        ),
        stage("地域に引き継ぐ", "市町の支援へ、少しずつ役割を移します。", PERSON, CENTRE, CITY, CARE),
    ],
}
FLOW_PAGE = FirstPage(
    "flow",
    "支援の流れ",
    "依頼が届いてから、地域の支援に引き継ぐまでの流れです。二つの道すじがあります。",
    model="FlowPage",
    fields={"variants": [("variant", EXIT), ("variant", ENTRY)]},
    body=[
        heading("かかる時間"),
        text(
            "刑務所などを出る方の準備は、出る日より前の早い段階から始めます。裁判などの途中の方は、釈放までの短い日数で準備します。",
            "支える期間は人によって違います。終わりは、ご本人と支える人たちが会議で話し合って決めます。",
        ),
        text(
            "もとにしたもの：石川県地域生活定着支援センターのパンフレット「支援の流れ」（平成30年の開設）、業務内容の説明。"
        ),
    ],
)
