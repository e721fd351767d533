"""資料: papers for the public, and the forms of the work with whose they are (seeds 000, 003)."""

from .writing import FirstPage, facts, heading, links, text

FORM_SOURCE = "名前と使い道は、業務内容の説明とパンフレットによります。様式そのものは、様式集にあるものは様式集で、ないものは作ったところから受け取ってください。"


def form(slug: str, title: str, origin: str, summary: str, *rows: tuple[str, str]) -> FirstPage:
    """Return the page of a form that others issue: what it is for, not a copy of it."""
    return FirstPage(
        slug,
        title,
        summary,
        [facts("", *rows), text(FORM_SOURCE), links("", ("様式集でさがす", "/guides/forms/"))],
        model="LibraryPage",
        fields={"kind": "form", "origin": origin},
    )


PAPERS = (
    FirstPage(
        "leaflet",
        "センターのご案内",
        "だれのためのセンターか、どう連絡するかを、A4の用紙1枚にまとめました。",
        [
            heading("紙で受け取る"),
            links("", ("センターのご案内（A4・1枚、PDF）", "/papers/leaflet.pdf")),
            text("紙でほしい方には、郵便でお送りします。電話でお申し付けください。"),
            heading("書いてあること"),
            text("この紙と同じことを、このサイトの次のページでも読めます。"),
            links(
                "",
                ("だれが相談できますか", "/about/who/"),
                ("支援の流れ", "/about/flow/"),
                ("連絡先", "/contact/"),
            ),
        ],
        model="LibraryPage",
        fields={"kind": "pamphlet", "origin": "センター"},
    ),
    FirstPage(
        "duties",
        "センターの仕事（一覧）",
        "六つの仕事と、それぞれですることを、A4の用紙1枚にまとめました。",
        [
            links("", ("センターの仕事（A4・1枚、PDF）", "/papers/duties.pdf")),
            links("同じことをページで読む", ("センターの仕事", "/about/duties/")),
        ],
        model="LibraryPage",
        fields={"kind": "guide", "origin": "センター"},
    ),
    FirstPage(
        "flow",
        "支援の流れ（図）",
        "刑務所などを出る方と、裁判などの途中の方の、二つの道すじをA4の用紙1枚にまとめました。",
        [
            links("", ("支援の流れ（A4横・1枚、PDF）", "/papers/flow.pdf")),
            links("同じことをページで読む", ("支援の流れ", "/about/flow/")),
        ],
        model="LibraryPage",
        fields={"kind": "guide", "origin": "センター"},
    ),
    form(
        "special-adjustment-request",
        "特別調整協力等依頼書",
        "保護観察所",
        "保護観察所が、出たあとに帰る所のない方の準備への協力を、センターに頼む書類です。",
        ("だれから、だれへ", "保護観察所から、センターへ"),
        ("使うとき", "矯正施設に入っている方の、出る前の準備（コーディネート業務）を始めるとき"),
    ),
    form(
        "centre-cooperation-request",
        "支援業務協力依頼書",
        "センター（県どうし）",
        "ご本人がほかの県で暮らしたいとき、その県のセンターに協力を頼む書類です。",
        ("だれから、だれへ", "センターから、ほかの県のセンターへ"),
        ("使うとき", "受け入れ先をさがすなど、県をこえて協力するとき（広域調整）"),
    ),
    form(
        "coordination-plan",
        "福祉サービス等調整計画",
        "センター",
        "面談で聞いた希望をもとに、必要な福祉や医療をまとめる計画です。",
        ("だれが作るか", "センターが、ご本人の意思を確かめながら作ります"),
        ("使うとき", "市町村や事業所と、受け入れの話し合いをするとき"),
    ),
    form(
        "face-sheet",
        "フェイスシート",
        "受け入れた事業所",
        "受け入れた事業所が、ご本人のことを職員の間で共有するための書類です。",
        ("だれが作るか", "受け入れた事業所。センターが書き方を助言します"),
        ("使うとき", "支援の計画を作るとき、職員がかわるとき"),
    ),
    form(
        "opinion-letter",
        "加算のための意見書",
        "センター",
        "事業所が報酬の加算を受けるときに必要な、センターの意見書です。",
        ("だれから、だれへ", "センターから、受け入れた事業所へ"),
        ("対象の加算", "地域生活移行個別支援特別加算、社会生活支援特別加算"),
    ),
)
LIBRARY = FirstPage(
    "library",
    "資料",
    "パンフレット、説明の資料、様式の名前と出どころです。PDFには、同じ内容のページがあります。",
    model="LibraryIndexPage",
    children=PAPERS,
)
