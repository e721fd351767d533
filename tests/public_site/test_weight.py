"""What a first visit loads: measured from the answers themselves, packed as a server packs them."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

KILOBYTE = 1000
MOST = {"html": 40 * KILOBYTE, "css": 25 * KILOBYTE, "js": 40 * KILOBYTE}
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')


def packed(content):
    return len(gzip.compress(content))


@cache
def packed_file(name):
    return packed(Path(finders.find(name)).read_bytes())


def packed_files(names):
    return sum(map(packed_file, set(names)))


def weights_of(html):
    return {
        "html": packed(html.encode()),
        "css": packed_files(SHEET.findall(html)),
        "js": packed_files(SCRIPT.findall(html)),
    }


@pytest.mark.parametrize("furigana", ["furigana", ""])
def test_no_page_is_heavier_than_promised(answers, furigana):
    weights = {address: weights_of(answer.html) for address, answer in answers(furigana).items()}
    for kind, most in MOST.items():
        heaviest = max(weights, key=lambda address: weights[address][kind])
        assert 0 < weights[heaviest][kind] <= most, heaviest
