"""Templates: no inline style or script, and Japanese wherever somebody reads."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture import tree

# What mail programs show carries its styles inside; `css_inline` moves them into the elements.
MAILS = "templates/mail/"
# A block named after a class fills an attribute: nobody reads it.
TEMPLATE_CODE = re.compile(
    r"{% block \w*class %}.*?{% endblock %}|{#.*?#}|{% comment .*?{% endcomment %}|{%.*?%}|{{.*?}}", re.DOTALL
)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Words and signs that Japanese readers read as they are.
KNOWN_WORDS = {"FAX", "PDF", "CSV", "Excel", "QR", "URL", "ID", "JavaScript"}
WORD = re.compile(r"[A-Za-z][A-Za-z.]*[A-Za-z]")
READ_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder"}
NOT_READ = {"script", "style", "code", "kbd", "samp", "pre"}
VOID = {"base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Collects inline styles and scripts, and English that stands without any Japanese."""

    def __init__(self):
        super().__init__()
        self.inline, self.english, self.open = [], [], []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        self.inline += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names and "type" not in names):
            self.inline.append(tag)
        for name in READ_ATTRIBUTES & names.keys():
            self.read(names[name] or "")
        if tag not in VOID:
            self.open.append((tag, names.get("lang") == "en"))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(tag in NOT_READ or is_english for tag, is_english in self.open):
            self.read(data)

    def read(self, words):
        if not JAPANESE.search(words):
            self.english += [word for word in WORD.findall(words) if word not in KNOWN_WORDS]


def read(source):
    reader = Reader()
    reader.feed(TEMPLATE_CODE.sub(" ", source))
    reader.close()
    return reader


def test_no_template_has_inline_styles_or_scripts():
    found = {str(file): read(tree.text(file)).inline for file in tree.templates() if MAILS not in str(file)}
    assert {file: names for file, names in found.items() if names} == {}


def test_every_visible_text_is_japanese():
    found = {str(file): read(tree.text(file)).english for file in tree.templates()}
    assert {file: words for file, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("source", "inline"),
    [
        ('<p style="color: red">', ["style"]),
        ('<button onclick="go()">', ["onclick"]),
        ("<style>p {}</style>", ["style"]),
        ("<script>go()</script>", ["script"]),
        ('<script src="a.js"></script><p class="style">', []),
    ],
)
def test_the_check_sees_what_is_inline(source, inline):
    assert read(source).inline == inline


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("<p>Sign in</p>", ["Sign", "in"]),
        ('<img alt="Logo">', ["Logo"]),
        ("<p>{% if user %}{{ user.name }}{% endif %}</p>", []),
        ("<p>PDFで見る</p><p>FAX 000</p>", []),
        ('<p lang="en">Sign in</p><code>manage.py</code>', []),
        ("<p>Save<br>今すぐ</p>", ["Save"]),
    ],
)
def test_the_check_sees_english(source, english):
    assert read(source).english == english
