"""The HTML of every page is valid, with furigana and without; no two pages have one title."""

from collections import defaultdict

import pytest

from tests.public_site.markup import read_page

SOUND = (
    '<!doctype html><html lang="ja"><head><title>題</title></head>'
    '<body><h1 id="a">題</h1><h2>次</h2><p aria-labelledby="a">文</p></body></html>'
)


@pytest.mark.parametrize("furigana", ["furigana", ""])
def test_every_page_is_valid(answers, furigana):
    read = {address: read_page(answer.html) for address, answer in answers(furigana).items()}
    assert {address: page.faults for address, page in read.items() if page.faults} == {}
    titles = defaultdict(list)
    for address, page in read.items():
        titles[page.title].append(address)
    assert {title: same for title, same in titles.items() if len(same) > 1} == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<p ", "<p><div>文</p></div><p ", "line 1: unexpected-end-tag"),
        ("<h2>次</h2>", "<h3>次</h3>", "h3 after h1"),
        ("<h2>次</h2>", "<h1>次</h1>", "2 h1"),
        ('labelledby="a"', 'labelledby="b"', "aria-labelledby to no b"),
        ("<h2>", '<h2 id="a">', "id a 2 times"),
        ("<h2>", '<img src="x.png"><h2>', "img x.png without alt"),
        ("<h2>", '<a href="#nowhere">先へ</a><h2>', "href to no nowhere"),
        (' lang="ja"', "", "no language"),
    ],
)
def test_each_kind_of_fault_is_found(old, new, fault):
    assert read_page(SOUND).faults == []
    faults = read_page(SOUND.replace(old, new, 1)).faults
    assert faults
    assert faults[0].startswith(fault)
