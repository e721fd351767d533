from dataclasses import replace
from itertools import pairwise

import pytest

from events.papers import (
    ApplicationSheet,
    EventFacts,
    Flyer,
    Receipt,
    ReceiptPerson,
    Roster,
    RosterEntry,
    application_sheet_pdf,
    flyer_pdf,
    receipt_pdf,
    roster_pdf,
)
from foundation.printing.sheet import Box, SheetRow
from tests.foundation.printed import Printed


class Centre:
    name = "青波県地域生活定着支援センター"
    phone = "099-000-1234"
    fax = "099-000-1235"
    hours_text = "平日 午前8時30分〜午後5時"


EVENT = EventFacts(
    title="はじめての受け入れ",
    number="R8-K12",
    when=("令和8年12月11日（金）午後1時30分〜4時30分",),
    ways=("会場", "オンライン"),
    where="青波市民会館 2階 会議室2",
    address="青波市赤坂町2-6",
)
LONG_EVENT = replace(
    EVENT,
    title="罪に問われた高齢の方や障害のある方を地域で支えるために知っておきたい制度のしくみと関係機関の役割分担を考える二日間の連続研修会",
    when=(
        "第1日　令和8年12月11日（金）午後1時30分〜4時30分",
        "第2日　令和8年12月18日（金）午後1時30分〜4時30分",
    ),
    where="青波県総合社会福祉会館・障害者交流プラザ・生涯学習センター合同庁舎 "
    "別館4階 大会議室A・B・C（南側入口からお入りください）",
    address="青波市中央区赤坂町2丁目6番地15号"
    "（青波駅東口から市営バス18系統「総合福祉会館前」で降りて歩いて3分。駐車場はありません）",
)
SHEET = ApplicationSheet(
    event=EVENT,
    sheet_number="482915",
    entry_url="https://portal.example.jp/events/hajimete/apply/?sheet=482915",
    deadline="令和8年12月4日（金）午後5時",
    order_note="届いた日時の順に席を取り、2営業日までにお返事します。",
    reply_ways=(Box("電話"), Box("FAX", "番号"), Box("メール")),
    accommodations=(
        *map(Box, ("手話通訳", "要約筆記", "車いすの席", "大きな文字の資料", "静かな席", "付き添いの方")),
        Box("その他", ""),
    ),
    purpose="書いていただいた内容は、この研修の連絡、名札、修了証のためだけに使います。",
    centre=Centre(),
    printed_on="令和8年11月23日",
)
FLYER = Flyer(
    kind="受け入れ研修のご案内",
    lead="刑務所などを出たあとの人を、はじめて迎える事業所の方へ。",
    audience="福祉・医療・行政で働く方",
    fee="無料",
    capacity="40人",
    event_url="https://portal.example.jp/events/hajimete/",
    sheet=SHEET,
    programme=("講義　出所する人に何が起きているか", "演習　迎える日の役割を決める"),
    hosts=("主催　青波県地域生活定着支援センター",),
)
QUESTIONS = (SheetRow("お昼のお弁当", (Box("いる"), Box("いらない"))), SheetRow("講師に聞きたいこと"))
NAMES = [
    ("髙橋 﨑子", "タカハシ サキコ"),
    ("濵田 𠮷郎", "ハマダ ヨシロウ"),
    ("長谷川 健太郎左衛門", "ハセガワ ケンタロウザエモン"),
]
AGENCIES = [
    "社会福祉法人青波会 ひだまりホーム",
    "青波市役所 障害福祉課",
    "NPO法人 濵の家（グループホーム・相談支援事業所）",
]
BLACK_AND_WHITE = {(0, 0, 0, 255), (255, 255, 255, 255)}


@pytest.fixture(autouse=True)
def strict(settings):
    settings.PRINTING_STRICT = True


def entries(count):
    return tuple(
        RosterEntry(
            number=number,
            agency=AGENCIES[number % 3],
            job="サービス管理責任者",
            name=NAMES[number % 3][0],
            kana=NAMES[number % 3][1],
            way="オンライン" if number % 4 == 0 else "会場",
            note="車いすの席" if number % 9 == 5 else "",
        )
        for number in range(1, count + 1)
    )


def roster(count, **changes):
    facts = {"event": EVENT, "entries": entries(count), "centre": Centre(), "printed_on": "令和8年11月23日"}
    return Roster(**{**facts, **changes})


