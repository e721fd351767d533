"""Templates: no inline style or script, and Japanese wherever somebody reads."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import get_resolver

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


# The addresses of a template

REVERSED = re.compile(r"""{% url ["']([\w:-]+)["']""")
LAYERS = ("portal", "outreach", "training_media", "events", "directory", "content", "accounts", "foundation")


def views_of_names(patterns=None, inside=()):
    """Return the module of the view behind each name of an address, with its namespaces."""
    found = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            spaces = (*inside, each.namespace) if each.namespace else inside
            found |= views_of_names(each.url_patterns, spaces)
        elif each.name:
            found[":".join((*inside, each.name))] = each.callback.__module__
    return found


def reaches_up(app, view):
    """Return whether the view of an address belongs to a layer above that of an app."""
    above = LAYERS[: LAYERS.index(app)]
    return view.split(".")[0] in above


def test_no_template_leads_to_an_app_above_its_own():
    views, found = views_of_names(), []
    for file in tree.templates():
        app = file.parts[1] if file.parts[0] == "site" else file.parts[0]
        if app in LAYERS:
            names = REVERSED.findall(tree.text(file))
            found += [(str(file), name) for name in names if reaches_up(app, views.get(name, ""))]
    assert found == []


def test_the_check_of_addresses_knows_the_views_and_the_layers():
    views = views_of_names()
    assert views["portal_write_report"] == "portal.news_from_events"
    assert views["event_desk:list"].startswith("events.")
    assert [reaches_up("events", view) for view in ("portal.my", "events.views", "content.views", "")] == [
        *(True, False, False, False)
    ]
