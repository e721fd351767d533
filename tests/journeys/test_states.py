"""What a reader meets when something is missing, empty, refused or broken: accessible at every width."""

import pytest
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.first_site import place_first_site

EMPTY = {
    "/news/": "お知らせは、まだありません",
    "/figures/": "まだ",
    "/tags/": "まだ",
    "/events/": "ありません",
    "/search/?q=ないことば": "見つかりませんでした",
    "/glossary/?q=ないことば": "見つかりません",
    "/library/?kind=report": "まだありません",
}


@pytest.fixture
def new_site(transactional_db, live_server):
    """The pages of a site on its first day: no news, seminar, figure or tag."""
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()


def test_every_empty_list_says_so_and_is_accessible(new_site, page, axe):
    for address, words in EMPTY.items():
        page.goto(address)
        assert words in page.locator("main").inner_text(), address
        axe(page)


def test_what_is_not_found_or_not_allowed_is_accessible(new_site, page, axe, live_server):
    for address, status in (("/nothing/", 404), ("/events/nothing/", 404), ("/handoff/x", 404)):
        assert page.goto(address).status == status
        axe(page)
    # Another site sends its readers here with a form of its own.
    page.route("**/elsewhere/", lambda route: route.fulfill(content_type="text/html", body=FOREIGN))
    page.goto("/elsewhere/")
    with page.expect_navigation() as refused:
        page.get_by_role("button").click()
    assert refused.value.status == 403
    axe(page)


FOREIGN = """<!doctype html><html lang="ja"><meta name="referrer" content="no-referrer"><title>よそ</title>
<form method="post" action="/viewing/furigana/"><button name="furigana" value="on">押す</button></form>"""


def test_forms_with_mistakes_are_accessible(new_site, page, axe):
    for address, button in (("/accounts/login/", "ログインする"), ("/accounts/invitations/", "次へ進む")):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".error-summary, .field__error").first).to_be_visible()
        axe(page)


BAD_PAGE = '<!doctype html><html lang="ja"><title>題</title><main><h1>題</h1>{}</main></html>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<img src="data:,">', "at (320|1280) px: .*image-alt.*<img"),
        ('<p style="inline-size: 900px">長い</p>', "scrolls sideways at 320 px"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen_and_named(page, axe, content, words):
    page.set_content(BAD_PAGE.format(content))
    with pytest.raises(AssertionError, match=words):
        axe(page)
