import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from foundation.ui.forms import (
    CleanCharField,
    CleanTextField,
    KanaField,
    MailField,
    OurDateField,
    OurDateTimeField,
    PhoneField,
    PostalCodeField,
    WarekiDateField,
)


def refused(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (CleanCharField(max_length=20), "　グループ　ホーム\tＡ１ ", "グループ ホーム A1"),
        (CleanCharField(max_length=20), "髙橋 慎", "髙橋 慎"),
        (CleanTextField(max_length=20), "\nＡ　\r\nＢ\n", "A\nB"),
        (KanaField(max_length=20), "さくま　れいこ", "サクマ レイコ"),
        (KanaField(max_length=20), "ﾐﾔｻﾞｷ", "ミヤザキ"),
        (PhoneField(), "０９９（０００）４５６７", "099-000-4567"),
        (PhoneField(), "099-000-4567 内線12", "099-000-4567 内線12"),
        (PostalCodeField(), "〒９９０ー００００", "990-0000"),
        (PostalCodeField(), "9900000", "990-0000"),
        (MailField(), "ｓａｋｕｍａ＠ｍｉｎａｍｏ．ｅｘａｍｐｌｅ．ｊｐ", "sakuma@minamo.example.jp"),
    ],
)
def test_what_people_type_in_any_width_is_taken(field, typed, stored):
    assert field.clean(typed) == stored


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (CleanCharField(max_length=3), "あいうえ", "3字までで書いてください。いまは4字です。"),
        (KanaField(max_length=20), "佐久間", "カタカナか、ひらがなで書いてください。例：サクマ レイコ"),
        (PhoneField(), "123", "電話番号として読み取れません。市外局番から書いてください。例：099-000-4567"),
        (PostalCodeField(), "990-000", "郵便番号は7つの数字で書いてください。例：990-0000"),
        (
            PostalCodeField(required=False),
            "990-000",
            "郵便番号は7つの数字で書くか、空けておいてください。例：990-0000",
        ),
        (MailField(), "sakuma", "「@」が入っていません。例：minamo@example.jp"),
        (MailField(), "sakuma@", "「@」のあとが書かれていません。例：minamo@example.jp"),
        (
            MailField(),
            "saku ma@@x",
            "メールアドレスとして読み取れません。「@」の前とあとを確かめてください。",
        ),
        (CleanCharField(max_length=3, label="お名前"), "　", "お名前を書いてください。"),
        (CleanCharField(max_length=3, error_messages={"required": "どなたですか。"}), "", "どなたですか。"),
        (PhoneField(label="電話番号"), "", "電話番号を書いてください。"),
    ],
)
def test_a_refusal_says_what_to_do(field, typed, words):
    assert refused(field, typed) == [words]


@pytest.mark.parametrize(
    "field", [PhoneField(required=False), PostalCodeField(required=False), MailField(required=False)]
)
def test_an_empty_optional_field_is_stored_as_nothing(field):
    assert field.clean(" ") == ""


def test_characters_are_counted_as_people_count_them_and_not_by_the_browser():
    field = CleanCharField(max_length=3)
    assert field.clean("𠮷野家") == "𠮷野家"
    assert "maxlength" not in field.widget.attrs


@pytest.mark.parametrize(
    ("year", "day"),
    [
        ("8", dt.date(2026, 12, 7)),
        ("８年", dt.date(2026, 12, 7)),
        ("令和8", dt.date(2026, 12, 7)),
        ("Ｒ８", dt.date(2026, 12, 7)),
        ("2026", dt.date(2026, 12, 7)),
        ("平成30", dt.date(2018, 12, 7)),
        ("元", dt.date(2019, 12, 7)),
    ],
)
def test_a_year_may_be_written_by_its_era_or_by_four_digits(year, day):
    assert WarekiDateField().clean([year, "１２月", "7日"]) == day


@pytest.mark.parametrize(
    ("field", "parts", "words"),
    [
        (WarekiDateField(label="希望の日"), ["", "", ""], "希望の日を書いてください。"),
        (WarekiDateField(), ["8", "", "7"], "年、月、日の三つとも書いてください。"),
        (WarekiDateField(), ["8", "2", "30"], "2月30日という日付はその年にありません。"),
        (
            WarekiDateField(era=""),
            ["50", "4", "1"],
            "年は「令和8」「昭和30」か「2026」のように書いてください。",
        ),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_with_what_to_write(field, parts, words):
    assert refused(field, parts) == [words]


@pytest.mark.parametrize(
    ("era", "day", "year"),
    [
        ("令和", dt.date(2026, 12, 7), "8"),
        ("令和", dt.date(2018, 12, 7), "平成30"),
        ("", dt.date(1975, 12, 7), "昭和50"),
    ],
)
def test_a_stored_date_comes_back_as_it_would_be_typed(era, day, year):
    field = WarekiDateField(era=era)
    assert field.widget.decompress(day) == [year, "12", "7"]
    assert field.clean(field.widget.decompress(day)) == day


def test_an_unchanged_date_is_not_a_change():
    field = WarekiDateField()
    assert field.has_changed(dt.date(2026, 12, 7), ["令和8", "12", "7"]) is False
    assert field.has_changed(dt.date(2026, 12, 7), ["8", "12", "8"]) is True


def test_the_three_parts_of_a_date_have_labels_of_their_own():
    class Wish(forms.Form):
        day = WarekiDateField(label="希望の日", required=False)

    shown = str(Wish(initial={"day": dt.date(2026, 12, 7)})["day"])
    assert '<label for="id_day_0">令和（年）</label>' in shown
    assert (
        '<input type="text" name="day_0" value="8" inputmode="numeric" autocomplete="off" id="id_day_0">'
        in shown
    )
    assert '<label for="id_day_2">日</label>' in shown


OUR_TIME = "1868年から2099年までの日を書いてください。"


@pytest.mark.parametrize("year", ["1500", "1867", "2100", "9999", "0001"])
def test_a_year_that_nobody_means_is_refused_in_one_box_and_in_three(year):
    assert refused(WarekiDateField(), [year, "12", "31"]) == [OUR_TIME]
    assert refused(OurDateField(), f"{year}-12-31") == [OUR_TIME]
    assert refused(OurDateTimeField(), f"{year}-12-31 23:30") == [OUR_TIME]


@pytest.mark.parametrize(("typed", "day"), [("M1", dt.date(1868, 1, 25)), ("2099", dt.date(2099, 12, 31))])
def test_the_first_and_the_last_day_of_our_time_are_taken(typed, day):
    assert WarekiDateField().clean([typed, str(day.month), str(day.day)]) == day
    assert OurDateField().clean(f"{day}") == day
    assert OurDateTimeField().clean(f"{day} 12:00").date() == day


def test_a_field_may_begin_when_the_work_began():
    field = WarekiDateField(earliest=dt.date(2009, 1, 1))
    assert refused(field, ["2008", "12", "31"]) == ["2009年から2099年までの日を書いてください。"]
    assert field.clean(["2009", "1", "1"]) == dt.date(2009, 1, 1)
