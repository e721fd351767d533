import logging
import os
from dataclasses import dataclass, replace
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.template import engines
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from foundation.printing.letter import Letter, letter_pdf
from foundation.printing.pdf import (
    CharactersMissing,
    PaperDoesNotFit,
    PrintingError,
    loosest_that_fits,
    render_pdf,
    static_file,
)
from foundation.printing.sheet import Box
from tests.foundation.printed import Printed


@dataclass(frozen=True)
class Centre:
    name: str = "青波県地域生活定着支援センター"
    phone: str = "099-000-1234"
    fax: str = "099-000-1235"
    hours_text: str = "平日 午前8時30分〜午後5時"


@pytest.fixture(autouse=True)
def strict(settings):
    settings.PRINTING_STRICT = True


@pytest.fixture
def render(settings, tmp_path):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def render(body, *, title="題名", style="", context=None, **options):
        (tmp_path / "probe.html").write_text(
            '{% extends "printing/paper.html" %}{% load printing %}'
            "{% block stylesheets %}<style>" + style + "</style>{% endblock %}"
            "{% block body %}" + body + "{% endblock %}"
        )
        return render_pdf("probe.html", {"centre": Centre(), **(context or {})}, title=title, **options)

    return render


def draw(source, **context):
    return engines["django"].from_string("{% load printing %}" + source).render(context)


def test_a_paper_is_a_tagged_japanese_document_that_shows_its_title(render):
    reader = Printed(render("<h1>名簿</h1><p>本文</p>", title="参加者名簿")).structure
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ja", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 -- pypdf's own kind of boolean
    assert reader.metadata.title == "参加者名簿"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_headings_and_tables_keep_their_kind_in_the_tags(render):
    printed = Printed(render("<h1>題</h1><table><tr><th scope='row'>会場</th><td>会館</td></tr></table>"))
    kinds = [reference.get_object()["/S"] for reference in printed.structure_elements()]
    assert {kind: kinds.count(kind) for kind in ("/H1", "/Table", "/TH", "/TD")} == {
        "/H1": 1,
        "/Table": 1,
        "/TH": 1,
        "/TD": 1,
    }


@pytest.mark.parametrize(("landscape", "size"), [(False, (210, 297)), (True, (297, 210))])
def test_a_paper_is_a4_upright_or_lying(render, landscape, size):
    assert Printed(render("<p>本文</p>", landscape=landscape)).sizes == [size]


def test_the_same_words_give_the_same_bytes(render):
    first = render("<p>髙橋</p>{% qr_code text='https://portal.example.jp/' label='QR' %}")
    assert render("<p>髙橋</p>{% qr_code text='https://portal.example.jp/' label='QR' %}") == first


def test_only_the_bundled_fonts_are_embedded_whatever_the_style_asks_for(render):
    style = (
        ".a { font-family: sans-serif } .b { font-family: 'DejaVu Sans' } .c { font-family: 'Noto Serif JP' }"
    )
    body = "<p class='a'>あ</p><p class='b'>い</p><p class='c'>う</p><h1>え</h1><b>お</b>"
    assert Printed(render(body, style=style)).fonts == ["Noto-Sans-JP", "Noto-Serif-JP"]


