"""関係機関の方へ: an entrance for each kind of work, with what people of that work come for."""

from .writing import FirstPage, heading, links, phone, text

PARTNERS = FirstPage(
    "partners",
    "関係機関の方へ",
    "お仕事ごとに、よく使われるページをまとめました。",
    [
        text(
            "はじめての方は、<b>研修・行事</b>と<b>支援の流れ</b>から読むと、センターとの仕事の進め方がわかります。"
        ),
        links("", ("関係機関をさがす（名前・町・サービスで）", "/directory/")),
        heading("福祉の事業所の方"),
        links(
            "",
            ("研修・行事に、まとめて申し込む", "/events/"),
            ("受け入れについて相談する前に", "/prepare/welfare/"),
            ("受け入れについて相談する", "/contact/"),
            ("出たあとの支え（フォローアップ業務）", "/about/duties/follow-up/"),
            ("報酬の加算を、いつまで算定できるか確かめる", "/guides/additions/check/"),
            ("ガイド・質問と答え", "/guides/"),
            ("様式集", "/guides/forms/"),
            ("資料", "/library/"),
        ),
        heading("市町村の方"),
        links(
            "",
            ("支援の流れ（だれが、どの段階にかかわるか）", "/about/flow/"),
            ("センターの仕事（A4・1枚、PDF）", "/papers/duties.pdf"),
            ("相談の前に（市町村）", "/prepare/government/"),
            ("ガイド・質問と答え", "/guides/"),
            ("はじめての担当者へ", "/guides/first-steps/"),
            ("役割分担表", "/role-sheets/"),
            ("手続きのチェック表（出所の前から、あとまで）", "/guides/procedures/"),
            ("連携強化事業を始める準備（1年の流れ）", "/guides/start-up/"),
            ("報酬の加算", "/guides/additions/"),
            ("研修・行事", "/events/"),
            ("数字で見るセンター", "/figures/"),
        ),
        heading("司法の方（弁護士・保護観察所・検察庁など）"),
        links(
            "",
            ("裁判などの途中の方の支え（被疑者等支援業務）", "/about/duties/suspect-support/"),
            ("だれが相談できますか", "/about/who/"),
            ("支援の流れ", "/about/flow/"),
            ("相談の前に（弁護士など）", "/prepare/lawyer/"),
            ("電話・FAXで連絡する", "/contact/"),
        ),
        heading("医療の方"),
        links(
            "",
            ("支援の流れ", "/about/flow/"),
            ("相談の前に（医療機関）", "/prepare/medical/"),
            ("入院や通院の相談をする", "/contact/"),
            ("ことばの説明", "/glossary/"),
        ),
        heading("報道・研究の方"),
        links(
            "",
            ("数字で見るセンター（出典と年つき）", "/figures/"),
            ("お知らせと活動の報告", "/news/"),
            ("取材・見学の相談をする", "/contact/"),
        ),
        phone("急ぐときは、電話でご連絡ください"),
    ],
)
