import datetime as dt
import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines

from foundation.ui.drawing import PANES, seat_marks, seat_path, stage_light


def show(source, **context):
    return engines["django"].from_string(f"{{% load ui %}}{source}").render(context)


def lean(html):
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("lit", range(7))
def test_a_window_shows_as_many_lit_panes_as_asked(lit):
    paths = re.findall(r'<path (class="on" )?fill="[^"]+" d="([^"]+)"', show(f"{{% window lit={lit} %}}"))
    assert sum(path.count("z") for on, path in paths if on) == lit
    assert sum(path.count("z") for on, path in paths if not on) == len(PANES) - lit


def test_a_window_has_six_panes_and_no_more():
    with pytest.raises(ValueError, match="a window has 6 panes, not 7"):
        show("{% window lit=7 %}")


def test_a_window_that_was_called_off_is_crossed_out():
    assert lean(show("{% window lit=0 off=True %}")).endswith(
        '<path class="cross" d="m6 8 12 13M18 8 6 21"/></svg>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% window %}",
        "{% window 3 %}",
        "{% window lit=3 colour='red' %}",
        "{% drawing %}",
        "{% state %}満席{% endstate %}",
        "{% notice kind='warn' %}{% endnotice %}",
        "{% seats taken=3 %}",
        "{% pages page_obj=1 %}",
        "{% facts kind='wide' %}{% endfacts %}",
        "{% site_header name='つなぐ' %}{% endsite_header %}",
        "{% qr data='x' %}",
    ],
)
def test_a_missing_unknown_or_nameless_argument_is_refused_before_the_page_is_shown(source):
    with pytest.raises(TemplateSyntaxError, match=r"did not receive|unexpected keyword|too many positional"):
        engines["django"].from_string(f"{{% load ui %}}{source}")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% state kind='sold' %}{% endstate %}", "state: 'sold' is none of done, ended, error, few, full"),
        ("{% arcs kind='quarter' %}", "arcs: 'quarter' is none of apart, full, half"),
        ("{% drawing name='castle' %}", "drawing: 'castle' is none of ask, bench"),
        ("{% icon name='unicorn' %}", "'unicorn' .* does not exist"),
        ("{% css names='hero heroine' %}", "css: 'heroine' is none of"),
        (
            "{% notice kind='info' title='x' heading='h1' %}{% endnotice %}",
            "notice: 'h1' is none of h2, h3, p",
        ),
        ("{% window lit=1 size='huge' %}", "window: 'huge' is none of"),
        ("{% site_header name='a' sub='b' variant='secret' %}{% endsite_header %}", "site_header: 'secret'"),
    ],
)
def test_a_value_that_the_look_does_not_know_is_refused(source, words):
    with pytest.raises(TemplateSyntaxError, match=words):
        show(source)


def test_a_state_is_a_word():
    assert (
        show("{% state kind='few' %}残りわずか（{{ left }}席）{% endstate %}", left=6)
        == '<span class="state state--few">残りわずか（6席）</span>'
    )


def test_an_icon_is_hidden_from_screen_readers():
    assert show("{% icon name='check' %}").startswith(
        '<svg fill="none" viewBox="0 0 24 24" stroke-width="2" stroke="currentColor" '
        'aria-hidden="true" class="icon">'
    )


def test_a_notice_keeps_the_markup_inside_and_escapes_what_is_filled_in():
    shown = lean(
        show(
            "{% notice kind='warn' title=title %}<p>{{ words }}</p>{% endnotice %}", title="<b>", words="<i>"
        )
    )
    assert shown.startswith('<div class="notice notice--warn"><p class="notice__title"><svg')
    assert shown.endswith("<span>&lt;b&gt;</span></p><p>&lt;i&gt;</p></div>")


def test_a_notice_may_be_found_by_headings():
    assert '<h2 class="notice__title">' in show(
        "{% notice kind='ok' title='保存しました' heading='h2' %}{% endnotice %}"
    )


def test_messages_become_notices_and_an_error_is_announced_at_once():
    messages = [
        Message(constants.SUCCESS, "保存しました。"),
        Message(constants.WARNING, "締切が近いです。"),
        Message(constants.ERROR, "送れませんでした。"),
        Message(constants.INFO, "休みます。"),
    ]
    shown = show("{% message_list messages=messages %}", messages=messages)
    assert re.findall(r'notice--(\w+)" role="(\w+)"', shown) == [
        ("ok", "status"),
        ("warn", "status"),
        ("error", "alert"),
        ("info", "status"),
    ]


