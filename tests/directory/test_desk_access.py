"""Every address of the desk, found by walking the URLconf: who comes in, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from directory import desk_urls
from directory.enums import MembershipRole
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_member

PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
OF_STAFF = {"staff", "invite_staff", "staff_roles", "invite_staff_again", "close_staff"}
OF_AGENCIES = [name for name in PATTERNS if name not in OF_STAFF]
WITH_AGENCY = ("agency", "edit", "merge", "add_person")
WITH_MEMBERSHIP = ("change_membership", "end_membership", "invite")
WITH_COLLEAGUE = ("staff_roles", "invite_staff_again", "close_staff")


@pytest.fixture
def addresses(staff, today):
    """Return the address of each screen of the desk, for records that exist."""
    membership = make_member(make_agency(), role=MembershipRole.PARTNER)
    keys = dict.fromkeys(WITH_AGENCY, membership.agency.public_id)
    keys |= dict.fromkeys(WITH_MEMBERSHIP, membership.pk) | dict.fromkeys(WITH_COLLEAGUE, staff.person_id)
    return {
        name: reverse(f"directory_desk:{name}", args=[keys[name]] if name in keys else [])
        for name in PATTERNS
    }


def statuses(client, address):
    return client.get(address).status_code, client.post(address).status_code


def test_every_address_is_known_to_these_tests():
    assert (len(PATTERNS), len(OF_AGENCIES)) == (14, 9)


@pytest.mark.parametrize("name", OF_AGENCIES)
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_staff_and_manager_keep_agencies(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    assert client.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", sorted(OF_STAFF))
@pytest.mark.parametrize("role", ["manager", "system_admin"])
def test_manager_and_system_administrator_keep_colleagues(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    assert client.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", OF_AGENCIES)
@pytest.mark.parametrize("role", ["editor", "system_admin"])
def test_agencies_are_not_there_for_others_in_the_admin(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    assert statuses(client, addresses[name]) == (404, 404)


@pytest.mark.parametrize("name", sorted(OF_STAFF))
@pytest.mark.parametrize("role", ["editor", "staff"])
def test_colleagues_are_not_there_for_others_in_the_admin(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    assert statuses(client, addresses[name]) == (404, 404)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", ["partner", "outsider", None])
def test_partners_and_strangers_are_sent_to_the_sign_in(name, role, addresses, request):
    client = Client()
    if role:
        sign_in(client, request.getfixturevalue(role))
    for answer in (client.get(addresses[name]), client.post(addresses[name])):
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/staff/")


@pytest.mark.parametrize("name", [*WITH_AGENCY, *WITH_MEMBERSHIP])
def test_what_is_not_there_is_404(name, desk):
    key = "00000000" if name in WITH_AGENCY else 999_999
    posted = 405 if name == "agency" else 404
    assert statuses(desk, reverse(f"directory_desk:{name}", args=[key])) == (404, posted)


@pytest.mark.parametrize(
    "address",
    [
        *("agencies/{}/", "agencies/{}/edit/", "agencies/{}/merge/", "agencies/{}/people/new/"),
        *("joining/agencies/{}/people.pdf", "entries/agencies/{}/", "entries/agencies/{}/write/"),
        *("agencies/{}/records/", "agencies/{}/housing/", "open-data/agencies/{}/", "windows/2026/{}/"),
    ],
)
def test_a_number_with_signs_that_no_number_has_is_404(address, desk):
    found = [desk.get(f"/cms/{address.format(sign)}", follow=True) for sign in ("%00", "A%00", "%FF")]
    assert [each.status_code for each in found] == [404] * 3


def test_a_pair_with_signs_that_no_number_has_is_404(desk):
    assert desk.post("/cms/duplicates/%00/A%00/different/").status_code == 404


@pytest.mark.parametrize("name", WITH_COLLEAGUE)
def test_a_partner_is_no_colleague(name, office, partner):
    address = reverse(f"directory_desk:{name}", args=[partner.person_id])
    assert statuses(office, address) == (404, 404)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("staff", (True, False)),
        ("manager", (True, True)),
        ("system_admin", (False, True)),
        ("editor", (False, False)),
    ],
)
def test_the_menu_shows_what_the_reader_may_open(role, words, request, today):
    menu = sign_in(Client(), request.getfixturevalue(role)).get("/cms/").content.decode()
    assert ('"url": "/cms/agencies/"' in menu, '"url": "/cms/staff/"' in menu) == words
