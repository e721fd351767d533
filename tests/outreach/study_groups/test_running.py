"""Whoever runs a community needs no centre: the link, paper, promises, the secretariat's people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.enums import CommunityKind, CommunityState, JoinWay
from outreach.study_groups.models import Community, MemberAgency
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import make_voter
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_facilitation

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DAY = timedelta(days=1)
HOME = "/groups/tobu/"
ABOUT = {"name": "東部くらしの会", "aim": "話す会です。", "fee": "会費なし", "joining": "request"}
PAGES = ("about/", "promises/", "members/paper/", "members/link/")


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community(kind=CommunityKind.ASSOCIATION)


@pytest.fixture
def secretary(community):
    """Somebody of a member agency that is the secretariat."""
    user = make_voter(community, "じむ")
    term = SecretariatTerm.objects.create(
        community=community, agency=user.agency, since=TODAY - DAY, decided_by="総会"
    )
    SecretariatPerson.objects.create(term=term, person=user.person, since=TODAY - DAY)
    return user


def make_facilitator(community):
    agency, user = make_agency(name="世話人の家"), make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    make_facilitation(community, user.person)
    return user


def test_a_facilitator_finds_the_link_and_gives_a_new_one(community):
    client = sign_in(Client(), make_facilitator(community))
    link = f"/groups/join/{community.join_key}/"
    assert link in client.get(f"{HOME}members/").text
    assert client.post(f"{HOME}members/link/").status_code == 303
    page = client.get(f"{HOME}members/").text
    community.refresh_from_db()
    assert [link in page, f"/groups/join/{community.join_key}/" in page] == [False, True]
    Community.objects.update(state=CommunityState.RESTING)
    assert "/groups/join/" not in client.get(f"{HOME}members/").text


def test_a_secretary_writes_down_who_joined_on_paper(community, secretary):
    client = sign_in(Client(), secretary)
    assert "members/paper/" in client.get(f"{HOME}members/").text
    assert client.post(f"{HOME}members/paper/", {"agency": "ない家"}).status_code == 422
    joined = make_agency(name="紙の家")
    assert client.post(f"{HOME}members/paper/", {"agency": "紙の家"}).status_code == 303
    assert MemberAgency.objects.get(agency=joined).way == JoinWay.PAPER
    again = client.post(f"{HOME}members/paper/", {"agency": "紙の家"})
    assert (again.status_code, "もう会員です" in again.text) == (422, True)


def test_a_secretary_mends_promises_and_what_the_community_says_of_itself(community, secretary):
    client = sign_in(Client(), secretary)
    assert all(f"{HOME}{page}" in client.get(HOME).text for page in ("about/", "promises/"))
    assert client.post(f"{HOME}promises/", {"text": "名前を言わない"}).status_code == 303
    assert client.post(f"{HOME}promises/", {"text": "名前を言わない"}).status_code == 422
    assert "名前を言わない" in client.get(HOME).text
    assert client.post(f"{HOME}about/", ABOUT | {"aim": ""}).status_code == 422
    typed = ABOUT | {"kind": CommunityKind.COMMUNITY, "slug": "other"}
    assert client.post(f"{HOME}about/", typed).status_code == 303
    community.refresh_from_db()
    assert (community.aim, community.kind, community.slug) == ("話す会です。", "association", "tobu")


def test_members_and_strangers_keep_nothing(community):
    reader = sign_in(Client(), make_voter(community, "よむ"))
    assert [reader.post(f"{HOME}{page}", ABOUT).status_code for page in PAGES] == [404] * 4
    assert [Client().post(f"{HOME}{page}", ABOUT).status_code for page in PAGES] == [302] * 4
    page = reader.get(f"{HOME}members/").text
    assert ["/groups/join/" in page, "members/paper/" in page, f"{HOME}about/" in reader.get(HOME).text] == [
        False
    ] * 3


def test_a_secretary_names_the_people_of_its_own_running_term_alone(community, secretary, staff):
    term = SecretariatTerm.objects.get()
    SecretariatTerm.objects.filter(pk=term.pk).update(until=TODAY + DAY)
    later = SecretariatTerm.objects.create(
        community=community, agency=secretary.agency, since=TODAY + DAY, decided_by="総会"
    )
    other = make_user(name="次の 人", roles=[PublicRole.PARTNER])
    join(other.person, secretary.agency)
    client, office = sign_in(Client(), secretary), f"{HOME}secretariat/"
    page = client.get(office).text
    assert [f"{office}{each.pk}/people/" in page for each in (term, later)] == [True, False]
    assert client.post(f"{office}{term.pk}/people/", {"person": other.person_id}).status_code == 303
    named = SecretariatPerson.objects.get(person=other.person)
    assert client.post(f"{office}{term.pk}/people/{named.pk}/end/").status_code == 303
    named.refresh_from_db()
    assert named.until == TODAY
    assert client.post(f"{office}{later.pk}/people/", {"person": other.person_id}).status_code == 404
    assert client.get(f"{office}name/").status_code == 404
    assert sign_in(Client(), staff).get(f"{office}{later.pk}/people/").status_code == 200


def test_a_secretary_of_the_centres_term_names_nobody(community, secretary):
    SecretariatTerm.objects.update(agency=None)
    term = SecretariatTerm.objects.get()
    client = sign_in(Client(), secretary)
    assert client.get(f"{HOME}secretariat/{term.pk}/people/").status_code == 404
    assert f"{term.pk}/people/" not in client.get(f"{HOME}secretariat/").text
