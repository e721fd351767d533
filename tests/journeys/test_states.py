"""What a reader meets when something is missing, empty, refused or broken: accessible at every width."""

from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile

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
    call_command("make_site", "--publish", stdout=StringIO())


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
