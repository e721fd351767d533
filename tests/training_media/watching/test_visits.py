"""A visit has one end, wherever copies of its pass lie; a group is counted, for its own, before it goes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from directory.enums import MembershipRole
from tests.factories.accounts import sign_in
from tests.factories.directory import join
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import (
    WATCH,
    begin,
    come_in,
    last_seated,
    report,
    show_card,
    show_own,
    sit_down,
)
from training_media.viewing.models import Coverage, Seat, Sitting, Viewer
from training_media.watching.models import EndedVisit
from training_media.watching.passes import COOKIE
from training_media.watching.services.coming_in import make_personal_cards
from training_media.watching.services.forgetting import forget_visits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


@pytest.fixture
def own_card(card, staff):
    names = card.agency.viewer_names.filter(name="見本 太郎")
    return make_personal_cards(invitation=card, names=names, actor=staff, now=timezone.now())[0]


@pytest.fixture
def colleague(card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    return partner


@pytest.mark.parametrize("way", ["card", "own", "account"])
def test_no_copy_of_a_pass_opens_anything_once_its_holder_has_left(client, card, own_card, colleague, way):
    if way == "account":
        sign_in(client, colleague)
        sit_down(client, card)
    else:
        come_in(client, card) if way == "card" else show_own(client, own_card)
    copy = client.cookies[COOKIE].value
    key = begin(client)
    client.post("/watch/leave/")
    assert Sitting.objects.get(key=key).counts_until is not None
    thief = Client()
    if way == "account":
        sign_in(thief, colleague)
    thief.cookies[COOKIE] = copy
    assert (begin(thief) == 403) is (way != "account")
    if way == "account":
        assert last_seated() == {colleague.person.name}
    # Whoever shows the card anew begins anew, also in the same browser.
    come_in(client, card)
    assert begin(client) != 403


def test_a_visit_that_nobody_stayed_to_the_end_of_is_over(client, card):
    show_card(client, card)
    sit_down(client, card)
    copy = client.cookies[COOKIE].value
    client.post(f"{WATCH}count/", {"others_left": "on"})
    client.cookies[COOKIE] = copy
    assert begin(client) == 403


def test_what_is_played_after_somebody_left_counts_for_nobody_and_what_came_before_stays(client, card):
    come_in(client, card)
    key = begin(client)
    client.post("/watch/leave/")
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        late = 20 * 60_000
        words = {"sitting": key, "pieces": [[0, [0, 60_000], [0, 60_000], 1_000]]}
        Client().post("/videos/beacons/", words, content_type="application/json")
        words["pieces"] = [[1, [late, late + 60_000], [late, late + 60_000], 1_000]]
        answer = Client().post("/videos/beacons/", words, content_type="application/json")
    assert answer.json()["total"] == 60_000


def test_which_visits_were_ended_is_forgotten_once_their_passes_are_over(client, card):
    come_in(client, card)
    client.post("/watch/leave/")
    forget_visits(now=timezone.now() + timedelta(hours=23))
    assert EndedVisit.objects.count() == 1
    forget_visits(now=timezone.now() + timedelta(hours=25))
    assert EndedVisit.objects.count() == 0


def test_two_groups_of_the_same_names_count_each_their_own(card):
    first, second = Client(), Client()
    for each in (first, second):
        show_card(each, card)
        sit_down(each, card)
        report(begin(each))
    seated = list(Viewer.objects.values_list("pk", flat=True))
    assert "もう一度数えて" in second.get(WATCH).text
    first.post(f"{WATCH}count/", {"stayed": seated})
    assert [each.closed_at is None for each in Sitting.objects.order_by("pk")] == [False, True]
    assert "もう一度数えて" in second.get(WATCH).text
    second.post(f"{WATCH}count/", {"stayed": seated[:1], "others_left": "on"})
    stayed = Seat.objects.filter(stayed=True).order_by("sitting", "viewer")
    assert list(stayed.values_list("viewer", flat=True)) == [*seated, seated[0]]


def test_leaving_lets_the_next_one_begin_anew(client, card):
    come_in(client, card)
    client.post("/watch/leave/")
    assert begin(client) == 403


def test_those_who_watched_together_are_counted_before_they_leave(client, card):
    show_card(client, card)
    picked = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": picked, "others": ""})
    report(begin(client))
    leaving = client.post("/watch/leave/").headers["Location"]
    assert leaving == f"{WATCH}count/?leaving=1"
    assert "終わる前に" in client.get(leaving).text
    stayed = list(Viewer.objects.values_list("pk", flat=True))
    answer = client.post(leaving, {"stayed": stayed})
    assert (answer.headers["Location"], Coverage.objects.count()) == ("/watch/", 2)
    assert begin(client) == 403


def test_those_who_sat_together_and_played_nothing_leave_at_once(client, card):
    show_card(client, card)
    picked = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": picked, "others": ""})
    begin(client)
    assert client.post("/watch/leave/").headers["Location"] == "/watch/"
    assert begin(client) == 403