def receipt(count, event=EVENT):
    return Receipt(
        reception_number="K12-0047",
        event=event,
        agency="社会福祉法人青波会 ひだまりホーム",
        contact_person="髙橋 﨑子",
        fax="099-111-2222",
        received="11月20日（金）午前10時12分にFAXで届きました。",
        outcome=f"{count}人分の席を取りました",
        people=tuple(
            ReceiptPerson(name=e.name, kana=e.kana, way=e.way, state="席があります") for e in entries(count)
        ),
        change_until="12月10日（木）午後5時",
        centre=Centre(),
        printed_on="令和8年11月23日",
        notes=("駐車場が少ないので、電車かバスでおいでください。",),
    )


ONLINE = replace(EVENT, ways=("オンライン",), where="", address="")


@pytest.mark.parametrize(
    ("event", "questions", "sample_world"),
    [(EVENT, (), False), (ONLINE, (), False), (LONG_EVENT, (), False), (LONG_EVENT, QUESTIONS, True)],
)
def test_the_application_sheet_is_always_one_page(event, questions, sample_world):
    sheet = replace(SHEET, event=event, questions=questions, sample_world=sample_world)
    assert Printed(application_sheet_pdf(sheet)).sizes == [(210, 297)]


def test_the_long_event_is_as_long_as_the_form_allows():
    assert len(LONG_EVENT.title) >= 60


def test_the_application_sheet_says_where_to_send_it_and_what_it_is_for():
    text = Printed(application_sheet_pdf(replace(SHEET, questions=QUESTIONS))).text
    parts = ["FAX099-000-1235", "用紙番号482915", "研修番号R8-K12", "はじめての受け入れ"]
    parts += [
        "締切令和8年12月4日（金）午後5時",
        "事業所の名前",
        "FAX（番号）",
        "フリガナ／お名前",
        "その他（）",
    ]
    parts += ["お弁当いるいらない", "修了証のためだけに使います。", "届いた日時入力した人受付番号"]
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(("ways", "counts"), [(("会場", "オンライン"), (5, 5)), (("会場",), (0, 0))])
def test_each_person_has_a_box_for_each_way_when_there_is_a_choice(ways, counts):
    sheet = replace(SHEET, event=replace(EVENT, ways=ways, where="市民センター"))
    table = (
        Printed(application_sheet_pdf(sheet))
        .text.split("フリガナ／お名前")[1]
        .split("名前が決まっていない")[0]
    )
    assert (table.count("会場"), table.count("オンライン")) == counts


@pytest.mark.parametrize("event", [EVENT, LONG_EVENT])
def test_five_people_have_room_to_write(event):
    printed = Printed(application_sheet_pdf(replace(SHEET, event=event, questions=QUESTIONS)))
    rules = printed.rules_between(0, "フリガナ", "名前が決まっていない")
    rows = [upper - lower for lower, upper in pairwise(rules)]
    assert len(rows) == 5
    assert min(rows) >= 8


@pytest.mark.parametrize("event", [EVENT, LONG_EVENT])
def test_the_flyer_is_one_leaf_with_the_sheet_on_its_back(event):
    texts = Printed(flyer_pdf(replace(FLYER, sheet=replace(SHEET, event=event, questions=QUESTIONS)))).texts
    fronts = ["いつ", "どこで", "どなたに", "費用", "締切", "電話099-000-1234", "FAX099-000-1235"]
    assert ["いつ" in text for text in texts] == [True, False]
    assert ["用紙番号482915" in text for text in texts] == [False, True]
    assert [part for part in fronts if part not in texts[0]] == []


@pytest.mark.parametrize(("lines", "lead"), [(4, 74), (5, 74), (6, 185)])
def test_the_words_of_the_flyer_stay_above_the_street_drawn_at_its_foot(lines, lead):
    longer = replace(FLYER, lead="あ" * lead, programme=("演習",) * lines)
    assert Printed(flyer_pdf(longer)).height_of(0, "主催") > 36  # foot of the page 17 mm, street 18 mm


@pytest.mark.parametrize("side", [0, 1])
def test_the_flyer_survives_a_fax(side):
    printed = Printed(flyer_pdf(replace(FLYER, sheet=replace(SHEET, sample_world=True))))
    assert printed.colours(side) == BLACK_AND_WHITE
    assert min(printed.lines(side)) >= 0.4
    assert min(min(edges) for edges in printed.qr_edges(side)) >= 25


@pytest.mark.parametrize("count", [1, 5])
def test_the_receipt_survives_a_fax(count):
    printed = Printed(receipt_pdf(receipt(count)))
    assert printed.colours(0) <= BLACK_AND_WHITE
    assert min(printed.lines(0)) >= 0.4


