"""The skeleton, the guide, and what holds for every file of the look."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string

from foundation.ui import context, drawing, errors, styleguide
from foundation.ui.templatetags import ui, ui_forms

FOLDER = Path(styleguide.__file__).parent
TEMPLATES = sorted(FOLDER.glob("templates/**/*.html"))
COMPONENTS = sorted(FOLDER.glob("static/ui/css/components/*.css"))
SHEETS = sorted(FOLDER.glob("static/ui/css/**/*.css"))
TAGS = sorted({**ui.register.tags, **ui_forms.register.tags})


def names(paths):
    return [str(path.relative_to(FOLDER)) for path in paths]


def guide():
    return render_to_string("ui/styleguide.html", styleguide.guide_context())


def test_no_template_holds_an_inline_style_or_script():
    inline = re.compile(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
    assert names(path for path in TEMPLATES if inline.search(path.read_text())) == []
    assert len(TEMPLATES) > 20


def test_nothing_shown_in_the_guide_holds_an_inline_style_or_asks_another_host():
    assert re.findall(r'\sstyle=|\son\w+="|(?:src|href)="(?:https?:)?//[^"]*', guide()) == []


def test_every_component_has_a_short_sheet():
    assert {
        path.name: lines for path in COMPONENTS if (lines := len(path.read_text().splitlines())) > 150
    } == {}
    assert len(COMPONENTS) > 25


def test_all_sheets_together_are_light():
    assert len(gzip.compress(b"".join(path.read_bytes() for path in SHEETS))) <= 25_000


def test_sheets_ask_no_other_file():
    assert names(path for path in SHEETS if re.search(r"url\(|@import", path.read_text())) == []


def test_every_drawing_has_its_paths():
    assert sorted(path.stem for path in FOLDER.glob("templates/ui/drawings/*.html")) == list(drawing.DRAWINGS)


@pytest.mark.parametrize("tag", TAGS)
def test_the_guide_shows_every_tag_with_its_words(tag):
    shown = {specimen.tag: specimen for specimen in styleguide.specimens()}
    assert tag in shown
    assert shown[tag].words != ""
    assert all(html.strip() for _, html in shown[tag].shown)


def test_the_guide_shows_every_state_and_kind():
    shown = guide()
    assert [state for state in ui.STATES if f"state state--{state}" not in shown] == []
    assert [kind for kind in ui.NOTICE_ICONS if f"notice notice--{kind}" not in shown] == []
    assert [name for name in drawing.DRAWINGS if f"<code>{name}</code>" not in shown] == []


def test_the_guide_gives_each_id_once():
    ids = re.findall(r'\sid="([^"]+)"', guide())
    assert sorted(set(ids)) == sorted(ids)


def test_every_file_that_the_skeleton_links_exists():
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', guide())
    assert [path for path in linked if finders.find(path) is None] == []
    assert len(linked) == len(COMPONENTS) + 3 + 10 + 2


def test_the_skeleton_of_a_bare_page():
    page = re.sub(r"\s*\n\s*", "\n", render_to_string("ui/skeleton.html", {"page_title": "お知らせ"}))
    assert page.startswith('<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">')
    assert '<a class="skip" href="#main">本文へ進む</a>\n<main id="main" class="main">\n</main>' in page
    assert '<svg class="street no-print"' in page
    assert "robots" not in page
    assert "sample-band" not in page.split("</head>")[1]


def test_the_reader_s_settings_are_written_on_the_root():
    viewing = {"theme": "dark", "size": "xlarge", "spacing": "wide"}
    page = render_to_string("ui/skeleton.html", {"viewing": viewing})
    assert '<html lang="ja" data-theme="dark" data-size="xlarge" data-spacing="wide">' in page
    assert '<meta name="color-scheme" content="dark">' in page


def test_the_sample_world_says_so_and_is_not_indexed():
    page = render_to_string("ui/skeleton.html", {"sample_world": True})
    assert '<aside aria-label="見本"><p class="sample-band">見本 — 実在の機関ではありません</p>' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(
    ("cookie", "settings"),
    [
        ("", {}),
        (
            "dark-xlarge-wide-furigana",
            {"theme": "dark", "size": "xlarge", "spacing": "wide", "furigana": "furigana"},
        ),
        ("large-dark", {"theme": "dark", "size": "large"}),
        ('"><script>-neon', {}),
    ],
)
def test_the_viewing_cookie_is_read_word_by_word(cookie, settings):
    request = HttpRequest()
    request.COOKIES["viewing"] = cookie
    assert context.viewing(request)["viewing"] == settings


def test_the_viewing_cookie_is_the_same_for_the_same_settings():
    settings = {"size": "large", "theme": "dark", "spacing": "narrow"}
    assert context.write_viewing(settings) == "dark-large"
    assert context.read_viewing("dark-large") == {"theme": "dark", "size": "large"}


@pytest.mark.django_db
def test_the_guide_is_a_page_of_this_door(rf):
    response = styleguide.styleguide(rf.get("/styleguide/"))
    assert response.status_code == 200
    assert "<title>部品の見本｜つなぐ" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_answered_with_what_to_do(rf):
    response = errors.csrf_failure(rf.post("/events/"), reason="CSRF cookie not set.")
    assert response.status_code == 403
    assert "まだ何も送られていません。" in response.content.decode()
    assert "CSRF" not in response.content.decode()
