"""The words that a screen of the admin shows or reads aloud."""

import re
from html.parser import HTMLParser

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

SPOKEN = ("aria-label", "title", "placeholder", "alt")
# Names that are written in Latin letters in Japanese, too.
NAMES = re.compile(
    r"(JavaScript|URL|PDF|JPE?G|PNG|WEBP|CSV|XLSX|FAX|MB|Ctrl|Shift|Alt|Enter|Esc|kenshu|news|Wagtail)"
)
ENGLISH = re.compile("[A-Za-z]{3,}")


class Words(HTMLParser):
    """Collects texts and spoken attributes, not scripts and styles."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = set(), 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        for name, value in attrs:
            if name in SPOKEN:
                self.found.add(value or "")

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.found.add(" ".join(data.split()))


def english_words(html):
    """Return the texts of a screen that hold an English word."""
    words = Words()
    words.feed(html)
    return {text for text in words.found if ENGLISH.search(NAMES.sub("", text))}


def compile_words():
    """Do what `make setup` does, where it has not been done since the words changed last."""
    folder = settings.LOCALE_PATHS[0] / "ja" / "LC_MESSAGES"
    for source in folder.glob("*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".new")
        with source.open("rb") as words, draft.open("wb") as compiled:
            write_mo(compiled, read_po(words, locale="ja"))
        draft.replace(target)
        trans_real._translations.clear()
        trans_real._default = None
        translation.deactivate()


def catalogue(name):
    with (settings.LOCALE_PATHS[0] / "ja" / "LC_MESSAGES" / f"{name}.po").open("rb") as words:
        return [entry for entry in read_po(words, locale="ja") if entry.id]
