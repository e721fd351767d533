"""Constructed documents and questions with known answers: which subject each question means.

An answer is right when its subject is one of those that a question names, however the document spells it.
"""

from content.search import SearchDocument

# subject: how documents write it, in turn
SUBJECTS = {
    "nursing": ("特別養護老人ホーム", "特養", "介護老人福祉施設"),
    "grouphome": ("グループホーム", "共同生活援助", "ＧＨ"),
    "caremanager": ("ケアマネジャー", "介護支援専門員", "ケアマネ"),
    "afterschool": ("放課後等デイサービス", "放デイ"),
    "nursingvisit": ("訪問看護", "訪看"),
    "workb": ("就労継続支援Ｂ型", "就B", "B型作業所"),
    "selfreliance": ("自立準備ホーム", "自準ホーム"),
    "council": ("社会福祉協議会", "社協"),
    "hokatsu": ("地域包括支援センター", "包括"),
    "prison": ("刑務所", "矯正施設"),
    "release": ("出所", "釈放", "退所"),
    "sentence": ("拘禁刑", "懲役"),
    "welfare": ("生活保護", "生保"),
    "disability": ("障害のある方", "障がいのある方"),
    "acceptance": ("受け入れ", "受入れ", "受入"),
    "application": ("申し込み", "申込", "受講申込"),
    "handover": ("引き継ぎ", "引継ぎ"),
    "dementia": ("認知症",),
    "guardian": ("成年後見", "後見人"),
    "addiction": ("依存症", "アルコール依存"),
    "tokyo": ("東京都の会",),
    "kyoto": ("京都府の会",),
    "takahashi": ("髙橋相談員",),
    "watanabe": ("渡邊相談員",),
    "saito": ("齋藤相談員",),
    "himawari": ("ひまわりの家",),
    "life": ("ＬＩＦＥ見本",),
    "alone": ("一人暮らし", "1人暮らし"),
    "jobcentre": ("ハローワーク",),
    "visit": ("見学",),
}
# Words around the subjects, so that pairs of signs meet by accident.
AROUND = (
    "相談支援のお知らせです。施設の名前と地域のことを書いています。",
    "センターの職員がお答えします。退院支援や保護者の方の相談も受けています。",
    "会場までの地図と、持ち物の一覧です。京阪神や東海からも来られます。",
    "所長のごあいさつ。支える人の集まりを、これからも続けます。",
)
QUESTIONS = {
    "特養": {"nursing"},
    "とくよう": set(),
    "特別養護老人ホーム": {"nursing"},
    "介護老人福祉施設": {"nursing"},
    "グループホーム": {"grouphome"},
    "ぐるーぷほーむ": {"grouphome"},
    "ｸﾞﾙｰﾌﾟﾎｰﾑ": {"grouphome"},
    "GH": {"grouphome"},
    "ｇｈ": {"grouphome"},
    "guruupuhoomu": {"grouphome"},
    "共同生活援助": {"grouphome"},
    "ケアマネ": {"caremanager"},
    "ケアマネージャー": {"caremanager"},
    "介護支援専門員": {"caremanager"},
    "放デイ": {"afterschool"},
    "放課後等デイサービス": {"afterschool"},
    "訪看": {"nursingvisit"},
    "訪問看護": {"nursingvisit"},
    "就労継続支援B型": {"workb"},
    "就労継続支援　Ｂ型": {"workb"},
    "B型作業所": {"workb"},
    "自立準備ホーム": {"selfreliance"},
    "自準ホーム": {"selfreliance"},
    "社協": {"council"},
    "社会福祉協議会": {"council"},
    "包括": {"hokatsu"},
    "地域包括支援センター": {"hokatsu"},
    "刑務所": {"prison"},
    "矯正施設": {"prison"},
    "出所": {"release"},
    "釈放": {"release"},
    "懲役": {"sentence"},
    "拘禁刑": {"sentence"},
    "生保": {"welfare"},
    "障がい": {"disability"},
    "障碍": {"disability"},
    "受け入れ": {"acceptance"},
    "受入": {"acceptance"},
    "申込み": {"application"},
    "引継ぎ": {"handover"},
    "認知症": {"dementia"},
    "成年後見": {"guardian"},
    "アルコール依存": {"addiction"},
    "京都": {"kyoto"},
    "東京都": {"tokyo"},
    "高橋": {"takahashi"},
    "渡辺": {"watanabe"},
    "斎藤": {"saito"},
    "himawari": {"himawari"},
    "ひまわり": {"himawari"},
    "life": {"life"},
    "ひとり暮らし": {"alone"},
    "職安": {"jobcentre"},
    "見学": {"visit"},
    "訪問看護 見学": set(),
    "ぜったいにないことば": set(),
}


def documents(number):
    """Return so many documents, each about one subject in one of its spellings."""
    subjects = list(SUBJECTS.items())
    for each in range(number):
        subject, spellings = subjects[each % len(subjects)]
        round_ = each // len(subjects)
        word = spellings[round_ % len(spellings)]
        in_title = round_ % 2 == 0
        yield SearchDocument(
            key=f"{subject}-{each}",
            kind=("ページ", "お知らせ", "研修・行事")[each % 3],
            title=f"{word}について {each}号" if in_title else f"第{each}号のご案内",
            url=f"/judged/{each}/",
            texts=[AROUND[each % 4], f"{word}のことを、くわしく書いています。", AROUND[(each + 1) % 4] * 3],
        )
