"""For which agency a session acts, and how a partner changes it."""

import pytest
from django.test import Client, RequestFactory

from directory.access import ACTING_KEY, acting_membership
from directory.declared.models import Declaration
from directory.enums import MembershipRole
from directory.models import Membership
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency, make_partner

pytestmark = pytest.mark.django_db
ADDRESS = "/my/agencies/"


@pytest.fixture
def home(today):
    return make_agency(name="グループホームみなも")


@pytest.fixture
def other(today):
    return make_agency(name="とまり木", kind="work_b")


@pytest.fixture
def member(home, other):
    """A partner of two agencies, of グループホームみなも first."""
    user = make_partner(agency=home)
    join(user.person, other)
    return user


@pytest.fixture
def browser(member):
    return sign_in(Client(), member, with_factor=False)


def request_of(user, **session):
    request = RequestFactory().get("/")
    request.user, request.session = user, session
    return request


def acts_for(browser):
    page = browser.get(ADDRESS)
    return page.context["acting"].agency


def choose(browser, agency, **fields):
    return browser.post(ADDRESS, {"agency": agency.public_id, **fields})


def test_without_a_choice_the_oldest_membership_acts(browser, home):
    assert acts_for(browser) == home


def test_the_choice_is_kept_in_the_session(browser, other):
    answer = choose(browser, other)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/my/")
    assert acts_for(browser) == other


def test_signing_out_forgets_the_choice(browser, member, home, other):
    choose(browser, other)
    browser.logout()
    assert acts_for(sign_in(browser, member, with_factor=False)) == home


def test_a_choice_ends_with_its_membership(browser, home, other, today):
    choose(browser, other)
    Membership.objects.filter(agency=other).update(valid_to=today)
    assert acts_for(browser) == home


def test_an_agency_that_is_not_ones_own_cannot_be_chosen(browser, home):
    strange = make_agency(name="よその事業所")
    answer = choose(browser, strange)
    assert (answer.status_code, "この事業所は選べません" in answer.content.decode()) == (422, True)
    assert acts_for(browser) == home


@pytest.mark.parametrize("value", ["", "00000000", "' OR 1=1"])
def test_nonsense_chooses_nothing(browser, home, value):
    assert browser.post(ADDRESS, {"agency": value}).status_code == 422
    assert acts_for(browser) == home


def test_a_forged_session_value_is_ignored(member, home, today):
    strange = make_agency(name="よその事業所")
    for forged in (strange.pk, "x", None, [1]):
        request = request_of(member, **{ACTING_KEY: forged})
        assert acting_membership(request, today=today).agency == home


def test_a_way_back_leads_within_the_site_only(browser, other):
    assert choose(browser, other, next="/events/x/apply/").headers["Location"] == "/events/x/apply/"
    assert choose(browser, other, next="https://example.com/").headers["Location"] == "/my/"
    assert choose(browser, other, next="//example.com/").headers["Location"] == "/my/"


def test_the_screen_shows_all_of_ones_agencies_and_no_other(browser):
    make_agency(name="よその事業所")
    page = browser.get(ADDRESS).content.decode()
    assert [name in page for name in ("グループホームみなも", "とまり木", "よその事業所")] == [
        True,
        True,
        False,
    ]


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(ADDRESS).headers["Location"] == "/accounts/login/?next=/my/agencies/"


def test_whoever_acts_for_nobody_finds_nothing(home, staff):
    lists_only = make_user(name="名簿だけの方", roles=[])
    join(lists_only.person, home, role=MembershipRole.COLLEAGUE)
    assert sign_in(Client(), lists_only, with_factor=False).get(ADDRESS).status_code == 404
    assert sign_in(Client(), staff).get(ADDRESS).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_takes_as_many_queries_for_three_agencies_as_for_one(
    count, home, django_assert_num_queries
):
    user = make_partner(agency=home)
    for number in range(count - 1):
        join(user.person, make_agency(name=f"事業所{number}"))
    browser = sign_in(Client(), user, with_factor=False)
    browser.get(ADDRESS)
    with django_assert_num_queries(8):
        browser.get(ADDRESS)


FORMS = ["", "entry/", "vacancy/", "visibility/", "people/", "people/new/"]


@pytest.mark.parametrize("page", FORMS)
def test_a_form_says_for_which_agency_it_was_opened(page, browser, home, member):
    Membership.objects.filter(person=member.person).update(role=MembershipRole.PARTNER_ADMIN)
    told = f'name="speaks_for" value="{home.public_id}"'
    assert told in browser.get(f"/my/agency/{page}").text


def test_a_form_speaks_for_the_agency_for_which_it_was_opened(browser, home, other):
    choose(browser, other)
    answer = browser.post("/my/agency/", {"speaks_for": home.public_id})
    assert answer.status_code == 303
    assert list(Declaration.objects.values_list("agency", flat=True)) == [home.pk]
    assert acts_for(browser) == home


def test_a_form_does_not_speak_for_the_agency_of_others(browser):
    foreign = make_agency(name="よその事業所")
    assert browser.post("/my/agency/", {"speaks_for": foreign.public_id}).status_code == 404
    assert not Declaration.objects.exists()


def test_the_role_counts_at_the_agency_of_the_form(browser, home, other, member):
    Membership.objects.filter(agency=home).update(role=MembershipRole.PARTNER_ADMIN)
    assert browser.post("/my/agency/people/", {"speaks_for": home.public_id}).status_code == 303
    assert browser.post("/my/agency/people/", {"speaks_for": other.public_id}).status_code == 404
