from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from PIL import Image as Picture
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image

from content.blocks import PHOTO_FILTER, BodyBlock, ImageBlock, LinkBlock, lights


def test_editors_have_ten_kinds_of_block_in_three_groups():
    groups = {}
    for name, block in BodyBlock().child_blocks.items():
        groups.setdefault(block.meta.group, []).append(name)
    assert groups == {
        "文章": ["heading", "text", "steps", "questions"],
        "図と表": ["facts", "image"],
        "案内": ["notice", "document", "phone", "links"],
    }


def test_the_windows_of_steps_go_from_dark_to_full():
    assert [lights(count) for count in (2, 4, 7)] == [[0, 6], [0, 2, 4, 6], [0, 1, 2, 3, 4, 5, 6]]
    assert lights(1) == [0]


def test_rich_text_has_neither_headings_nor_pictures_nor_tables():
    assert BodyBlock().child_blocks["text"].features == ["bold", "ol", "ul", "link"]


def test_a_picture_without_words_for_it_is_refused():
    assert ImageBlock().child_blocks["alt"].required is True


def link(**fields):
    block = LinkBlock()
    return block.clean(block.to_python({"text": "研修の一覧", "page": None, "address": ""} | fields))


@pytest.mark.parametrize("address", ["/events/", "https://example.jp/a", "http://example.jp", "#flow"])
def test_a_link_leads_to_one_place(address):
    assert link(address=address)["address"] == address


@pytest.mark.parametrize("address", ["", "//evil.example.jp", "javascript:alert(1)", "events", "https://a b"])
def test_a_link_that_leads_nowhere_or_astray_is_refused(address):
    with pytest.raises(StructBlockValidationError):
        link(address=address)


def shown(kind, value):
    block = BodyBlock()
    return block.to_python([{"type": kind, "value": value}])[0].render({"centre": {"phone": "099-000-1234"}})


def test_a_file_says_its_kind_its_pages_and_its_size(db):
    document = Document.objects.create(title="パンフレット", file="documents/pamphlet.pdf", file_size=194560)
    words = shown("document", {"document": document.pk, "title": "センターの案内", "pages": 2})
    assert "センターの案内（PDF・2ページ・190.0" in words


def test_blocks_whose_thing_was_deleted_show_nothing(db):
    assert shown("document", {"document": 999, "title": "なくなったファイル", "pages": None}).strip() == ""
    assert shown("image", {"image": 999, "alt": "なくなった画像", "caption": ""}).strip() == ""


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("heading", {"text": "対象", "level": "h3"}, "<h3>対象</h3>"),
        ("text", "<p>本文</p>", "<p>本文</p>"),
        ("steps", [{"name": "会う", "what": ""}, {"name": "決める", "what": "計画"}], "steps__name"),
        ("questions", [{"question": "無料ですか", "answer": "<p>はい</p>"}], "<summary>無料ですか</summary>"),
        ("facts", {"caption": "表", "rows": [{"name": "会場", "value": "1行\n2行"}]}, "1行<br>2行"),
        ("notice", {"kind": "warn", "title": "注意", "text": ""}, "notice--warn"),
        ("phone", {"call": "電話をどうぞ"}, "tel:0990001234"),
        (
            "links",
            {"title": "", "links": [{"text": "行事", "address": "/events/"}]},
            '<a href="/events/">行事</a>',
        ),
    ],
)
def test_each_block_is_shown(kind, value, words):
    assert words in shown(kind, value)


def test_what_editors_type_is_escaped():
    assert "<script>" not in shown("heading", {"text": "<script>", "level": "h2"})
    assert "<script>" not in shown("facts", {"caption": "", "rows": [{"name": "a", "value": "<script>"}]})


def test_the_state_of_the_centre_stands_in_words():
    assert "いまは閉まっています" in render_to_string(
        "content/open_state.html", {"centre_open": {"is_open": False}}
    )


def photo(title, *, sized=True):
    picture = BytesIO()
    Picture.new("RGB", (40, 20), "green").save(picture, "PNG")
    image = Image.objects.create(title=title, file=ContentFile(picture.getvalue(), f"{title}.png"))
    if sized:
        image.get_rendition(PHOTO_FILTER)
    return image


# Wagtail leaves the temporary file of a new size to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_reads_three_pictures_with_as_few_queries_as_one(db, django_assert_num_queries):
    photos = [photo(f"photo-{number}") for number in range(3)]
    for count in (1, 3):
        body = [{"type": "image", "value": {"image": each.pk, "alt": each.title}} for each in photos[:count]]
        with django_assert_num_queries(2):
            html = "".join(block.render() for block in BodyBlock().to_python(body))
        assert html.count("<img ") == count
        assert 'alt="photo-0"' in html


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_new_picture_gets_its_size_when_it_is_shown_for_the_first_time(db):
    new = photo("new", sized=False)
    html = shown("image", {"image": new.pk, "alt": "緑の板", "caption": "会場"})
    assert 'width="40" height="20" alt="緑の板" loading="lazy"' in html
    assert new.renditions.count() == 1