def test_a_date_is_read_in_the_order_of_speech():
    assert lean(show("{% date_block date=day %}", day=dt.date(2026, 12, 11))) == (
        '<time class="date-block" datetime="2026-12-11"><span>12月</span>'
        '<b>11<span class="vh">日</span></b><span>金曜日</span></time>'
    )


def test_a_date_can_name_its_year():
    shown = show("{% date_block date=day with_year=True %}", day=dt.date(2027, 1, 15))
    assert "<span>令和9年1月</span>" in shown


def test_a_moment_late_in_utc_belongs_to_the_next_day_in_japan():
    moment = dt.datetime(2026, 12, 10, 15, 30, tzinfo=dt.UTC)
    assert 'datetime="2026-12-11"' in show("{% date_block date=moment %}", moment=moment)


def test_facts_are_a_list_of_names_and_values():
    source = "{% facts variant='narrow' %}{% fact name='費用' %}<b>無料</b>{% endfact %}{% endfacts %}"
    assert show(source) == '<dl class="facts facts--narrow"><div><dt>費用</dt><dd><b>無料</b></dd></div></dl>'


def test_the_confirm_page_says_what_is_changed_by_each_link():
    shown = lean(show("{% check_group title='事業所' change_url='/apply/#id_name' %}{% endcheck_group %}"))
    assert '<h2>事業所</h2><a href="/apply/#id_name">変更する<span class="vh">（事業所）</span></a>' in shown


def test_inside_a_form_the_way_back_is_a_button_that_takes_everything_along():
    shown = lean(show("{% check_group title='事業所' change_to='#applicant' %}{% endcheck_group %}"))
    assert (
        '<button class="button button--quiet" name="change" value="1" formaction="#applicant">'
        '変更する<span class="vh">（事業所）</span></button>'
    ) in shown


def test_the_phone_number_can_be_dialled():
    shown = show("{% phone number='099-000-1234' call='電話' %}{% endphone %}")
    assert '<a class="phone__num" href="tel:0990001234">099-000-1234</a>' in shown


def test_the_breadcrumb_ends_with_this_page():
    crumbs = [("ホーム", "/"), ("研修・行事", "/events/"), ("申し込み", "/events/x/")]
    assert lean(show("{% breadcrumb items=crumbs %}", crumbs=crumbs)) == (
        '<nav class="breadcrumb wrap" aria-label="いまいるところ"><ol><li><a href="/">ホーム</a></li>'
        '<li><a href="/events/">研修・行事</a></li><li aria-current="page">申し込み</li></ol></nav>'
    )


@pytest.mark.parametrize(
    ("current", "marked"),
    [
        ("/events/", [("/events/", "page")]),
        ("/events/ukeire/", [("/events/", "true")]),
        ("/", [("/", "page")]),
        ("/news/", []),
    ],
)
def test_the_menu_marks_the_entry_that_the_page_lies_under(current, marked):
    items = [("ホーム", "/"), ("研修・行事", "/events/"), ("関係機関", "/directory/")]
    shown = show("{% site_menu items=items label='メニュー' current=current %}", items=items, current=current)
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', shown) == marked


def test_the_stages_light_up_one_by_one():
    shown = lean(show("{% stages current=2 names='入力,確認,完了' %}"))
    assert shown.count("（済み）") == 1
    assert re.findall(r'<li( aria-current="step")?>', shown) == ["", ' aria-current="step"', ""]
    assert [stage_light(position, 2, 3) for position in (1, 2, 3)] == [6, 4, 0]


def test_the_last_stage_is_lit_in_full():
    assert [stage_light(position, 3, 3) for position in (1, 2, 3)] == [6, 6, 6]


@pytest.mark.parametrize(
    ("seats", "marks"),
    [
        ({"taken": 34, "held": 0, "capacity": 40}, (34, 0, 6)),
        ({"taken": 34, "held": 3, "capacity": 40}, (34, 3, 3)),
        ({"taken": 0, "held": 0, "capacity": 5}, (0, 0, 5)),
        ({"taken": 7, "held": 1, "capacity": 5}, (5, 0, 0)),
        ({"taken": 299, "held": 0, "capacity": 300}, (99, 0, 1)),
        ({"taken": 300, "held": 0, "capacity": 300}, (100, 0, 0)),
        ({"taken": 296, "held": 3, "capacity": 300}, (98, 1, 1)),
    ],
)
def test_seats_are_drawn_as_marks_and_no_free_seat_is_hidden(seats, marks):
    assert seat_marks(**seats) == marks