def test_a_font_of_this_machine_is_never_used(render, tmp_path, monkeypatch):
    machine = tmp_path / "machine"
    machine.mkdir()
    square = TTGlyphPen(None)
    square.moveTo((0, 0))
    square.lineTo((0, 900))
    square.lineTo((900, 900))
    square.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x2611: "box"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": square.glyph()})
    builder.setupHorizontalMetrics({".notdef": (900, 0), "box": (900, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Machine", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900)
    builder.setupPost()
    builder.save(machine / "machine.ttf")
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{machine}</dir><cachedir>{machine}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    with pytest.raises(CharactersMissing) as raised:
        render("<p>☑</p>", style="p { font-family: Machine }")
    assert raised.value.characters == "☑"
    assert os.environ["FONTCONFIG_FILE"] == str(fonts)


def test_a_browser_started_after_a_paper_still_sees_its_fonts(render, monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    render("<p>本文</p>")
    assert "FONTCONFIG_FILE" not in os.environ


@pytest.mark.parametrize("family", ["Noto Sans JP", "Noto Serif JP"])
@pytest.mark.parametrize("character", "髙﨑濵𠮷德①㈱〒〜")
def test_characters_of_real_names_are_drawn(render, family, character):
    printed = Printed(render(f"<p>{character}</p>", style=f"p {{ font: 30pt '{family}' }}"))
    assert printed.text[:1] == character
    assert 0.03 < printed.ink(character) < 0.7


def test_a_name_with_a_variant_selector_is_printed(render):
    assert "葛" in Printed(render("<p>葛\U000e0100城</p>")).text


def test_a_character_the_fonts_lack_raises_in_tests(render):
    with pytest.raises(CharactersMissing) as raised:
        render("<p>☑ 髙橋 ☑ 😀</p>")
    assert raised.value.characters == "☑😀"


def test_a_character_the_fonts_lack_still_prints_in_production_and_never_reaches_the_log(
    render, settings, caplog
):
    settings.PRINTING_STRICT = False
    with caplog.at_level(logging.WARNING):
        pdf = render("<p>髙橋☑</p>")
    ours = [
        (r.name, r.getMessage()) for r in caplog.records if r.name.startswith(("weasyprint", "foundation"))
    ]
    assert len(Printed(pdf).document) == 1
    assert ours == [("foundation.printing.pdf", "probe.html: 1 characters missing, 0 other complaints")]


def test_a_style_that_does_not_exist_raises_in_tests(render):
    with pytest.raises(PrintingError, match="unknown property"):
        render("<p>本文</p>", style="p { no-such-property: 1 }")


REFUSED = "紙に使えるのは、このシステムの中のファイルだけです。"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://portal.example.jp/a.png",
        "ftp://127.0.0.1/a.png",
        "file:///etc/passwd",
        "file://other.example.jp/etc/passwd",
        "file://{folder}/../../pdf.py",
        "file://{folder}/%2e%2e/%2e%2e/pdf.py",
        "file://{folder}-beside/a.png",
        "data:text/html,hello",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "<img alt='x' src='{}'>",
        "<p style='background: url({})'>x</p>",
        "<style>@import url('{}');</style>",
        "<link rel='stylesheet' href='{}'>",
        "<link rel='attachment' href='{}'>",
        "<style>@font-face {{ font-family: Other; src: url('{}') }} p {{ font-family: Other }}</style>",
    ],
)
def test_network_and_foreign_files_are_refused(render, address, body):
    folder = static_file("paper.css").parent
    with pytest.raises(PrintingError) as raised:
        render(body.format(address.format(folder=folder)))
    assert str(raised.value) == REFUSED


def test_a_refusal_is_an_ordinary_exception(render):
    caught = False
    try:
        render("<img alt='x' src='http://127.0.0.1:9/a.png'>")
    except Exception:  # noqa: BLE001 -- what a job's own net would be
        caught = True
    assert caught


def test_a_link_into_the_web_is_only_printed(render):
    assert "案内" in Printed(render("<a href='https://portal.example.jp/'>案内</a>")).text


def test_an_image_inside_the_page_is_drawn(render):
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0h1v1z'/></svg>"
    body = f'<img alt="三角" src="data:image/svg+xml,{quote(svg)}">'
    assert Printed(render(body)).alternatives() == ["三角"]


def test_a_missing_style_sheet_is_told_at_once():
    with pytest.raises(PrintingError, match=r"static/printing/none\.css がありません。"):
        static_file("none.css")


def test_page_numbers_print_date_and_centre_stand_at_the_foot_of_each_page(render):
    body = "<p>一</p><p class='new-page'>二</p>"
    texts = Printed(render(body, context={"printed_on": "令和8年11月23日"})).texts
    foot = "青波県地域生活定着支援センター電話099-000-1234FAX099-000-1235令和8年11月23日印刷"
    assert texts == [f"一{foot}1/2", f"二{foot}2/2"]


@pytest.mark.parametrize(
    ("context", "counts"),
    [({}, (0, 0)), ({"confidential": True}, (2, 0)), ({"sample_world": True}, (0, 2))],
)
def test_marks_stand_on_every_page_when_asked_for(render, context, counts):
    text = Printed(render("<p>一</p><p class='new-page'>二</p>", context=context)).text
    assert (text.count("取扱注意"), text.count("見本")) == counts


def test_a_paper_is_set_tighter_until_it_fits(render):
    body = "".join(f"<p>{number}行目</p>" for number in range(50))
    assert [len(Printed(render(body, fits=fits)).document) for fits in (None, 1)] == [2, 1]


@pytest.mark.parametrize(
    ("enough", "tried"),
    [(0, [0]), (1, [0, 4, 2, 1]), (2, [0, 4, 2, 1]), (3, [0, 4, 2, 3]), (4, [0, 4, 2, 3])],
)
def test_the_roomiest_setting_that_is_enough_is_taken_and_few_are_tried(enough, tried):
    asked = []

    def laid_out(squeeze):
        asked.append(squeeze)
        return SimpleNamespace(pages=["page"] * (1 if squeeze >= enough else 2), squeeze=squeeze)

    assert (loosest_that_fits(laid_out, 1).squeeze, asked) == (enough, tried)


def test_a_paper_that_no_setting_fits_is_tried_twice():
    asked = []

    def laid_out(squeeze):
        asked.append(squeeze)
        return SimpleNamespace(pages=["page"] * 2)

    with pytest.raises(PaperDoesNotFit):
        loosest_that_fits(laid_out, 1)
    assert asked == [0, 4]


def test_a_paper_that_cannot_fit_is_told_so(render):
    with pytest.raises(PaperDoesNotFit, match="1ページに収まりません（3ページになります）。"):
        render("<p>行</p>" * 150, fits=1)


def test_a_long_table_repeats_its_head_on_each_page(render):
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(120))
    head = "<thead><tr><th scope='col'>見出し</th></tr></thead>"
    texts = Printed(render(f"<table class='framed'>{head}<tbody>{rows}</tbody></table>")).texts
    assert [text.count("見出し") for text in texts] == [1, 1, 1, 1]


@pytest.mark.parametrize("text", ["https://portal.example.jp/", "https://portal.example.jp/" + "a" * 120])
def test_a_qr_code_is_as_wide_as_asked_and_says_what_it_opens(render, text):
    printed = Printed(render(f"{{% qr_code text='{text}' label='申し込み <画面>' millimetres=25 %}}"))
    assert printed.qr_edges(0) == [(25.0, 25.0)]
    assert printed.alternatives() == ["申し込み <画面>"]


def test_boxes_are_drawn_one_for_each_word_with_room_where_it_is_asked_for():
    drawn = draw("{% boxes of=of %}", of=("会場", Box("FAX", "番号"), Box("その他", "")))
    assert drawn.strip() == (
        '<ul class="boxes"><li>会場</li><li>FAX（番号<span class="boxes__blank"></span>）</li>'
        '<li>その他（<span class="boxes__blank"></span>）</li></ul>'
    )


def test_a_row_without_boxes_is_left_to_write_in():
    drawn = draw("{% sheet_row label='メール' hint='ある方だけ' columns=3 %}")
    assert drawn.strip() == (
        '<tr><th scope="row">メール<span class="hint">ある方だけ</span></th><td colspan="3"></td></tr>'
    )


def test_an_unknown_argument_of_a_component_raises():
    with pytest.raises(Exception, match="received unexpected keyword argument 'words'"):
        draw("{% boxes words='会場' %}")


LETTER = Letter(
    centre=Centre(),
    number="青定着第123号",
    sent_on="令和8年11月23日",
    addressees=("社会福祉法人青波会", "理事長　髙橋 﨑子　様"),
    sender=("青波県地域生活定着支援センター", "所長　濵田 𠮷郎"),
    subject="講師の派遣について（依頼）",
    paragraphs=("下記のとおりお願いいたします。",),
    items=(("日時", "令和8年12月11日（金）"),),
)


def test_a_letter_has_its_parts_in_the_usual_order():
    text = Printed(letter_pdf(LETTER)).text
    parts = [
        "青定着第123号令和8年11月23日",
        "理事長髙橋﨑子様",
        "所長濵田𠮷郎（公印省略）",
        "講師の派遣について（依頼）",
    ]
    parts += ["下記のとおり", "記日時令和8年12月11日（金）以上", "問い合わせ"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_letter_with_a_seal_and_without_items_drops_those_words():
    text = Printed(
        letter_pdf(replace(LETTER, items=(), seal_omitted=False, paragraphs=("お礼申し上げます。",)))
    ).text
    assert ("公印省略" in text, "以上" in text, "記" in text) == (False, False, False)
