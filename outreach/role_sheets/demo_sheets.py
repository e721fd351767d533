"""What stands on the sheets of the demo world.

The first is made anew from practice 4 of the collection of good practices (seed 002, 参考資料1: its table is
broken there), the second from Q3 and Q4 on the 連携強化事業 (seed 004), both in words of our own.
"""

from collections.abc import Sequence

from .content import whole
from .enums import Level, Part

NATION, PREFECTURE, CITY, PRIVATE = (str(each) for each in Level)
LEAD, BESIDE, HELPS, NOTHING = (str(each) for each in Part)
# A cell as part, words and until when; a row as level, name, offices, contact and its cells.
type Cell = tuple[str, str] | tuple[str, str, str]
type Row = tuple[str, str, str, str, Sequence[Cell]]
_NO: Cell = (NOTHING, "")


def written(
    lead: str,
    stages: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    *,
    notes: Sequence[str] = (),
    issues: Sequence[str] = (),
    policies: Sequence[str] = (),
    table: tuple[str, str, str, str, Sequence[tuple[str, str]]] | None = None,
) -> dict[str, str]:
    """Return the content that says this."""
    words = {"head.lead": lead}
    for at, (name, when) in enumerate(stages, 1):
        words |= {f"stage.s{at}.name": name, f"stage.s{at}.when": when, f"stage.s{at}.place": str(at)}
    for at, (level, name, offices, contact, cells) in enumerate(rows, 1):
        body = {"level": level, "name": name, "offices": offices, "contact": contact, "place": str(at)}
        words |= {f"body.b{at}.{field}": text for field, text in body.items()}
        for stage, (part, text, *until) in enumerate(cells, 1):
            cell = f"cell.b{at}.s{stage}"
            words |= {f"{cell}.part": part, f"{cell}.text": text, f"{cell}.until": until[0] if until else ""}
    for kind, lines in (("note", notes), ("issue", issues), ("policy", policies)):
        for at, line in enumerate(lines, 1):
            words |= {f"{kind}.n{at}.text": line, f"{kind}.n{at}.place": str(at)}
    if table:
        title, unit, definition, source, years = table
        about = {"title": title, "unit": unit, "definition": definition, "source": source, "place": "1"}
        words |= {f"table.t1.{field}": text for field, text in about.items()}
        for at, (label, value) in enumerate(years, 1):
            words |= {
                f"row.t1.r{at}.label": label,
                f"row.t1.r{at}.value": value,
                f"row.t1.r{at}.place": str(at),
            }
    return whole(words)


PREVENTION = written(
    "罪に問われた人が、また地域で暮らせるように。国、県、市、民間の、だれが何を受け持つか。",
    (
        ("つかまったとき、裁判のころ", "入口支援"),
        ("刑務所などにいる間", "出口支援"),
        ("出たあと", ""),
        ("手続きがすべて終わったあと", "期限なし"),
    ),
    (
        (
            NATION,
            "地方検察庁",
            "社会福祉の担当",
            "",
            (
                (LEAD, "起訴されない人、罰金や執行猶予になる人が、暮らしにもどれるよう整える"),
                _NO,
                _NO,
                _NO,
            ),
        ),
        (
            NATION,
            "保護観察所",
            "",
            "",
            (
                (BESIDE, "身寄りのない人に、更生緊急保護をする。センターへ依頼する"),
                (BESIDE, "帰る先のようすを調べ、整える。センターへ依頼する"),
                (HELPS, "保護観察のある人を、指導し、支える", "保護観察の終わり"),
                _NO,
            ),
        ),
        (
            NATION,
            "刑務所など",
            "矯正施設",
            "",
            (_NO, (LEAD, "福祉の支えが要る人を見つけ、帰る先を整えるよう頼む"), _NO, _NO),
        ),
        (
            PREFECTURE,
            "定着支援センター",
            "見本地域生活定着支援センター",
            "",
            (
                (BESIDE, "依頼のあった人の、住む所と福祉サービスを整える"),
                (BESIDE, "本人に会い、住む所と福祉サービスの計画を作る"),
                (LEAD, "受け入れた所を訪ね、助言する。相談を受ける"),
                (HELPS, "受け入れた所からの相談に答える"),
            ),
        ),
        (
            CITY,
            "コーディネート機関（仮）",
            "市が新しく置く",
            "",
            (
                (BESIDE, "国の支えから外れる人を、必要な窓口へつなぐ"),
                (HELPS, "市に帰る人の、窓口を決めておく"),
                (BESIDE, "窓口どうしの間に入り、支援の会議を開く"),
                (LEAD, "困りごとを受けて、つなぎ直す。長く見守る"),
            ),
        ),
        (
            CITY,
            "市の窓口",
            "福祉・住まい・税・保険",
            "",
            (
                (HELPS, "使える制度を伝える"),
                (HELPS, "手帳、サービスの申請を受ける"),
                (BESIDE, "市に住む人に、サービスを届ける"),
                (BESIDE, "市に住む人に、サービスを届ける"),
            ),
        ),
        (
            PRIVATE,
            "地域の事業所など",
            "居住支援法人・NPO・社会福祉法人・更生保護法人",
            "",
            (
                (HELPS, "短い間の住む所を用意する"),
                (HELPS, "見学を受け、迎えられるかを返事する"),
                (BESIDE, "住む所と通う所で、毎日を支える"),
                (BESIDE, "住む所と通う所で、毎日を支える"),
            ),
        ),
    ),
    notes=(
        (
            "裁判の前後の人への支援は、令和3年度からセンターの仕事になりました。"
            "保護観察所から依頼のあった、高齢や障害のある人が対象です（令和4年度の資料）。"
        ),
        "この表は、ある市の案（令和4年度の好取組事例集、取組み4の参考資料1）を、見本として作り直したものです。",
    ),
    issues=(
        "困りごとが重なる人、窓口にたどり着けない人が、入口の段階で国の支えから外れることがある。",
        "手続きのどの段階でも引き継いで、長く支える所がない。",
    ),
    policies=("市にコーディネート機関を置き、国の支えから外れる人を、おもに支える。",),
    table=(
        "入口で国の支えから外れた人",
        "件",
        "社会福祉士が面談や相談をした人のうち、更生緊急保護の対象にならなかった人",
        "好取組事例集（令和4年度）取組み4の参考資料1",
        (("H28", "93"), ("H29", "132"), ("H30", "69"), ("R1", "111"), ("R2", "38")),
    ),
)

