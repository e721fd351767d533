"""What a first visit loads: measured from the answers themselves, packed as a server packs them."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

KILOBYTE = 1000
MOST = {"html": 40 * KILOBYTE, "css": 25 * KILOBYTE, "js": 40 * KILOBYTE}
SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')


def packed(content):
    return len(gzip.compress(content))


def packed_files(names):
    return sum(packed(Path(finders.find(name)).read_bytes()) for name in set(names))


def weights_of(html):
    return {
        "html": packed(html.encode()),
        "css": packed_files(SHEET.findall(html)),
        "js": packed_files(SCRIPT.findall(html)),
    }


@pytest.mark.parametrize("furigana", ["furigana", "plain"])
def test_no_page_is_heavier_than_promised(pages, furigana):
    client = Client()
    client.cookies["viewing"] = furigana
    weights = {address: weights_of(client.get(address).content.decode()) for address in pages}
    for kind, most in MOST.items():
        heaviest = max(weights, key=lambda address: weights[address][kind])
        assert 0 < weights[heaviest][kind] <= most, heaviest