def test_seats_stand_in_rows_of_twenty():
    assert seat_path(19, 2) == "M267 15v-9a5 5 0 0 1 10 0v9zM1 33v-9a5 5 0 0 1 10 0v9z"


def test_seats_are_a_picture_beside_words():
    shown = lean(show("{% seats taken=1 capacity=3 held=1 %}"))
    assert shown == (
        '<div class="seats"><svg viewBox="0 0 280 18" aria-hidden="true">'
        '<path class="on" d="M1 15v-9a5 5 0 0 1 10 0v9z"/>'
        '<path class="held" d="M15 15v-9a5 5 0 0 1 10 0v9z"/>'
        '<path d="M29 15v-9a5 5 0 0 1 10 0v9z"/></svg></div>'
    )


def test_the_pages_of_a_list_keep_the_question():
    page = Paginator(range(50), 20).page(2)
    shown = lean(show("{% pages page_obj=page url='/directory/?q=a%26b&page=2' %}", page=page))
    assert shown == (
        '<nav class="pages" aria-label="ページ送り"><a href="/directory/?q=a%26b">1</a>'
        '<a href="/directory/?q=a%26b&amp;page=2" aria-current="page">2</a>'
        '<a href="/directory/?q=a%26b&amp;page=3">3</a>'
        '<a class="link-go" href="/directory/?q=a%26b&amp;page=3">次の10件</a></nav>'
    )


def test_a_long_list_leaves_out_pages_in_the_middle():
    page = Paginator(range(200), 10).page(10)
    shown = show("{% pages page_obj=page url='/x/' %}", page=page)
    assert re.findall(r">(\d+|…)</", shown) == ["1", "…", "9", "10", "11", "…", "20"]


def test_a_list_of_one_page_needs_no_links():
    assert lean(show("{% pages page_obj=page url='/x/' %}", page=Paginator(range(3), 20).page(1))) == ""


def test_the_search_box_works_by_get_and_keeps_what_was_written():
    shown = lean(show("{% search_box action='/search/' label='ことば' value=words %}", words='"みなも"'))
    assert shown == (
        '<form class="search-box" role="search" action="/search/" method="get">'
        '<label for="search-q">ことば</label>'
        '<div class="search-box__row"><input class="input" type="search" id="search-q" name="q" '
        'value="&quot;みなも&quot;" maxlength="500"><button class="button">さがす</button></div></form>'
    )


def test_css_of_components_is_linked_by_name():
    assert show("{% css names='hero lane' %}") == (
        '<link rel="stylesheet" href="/static/ui/css/components/hero.css">\n'
        '<link rel="stylesheet" href="/static/ui/css/components/lane.css">'
    )


def test_a_qr_code_holds_the_data_without_a_style():
    shown = lean(show("{% qr data='https://example.jp/' label='開く' %}"))
    assert shown.startswith(
        '<figure class="qr"><div class="qr__code" role="img" aria-label="QRコード"><svg viewBox="0 0 '
    )
    assert shown.endswith("<figcaption>開く</figcaption></figure>")
    assert show("{% qr data='https://example.jp/a' label='開く' %}") != show(
        "{% qr data='https://example.jp/b' label='開く' %}"
    )


@pytest.mark.parametrize(
    ("sample_world", "shown"),
    [(True, '<p class="sample-band">見本 — 実在の機関ではありません</p>\n'), (False, "\n")],
)
def test_the_sample_band_is_shown_in_the_sample_world_only(sample_world, shown):
    assert show("{% sample_band %}", sample_world=sample_world) == shown


def test_the_header_of_the_private_door_is_recognisable():
    shown = lean(
        show(
            "{% site_header name='つなぐ' sub='引継ぎの部屋' variant='private' %}"
            "<p>記録されます</p>{% endsite_header %}"
        )
    )
    assert shown.startswith('<header class="site-header site-header--private">')
    assert '<span class="logo__sub">引継ぎの部屋</span></span></a><p>記録されます</p></div></header>' in shown