COORDINATION = written(
    "地域生活定着支援センターと、市町村の連携強化事業の分担。併走して、少しずつ市町村へ移します。",
    (
        ("出る前", "刑務所などにいる間"),
        ("住む所とサービスを整える", "依頼のあと"),
        ("帰る所が決まったあと", "併走"),
        ("地域での暮らし", "役割を移したあと"),
    ),
    (
        (
            PREFECTURE,
            "定着支援センター",
            "",
            "",
            (
                (LEAD, "本人に会い、どんな支えが要るかを見立てる"),
                (BESIDE, "見立てを伝えて市町村に依頼し、いっしょに整える"),
                (BESIDE, "訪問と助言を続け、役割を少しずつ渡す", "落ち着く"),
                (HELPS, "市町村が困ったときに、助言する"),
            ),
        ),
        (
            CITY,
            "市町村",
            "基幹相談支援センターなどに委託できる",
            "",
            (
                (HELPS, "使えるサービスと事業所を知らせる"),
                (LEAD, "センターと併走して、事業所との間を整える"),
                (LEAD, "事業所を後ろから支える。困りごとの相談を受ける"),
                (LEAD, "事業所を支え、受け入れられる所を増やす"),
            ),
        ),
        (
            PRIVATE,
            "相談支援事業所",
            "計画相談",
            "",
            (
                _NO,
                (BESIDE, "本人の希望をきき、サービスの計画を作る"),
                (BESIDE, "計画どおりかを見て、直す"),
                (BESIDE, "計画を見直し、サービスをつなぐ"),
            ),
        ),
        (
            PRIVATE,
            "住む所・通う所",
            "障害福祉サービスの事業所",
            "",
            (
                _NO,
                (HELPS, "見学と体験を受け、迎えるかを決める"),
                (BESIDE, "毎日の暮らしを支え、心配なことは早めに知らせる"),
                (BESIDE, "毎日の暮らしを支える"),
            ),
        ),
    ),
    notes=(
        (
            "計画相談は、事業の担当者ではなく、別の相談支援事業所に頼むのが基本です。"
            "むずかしい場合は、担当者が受け持つこともあります（令和4年度当初のQ&A、Q4）。"
        ),
        "どう分けるかは、地域のようすに合わせて、センターと市町村で話し合って決めます（同、Q3）。",
    ),
)

_STAGES = (
    ("相談が始まる", "出所の6か月前ごろ"),
    ("計画を作る", "5〜3か月前"),
    ("受け入れ先を決める", "3〜1か月前"),
    ("出所の日", ""),
    ("地域での暮らし", "出所のあと"),
)
_NATION: Row = (
    NATION,
    "国",
    "保護観察所\n刑務所など",
    "",
    (
        (LEAD, "対象になる人を選び、センターへ依頼する"),
        (HELPS, "面接の場を用意する。心身のようすを伝える"),
        (HELPS, "帰る先のようすを確かめる"),
        (HELPS, "お金、薬、書類をそろえて渡す"),
        (HELPS, "保護観察のある人に、面接を続ける", "保護観察の終わり"),
    ),
)
_CENTRE: Row = (
    PREFECTURE,
    "県",
    "地域生活定着支援センター",
    "",
    (
        (BESIDE, "依頼を受け、ご本人に会う"),
        (LEAD, "福祉サービスの計画を作る"),
        (BESIDE, "見学に同行し、支援の会議を開く"),
        (LEAD, "迎えに行き、役所の手続きに同行する"),
        (BESIDE, "訪問と助言。少しずつ役割を移す"),
    ),
)
_HOMES: Row = (
    PRIVATE,
    "事業所",
    "住まい・通う場\n相談支援",
    "",
    (
        _NO,
        (HELPS, "空きと条件を知らせる"),
        (LEAD, "見学と体験を受け、迎えるかを決める"),
        (BESIDE, "部屋と食事を用意して迎える"),
        (LEAD, "毎日の暮らしを支える"),
    ),
)


def exit_support(city: str, offices: str, *, meeting: str, tells: str) -> dict[str, str]:
    """Return the sheet on leaving prison of a town: who calls the meeting and what it tells differs."""
    row: Row = (
        CITY,
        city,
        offices,
        "",
        (
            (HELPS, tells),
            (BESIDE, "使える制度を示す。支給の申請を受ける"),
            (BESIDE, "地域の事業所に声をかけ、会議に出る"),
            (HELPS, "転入、生活保護などの申請を受ける"),
            (BESIDE, meeting),
        ),
    )
    return written(
        "刑務所などを出て、地域で暮らし始めるまで。だれが中心で、だれがいっしょに動くか。",
        _STAGES,
        (_NATION, _CENTRE, row, _HOMES),
    )
