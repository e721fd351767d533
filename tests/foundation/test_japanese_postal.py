import threading

import pytest

from foundation.japanese.postal import PostalAddress, find_addresses

MASUIZUMI = PostalAddress("石川県", "金沢市", "増泉", "イシカワケン", "カナザワシ", "マスイズミ")


@pytest.mark.parametrize(
    "typed", ["9218025", "921-8025", "〒921-8025", "９２１－８０２５", "921ー8025", " 921 8025 "]
)
def test_a_postal_code_is_found_in_any_spelling(typed):
    assert find_addresses(typed) == [MASUIZUMI]


def test_the_code_of_one_large_office_gives_its_town():
    assert [address.town for address in find_addresses("920-8580")] == ["鞍月"]


def test_a_code_of_several_towns_gives_each_once_and_without_remarks():
    assert [address.town for address in find_addresses("029-5503")] == ["穴明", "清水ケ野", "間木野", "湯田"]


def test_a_town_that_japan_post_lists_twice_is_given_once():
    assert [address.town for address in find_addresses("933-0134")] == ["太田"]


def test_a_code_of_a_whole_city_gives_no_town():
    assert [(address.city, address.town, address.town_kana) for address in find_addresses("409-0142")] == [
        ("北都留郡小菅村", "", "")
    ]


def test_digits_in_a_town_are_half_width():
    assert [(address.town, address.town_kana) for address in find_addresses("079-8401")] == [
        ("秋月1条", "アキツキ1ジョウ")
    ]


@pytest.mark.parametrize("typed", ["", "9999999", "921", "92180255", "郵便番号"])
def test_an_unknown_code_gives_nothing(typed):
    assert find_addresses(typed) == []


def test_a_thread_other_than_the_first_may_ask():
    answers = []
    thread = threading.Thread(target=lambda: answers.append(find_addresses("921-8025")))
    thread.start()
    thread.join()
    assert answers == [[MASUIZUMI]]