def test_both_sides_of_the_flyer_name_their_qr_code():
    assert Printed(flyer_pdf(FLYER)).alternatives() == [
        "この研修のページを開くQRコード",
        "申し込みの画面を開くQRコード",
    ]


@pytest.mark.parametrize(
    ("count", "grouped_by", "pages"),
    [(1, "number", 1), (40, "number", 2), (40, "agency", 2), (200, "agency", 9)],
)
def test_the_roster_names_everybody_once_with_head_and_mark_on_each_page(count, grouped_by, pages):
    texts = Printed(roster_pdf(roster(count, grouped_by=grouped_by))).texts
    text = "".join(texts)
    assert text.count("サービス管理責任者") == count
    assert [(page.count("職名氏名フリガナ"), page.count("取扱注意")) for page in texts] == [(1, 1)] * pages
    assert [page.endswith(f"印刷{number}/{pages}") for number, page in enumerate(texts, 1)] == [True] * pages


def test_the_roster_counts_those_who_come_by_each_way():
    assert roster(10).totals == [("会場", 8), ("オンライン", 2)]
    assert roster(0).totals == [("会場", 0), ("オンライン", 0)]
    assert "会場オンライン合計8人2人10人" in Printed(roster_pdf(roster(10))).text


def test_a_way_that_the_event_no_longer_has_is_still_counted():
    assert roster(4, event=replace(EVENT, ways=("会場",))).totals == [("会場", 3), ("オンライン", 1)]


def test_a_roster_by_agency_keeps_each_agency_together_in_the_order_of_its_first_number():
    groups = roster(7, grouped_by="agency").groups
    assert [(agency, [entry.number for entry in group]) for agency, group in groups] == [
        (AGENCIES[1], [1, 4, 7]),
        (AGENCIES[2], [2, 5]),
        (AGENCIES[0], [3, 6]),
    ]


def test_a_roster_by_number_is_one_list():
    assert [(agency, len(group)) for agency, group in roster(7).groups] == [("", 7)]


@pytest.mark.parametrize(("count", "event"), [(1, EVENT), (11, EVENT), (5, LONG_EVENT), (20, LONG_EVENT)])
def test_the_receipt_is_one_page(count, event):
    assert Printed(receipt_pdf(receipt(count, event))).sizes == [(210, 297)]


def test_a_receipt_for_very_many_people_runs_on_and_names_them_all():
    printed = Printed(receipt_pdf(receipt(60, LONG_EVENT)))
    assert (len(printed.texts), printed.text.count("席があります")) == (2, 60)


def test_the_receipt_says_what_is_fixed_and_how_to_change_it():
    text = Printed(receipt_pdf(receipt(5))).text
    parts = [
        "ひだまりホーム御中",
        "髙橋﨑子様",
        "FAX099-111-2222",
        "受付番号K12-0047",
        "5人分の席を取りました",
    ]
    parts += [
        "はじめての受け入れ（研修番号R8-K12）",
        "参加する方5人",
        "ハマダヨシロウ濵田𠮷郎",
    ]
    parts += ["12月10日（木）午後5時までに", "FAX099-000-1235へ送り返して", "やめます全員一部の方（番号）"]
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize("character", "髙﨑濵𠮷")
def test_rare_characters_of_names_are_drawn_on_lists_and_receipts(character):
    for pdf in (roster_pdf(roster(3)), receipt_pdf(receipt(3))):
        assert 0.03 < Printed(pdf).ink(character) < 0.7


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (lambda: flyer_pdf(FLYER), "はじめての受け入れ　ご案内"),
        (lambda: application_sheet_pdf(SHEET), "FAX用申込書　はじめての受け入れ"),
        (lambda: roster_pdf(roster(3)), "参加者名簿　はじめての受け入れ"),
        (lambda: receipt_pdf(receipt(3)), "受付票　K12-0047"),
    ],
)
def test_each_paper_has_a_title_and_one_embedded_font(make, title):
    printed = Printed(make())
    assert (printed.structure.metadata.title, printed.fonts) == (title, ["Noto-Sans-JP"])


def test_words_typed_by_people_stay_words():
    printed = Printed(
        roster_pdf(roster(1, event=replace(EVENT, title="<img src='http://127.0.0.1:9/'>{{ title }}")))
    )
    assert "<imgsrc='http://127.0.0.1:9/'>{{title}}" in printed.text
