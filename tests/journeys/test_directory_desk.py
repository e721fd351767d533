"""The desks of the directory and the partner's own pages: accessible, and of use without scripts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from directory.declared.models import Declaration, Draft, Vacancy
from directory.joining.models import AccountApplication, TurnQuestion
from directory.joining.rules import year_asked_about
from directory.tables.enums import Act
from directory.tables.jobs import work
from directory.tables.services.asking import ask_for
from directory.tokens import hash_token
from foundation.centre.models import CentreProfile
from tests.directory.official.conftest import dry_run, offices, take_in
from tests.directory.tables.conftest import csv_of, row, take
from tests.factories.accounts import make_user, sign_in
from tests.factories.declared import publish, write
from tests.factories.directory import make_agency, make_municipality, make_partner


@pytest.fixture
def home(transactional_db, live_server):
    """Give an agency with an entry, beside which something waits at every desk."""
    CentreProfile.objects.create(
        pk=1, name="石川センター", phone="076-000-0000", prefecture="石川県", closed_weekdays=[5, 6]
    )
    now, place = timezone.now(), make_municipality()
    agency = make_agency(name="ホームみなも", municipality=place, phone="076-000-0001", address="金沢市1番")
    other = make_agency(name="みなもホーム", municipality=place, phone="0760000001")
    member, staff = make_partner(agency=agency), make_user(name="相談員A", roles=["staff"])
    publish(agency, writer=member, staff=staff, now=now - timedelta(days=300))
    write(other, actor=staff)
    AccountApplication.objects.create(organisation="家", name="見本", applied_at=now)
    TurnQuestion.objects.create(
        agency=agency,
        fiscal_year=year_asked_about(now.date()),
        way="mail",
        token_hash=hash_token("key"),
        asked_at=now,
    )
    make_agency(name="ホーム0", municipality=place, address="石川県金沢市別の町1番")
    take_in(offices(2))
    dry_run(offices(3))
    return agency


@pytest.fixture
def opened(home, live_server, settings):
    """Give a function that signs somebody in to a browser's page."""

    def sign(page, user):
        cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign


def staff_of(agency):
    return Draft.objects.filter(state="approved").get().decided_by


def partner_of(agency):
    return agency.memberships.get(role="partner").person.user


def desk_addresses(agency):
    number = agency.public_id
    draft, question = Draft.objects.get(state="waiting").pk, TurnQuestion.objects.get().pk
    return [
        *("/cms/entries/", "/cms/entries/stale/", f"/cms/entries/drafts/{draft}/"),
        *(f"/cms/entries/agencies/{number}/", f"/cms/entries/agencies/{number}/link/"),
        *("/cms/joining/", f"/cms/joining/{AccountApplication.objects.get().pk}/"),
        *("/cms/joining/turn/", f"/cms/joining/turn/{question}/", "/cms/duplicates/"),
        *("/cms/open-data/", "/cms/open-data/doubtful/", f"/cms/open-data/agencies/{number}/"),
        *(f"/cms/agencies/{number}/records/", "/cms/contacts/", "/cms/windows/", "/cms/key-people/"),
    ]


def test_the_desks_of_the_directory_are_accessible(page, axe, home, opened):
    opened(page, staff_of(home))
    for address in desk_addresses(home):
        assert page.goto(address).status == 200
        axe(page)


@pytest.mark.parametrize("name", ["welfare-areas", "municipalities-in-areas"])
def test_the_forms_of_areas_end_at_the_edge_of_a_telephone(page, home, opened, name):
    opened(page, staff_of(home))
    page.goto(reverse(f"{name}:add"))
    width = page.viewport_size["width"]
    edges = page.locator("main .w-field").evaluate_all(
        "fields => fields.map(field => field.getBoundingClientRect().right)"
    )
    assert len(edges) >= 3
    assert [edge for edge in edges if edge > width] == []


def test_without_scripts_the_page_of_a_table_follows_its_job(page_without_scripts, home, opened):
    page, staff = opened(page_without_scripts, staff_of(home)), staff_of(home)
    table = take(csv_of(row()), actor=staff)
    page.goto(f"/cms/tables/{table.pk}/columns/")
    page.get_by_role("button", name="何が変わるか、確かめる").click()
    expect(page.get_by_role("heading", name="表を確かめています")).to_be_visible()
    work(table=table.pk)
    # The page asks again by itself.
    page.get_by_role("button", name="取り込む", exact=True).click(timeout=60_000)
    expect(page.get_by_role("heading", name="取り込んでいます")).to_be_visible()
    work(table=table.pk)
    expect(page.get_by_role("button", name="取り込む前にもどす")).to_be_visible(timeout=60_000)


def test_the_page_of_a_table_that_waits_is_accessible(page, axe, home, opened):
    staff = staff_of(home)
    opened(page, staff)
    table = take(csv_of(row()), actor=staff)
    ask_for(act=Act.CHECK, table=table, actor=staff, now=timezone.now() - timedelta(hours=1))
    page.goto(f"/cms/tables/{table.pk}/")
    axe(page)


def test_the_partner_s_own_pages_are_accessible(page, axe, home, opened):
    assert page.goto("/turn/key/").status == 200
    axe(page)
    opened(page, partner_of(home))
    for address in (
        "/my/",
        "/my/agency/",
        "/my/agency/entry/",
        "/my/agency/vacancy/",
        "/my/agency/visibility/",
    ):
        assert page.goto(address).status == 200
        axe(page)


def test_without_scripts_a_partner_keeps_the_entry_and_staff_publish_it(page_without_scripts, home, opened):
    page = opened(page_without_scripts, partner_of(home))
    page.goto("/my/")
    page.get_by_role("main").get_by_role("link", name="名簿の内容").click()
    page.get_by_role("button", name="このままで正しい").click()
    expect(page.get_by_text("今日の日付で、正しいと確かめました。")).to_be_visible()
    assert Declaration.objects.get(agency=home).confirmed_on == timezone.localdate()
    page.get_by_role("link", name="空きを知らせる").click()
    page.get_by_role("button", name="1人").click()
    assert Vacancy.objects.get().free == 1
    page.goto("/my/agency/entry/")
    page.get_by_label("どんなところですか").fill("海の近くの家です。")
    page.get_by_role("button", name="センターに送る").click()
    draft = Draft.objects.get(declaration__agency=home, state="waiting")
    page.context.clear_cookies()
    opened(page, staff_of(home))
    page.goto("/cms/entries/")
    page.get_by_role("link", name="ホームみなも", exact=True).click()
    page.get_by_role("button", name="公開する").click()
    draft.refresh_from_db()
    assert draft.state == "approved"
    page.goto(f"/directory/{home.public_id}/")
    expect(page.get_by_text("海の近くの家です。")).to_be_visible()
