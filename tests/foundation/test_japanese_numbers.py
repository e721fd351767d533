import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japanese.numbers import (
    check_digit,
    clean_digits,
    clean_phone,
    dialable,
    is_corporate_number,
    is_phone,
    is_sheet_number,
    with_check_digit,
)

serials = st.integers(1, 99_999)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("９２０－８５８０", "9208580"),
        ("1234 5678\u3000９", "123456789"),
        ("1ー2‐3−4", "1234"),
        ("12a3", "12a3"),
    ],
)
def test_digits_lose_width_hyphens_and_spaces_but_not_letters(typed, digits):
    assert clean_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "phone", "link"),
    [
        ("０７６－２６６－１０７０（代）", "076-266-1070（代）", "0762661070"),
        ("076-266-1070 (代表)", "076-266-1070（代表）", "0762661070"),
        ("076ー266―1070\u3000内線 12", "076-266-1070 内線 12", "0762661070"),
        ("（076）266-1070", "076-266-1070", "0762661070"),
        ("03.1234.5678", "03-1234-5678", "0312345678"),
        ("0762661070", "0762661070", "0762661070"),
        ("080 1234 5678", "080-1234-5678", "08012345678"),
        ("000-000-0110", "000-000-0110", "0000000110"),
        ("0120-123-456", "0120-123-456", "0120123456"),
        ("0800-123-4567", "0800-123-4567", "08001234567"),
        ("+81 (0)76 266 1070", "+81-76-266-1070", "+81762661070"),
        ("＋１ 212 555 0100", "+1-212-555-0100", "+12125550100"),
    ],
)
def test_a_phone_number_is_read_in_any_spelling(typed, phone, link):
    assert (clean_phone(typed), is_phone(phone), dialable(phone)) == (phone, True, link)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "なし",
        "090-1234-567",
        "076-266-107",
        "076-266-10700",
        "110",
        "266-1070",
        "+81-076-266-1070",
        "+810762661070123456",
        "０７６-266-1070",
        "076-266-1070（フリーダイヤル）",
        "076-266-1070\n",
    ],
)
def test_what_cannot_be_called_is_no_phone_and_has_no_link(value):
    assert (is_phone(value), dialable(value)) == (False, "")


@given(st.text(st.sampled_from("0123456789０９-－ー() （）.+代内線 a")))
def test_cleaning_a_phone_number_twice_changes_nothing_more(text):
    assert clean_phone(clean_phone(text)) == clean_phone(text)


@pytest.mark.parametrize("value", ["7000012050002", "2000020170003", "8000020130001"])
def test_the_numbers_of_known_corporations_are_right(value):
    assert is_corporate_number(value) is True


@pytest.mark.parametrize(
    "value",
    [
        "",
        "8000012050002",
        "7000012050003",
        "700001205000",
        "70000120500020",
        "T000012050002",
        "７000012050002",
    ],
)
def test_a_corporate_number_with_a_slip_is_refused(value):
    assert is_corporate_number(value) is False


def test_the_check_digit_is_that_of_the_published_example():
    assert check_digit(572) == 4


@given(serials)
def test_a_sheet_number_has_six_digits_and_is_recognised(serial):
    number = with_check_digit(serial)
    assert (number[:5], is_sheet_number(number)) == (f"{serial:05}", True)


@given(serials, st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial, place, difference):
    number = with_check_digit(serial)
    wrong = (int(number[place]) + difference) % 10
    assert is_sheet_number(f"{number[:place]}{wrong}{number[place + 1 :]}") is False


@given(serials, st.integers(0, 4))
def test_two_swapped_neighbours_are_always_noticed(serial, place):
    number = with_check_digit(serial)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_sheet_number(swapped) is (swapped == number)


@pytest.mark.parametrize("value", ["", "000000", "12345", "1234567", "12345a", "５72４00"])
def test_what_no_sheet_can_carry_is_no_sheet_number(value):
    assert is_sheet_number(value) is False


@pytest.mark.parametrize("serial", [0, -1, 100_000])
def test_a_serial_that_does_not_fit_is_refused(serial):
    with pytest.raises(ValueError, match="1から99999まで"):
        with_check_digit(serial)
