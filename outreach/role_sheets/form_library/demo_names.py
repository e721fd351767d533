"""Names of the forms that the duties use in the demo world, and what is to be filled in on the centre's own."""

from .enums import Origin

DESCRIPTION = (
    "地域生活定着支援センターの業務内容（国の事業のきまりにもとづく説明、令和3年度からの六つの業務）"
)
# code, title, origin, duty, what it is for, source
NAMES = (
    (
        "special-adjustment-request",
        "特別調整協力等依頼書",
        Origin.OFFICIAL,
        "coordination",
        "保護観察所が、センターに支援を頼むときの書類です。ここから支援が始まります。",
        DESCRIPTION,
    ),
    (
        "welfare-plan",
        "福祉サービス等調整計画",
        Origin.OFFICIAL,
        "coordination",
        "要る支援と、だれが何をいつまでにするかを、本人と確かめてまとめます。",
        DESCRIPTION,
    ),
    (
        "cooperation-request",
        "支援業務協力依頼書",
        Origin.OFFICIAL,
        "coordination",
        "本人がほかの県で暮らしたいとき、その県のセンターに協力を頼みます。",
        DESCRIPTION,
    ),
    (
        "joint-meeting",
        "合同支援会議の次第と記録",
        Origin.OWN,
        "coordination",
        "支える人が集まる会議で、話す順と、決まったことを書きます。",
        DESCRIPTION,
    ),
    (
        "face-sheet",
        "フェイスシート",
        Origin.OWN,
        "follow-up",
        "受け入れる事業所が、本人を知るためにまとめる1枚です。センターが作り方を助けます。",
        DESCRIPTION,
    ),
    (
        "opinion-letter",
        "意見書（加算のため）",
        Origin.OWN,
        "follow-up",
        "受け入れた事業所が報酬の加算を申し出るときに、センターが書きます。",
        DESCRIPTION,
    ),
    (
        "privacy-agreement",
        "個人情報の取り決め",
        Origin.OWN,
        None,
        "関係機関と本人のことを伝え合う前に、何を、だれまで、いつまでを決めておきます。",
        "地域生活定着支援センターとの連携強化事業についての国の問答、問7（令和4年度からの事業）",
    ),
)
# What is to be filled in on forms of the centre's own; all of them are samples.
BLANKS = {
    "joint-meeting": (
        *("開く日・場所", "集まる人", "本人の希望", "いま決まっていること", "話すこと"),
        *("決めたこと（だれが、いつまでに）", "次に集まる日"),
    ),
    "face-sheet": (
        *("よんでほしい名前", "好きなこと・得意なこと", "苦手なこと・避けたいこと", "体と薬のこと"),
        *("暮らしで手伝ってほしいこと", "困ったときのサインと、してほしいこと", "支える人と連絡先"),
    ),
    "opinion-letter": (
        *("あて先（事業所の名前）", "加算の名前", "センターが調整したこと", "支援で気をつけること"),
        *("いつまでの支援が要るか", "書いた日", "センターの名前"),
    ),
    "privacy-agreement": (
        *("伝え合う機関", "何のために", "伝えること", "伝えないこと", "見る人", "いつまで"),
        *("紙とデータのしまい方", "終わったら、どうするか", "本人の同意（日付）"),
    ),
}
