"""相談員A adds an agency and a person, prints the invitation; the person accepts, signs in, is at home."""

from io import BytesIO

import pytest
from django.test import Client
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import PublicRole
from directory.models import Agency, Membership
from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.factories.directory import make_agency, make_member, make_municipality, make_partner


@pytest.fixture
def staff(transactional_db):
    return make_user(name="相談員A", email="staff-a@example.jp", roles=[PublicRole.STAFF])


@pytest.fixture(params=["page", "page_without_scripts"])
def desk(request, staff, live_server, settings):
    """Give the browser of 相談員A at the desk, once as usual and once without scripts."""
    page = request.getfixturevalue(request.param)
    enter(page, staff, live_server, settings)
    return page


def enter(page, user, live_server, settings, *, with_factor=True):
    cookie = sign_in(Client(), user, with_factor=with_factor).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def follow(page, words):
    page.get_by_role("link", name=words, exact=True).click()


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def printed(page):
    """Press the button for the paper and return the words on it; it opens in a tab of its own."""
    papers = []

    def keep(route):
        answer = route.fetch()
        papers.append(answer.body())
        route.fulfill(response=answer)

    # A browser may show a PDF or save it: what the server answered is read on its way.
    page.context.route("**/invite/", keep, times=1)
    with page.context.expect_page() as opened, page.context.expect_event("response"):
        press(page, "招待状を印刷する（A4）")
    opened.value.close()
    (sheet,) = PdfReader(BytesIO(papers[0])).pages
    return sheet.extract_text()


def test_from_a_new_agency_to_a_partner_at_home(desk, staff, new_context, promises):
    make_municipality()
    desk.goto("/cms/agencies/")
    follow(desk, "機関を加える")
    desk.get_by_label("名前", exact=False).first.fill("グループホームみなも")
    desk.get_by_label("種類").select_option(label="グループホーム")
    desk.get_by_label("郵便番号").fill("９２００９６１")
    press(desk, "住所を入れる")
    expect(desk.get_by_label("住所")).to_have_value("石川県金沢市香林坊")
    press(desk, "加える")
    heading(desk, "グループホームみなも")

    follow(desk, "人を加える")
    desk.get_by_label("お名前").fill("佐久間 礼子")
    desk.get_by_label("フリガナ").fill("さくま れいこ")
    desk.get_by_label("ポータルの管理者").check()
    press(desk, "加える")
    heading(desk, "佐久間 礼子さんを招待する")
    words = printed(desk)
    assert "佐久間 礼子 様" in words
    follow(desk, "「グループホームみなも」にもどる")
    expect(desk.get_by_text("招待中")).to_be_visible()

    partner = promises(new_context()).new_page()
    partner.goto("/accounts/invitations/")
    partner.get_by_label("招待の番号", exact=True).fill("".join(words.partition("招待の番号")[2].split()[:4]))
    press(partner, "次へ進む")
    partner.get_by_label("ログインID").fill("minamo-1")
    partner.get_by_label("パスワード", exact=True).fill(PASSWORD)
    partner.get_by_label("パスワード（もう一度）").fill(PASSWORD)
    press(partner, "これで登録する")
    partner.get_by_label("メールアドレス、またはログインID").fill("minamo-1")
    partner.get_by_label("パスワード").fill(PASSWORD)
    press(partner, "ログインする")
    partner.goto("/my/")
    heading(partner, "グループホームみなも")

    desk.reload()
    expect(desk.get_by_text("できます")).to_be_visible()
    follow(desk, "終える （佐久間 礼子）")
    press(desk, "登録を終える")
    expect(desk.get_by_text("まだだれもいません")).to_be_visible()
    partner.goto("/my/")
    heading(partner, "ログイン")


def test_a_partner_of_two_agencies_changes_from_one_to_the_other(
    page, transactional_db, live_server, settings
):
    user = make_partner(agency=make_agency(name="グループホームみなも"))
    other = make_agency(name="とまり木", kind="work_b")
    Membership.objects.create(person=user.person, agency=other, role="partner", valid_from="2025-04-01")
    enter(page, user, live_server, settings, with_factor=False)
    page.goto("/my/")
    heading(page, "グループホームみなも")
    follow(page, "別の事業所にかえる")
    press(page, "この事業所にする （とまり木）")
    heading(page, "とまり木")


def test_every_screen_of_the_desk_is_accessible(page, staff, live_server, settings, axe):
    staff.groups.add(*make_user(roles=[PublicRole.MANAGER]).groups.all())
    enter(page, staff, live_server, settings)
    agency = make_agency()
    member = make_member(agency, role="partner", contact_email="r@example.jp")
    make_partner(agency=agency)
    colleague = make_user(name="同僚", roles=[PublicRole.EDITOR]).person
    number = Agency.objects.get().public_id
    for path in (
        "agencies/",
        "agencies/?q=ない",
        "agencies/new/",
        f"agencies/{number}/",
        f"agencies/{number}/edit/",
        f"agencies/{number}/merge/",
        f"agencies/{number}/people/new/",
        f"memberships/{member.pk}/",
        f"memberships/{member.pk}/end/",
        f"memberships/{member.pk}/invite/",
        "staff/",
        "staff/new/",
        f"staff/{colleague.pk}/roles/",
        f"staff/{colleague.pk}/invite/",
        f"staff/{colleague.pk}/close/",
    ):
        page.goto(f"/cms/{path}")
        axe(page)
    page.goto("/cms/agencies/new/")
    press(page, "加える")
    expect(page.get_by_role("alert")).to_contain_text("入力内容に2か所、誤りがあります")
    axe(page)


def test_choosing_an_agency_is_accessible(page, transactional_db, live_server, settings, axe):
    user = make_partner(agency=make_agency())
    enter(page, user, live_server, settings, with_factor=False)
    page.goto("/my/agencies/")
    axe(page)
