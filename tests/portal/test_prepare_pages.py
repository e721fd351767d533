"""相談の前に: a page for each kind of asker that the form knows, and a way there from where people begin."""

import pytest
from wagtail.models import Page

from foundation.public_pages import version
from portal.consultations.enums import AskerKind
from portal.models import StandardPage

# Press and all others find what they need on the page above.
WITHOUT_A_PAGE = {AskerKind.PRESS, AskerKind.OTHER}


def text_of(response):
    return response.content.decode()


def test_each_kind_that_the_form_offers_has_its_page(client, site):
    index = Page.objects.get(slug="prepare")
    slugs = set(index.get_children().live().values_list("slug", flat=True))
    assert slugs == {kind.value for kind in AskerKind} - {kind.value for kind in WITHOUT_A_PAGE}
    html = text_of(client.get("/prepare/"))
    assert [slug for slug in slugs if f'href="/prepare/{slug}/"' not in html] == []


def test_each_page_says_what_to_have_and_what_is_not_needed_and_asks_for_no_case(client, site):
    for page in StandardPage.objects.get(slug="prepare").get_children():
        html = text_of(client.get(page.specific.address))
        assert "聞かせてください" in html, page.slug
        assert "用意しなくてよいもの" in html or "書類は、まだ送らないでください" in html, page.slug
        assert "<textarea" not in html


@pytest.mark.parametrize("address", ["/", "/contact/", "/contact/form/", "/partners/"])
def test_people_are_led_there_once_it_is_published(client, site, address):
    assert 'href="/prepare/' in text_of(client.get(address))
    Page.objects.get(slug="prepare").specific.unpublish()
    for child in Page.objects.get(slug="prepare").get_children().specific():
        child.unpublish()
    version.forget()
    assert 'href="/prepare/' not in text_of(client.get(address))
