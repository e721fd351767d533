"""What a pass opens, for whom and how long: nobody stays in, becomes another or reads on by it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from directory.enums import MembershipRole
from directory.models import Membership
from foundation.limits.declared import declared
from tests.factories.accounts import sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import (
    WATCH,
    begin,
    begin_now,
    come_in,
    last_seated,
    report,
    say_who,
    show_card,
    show_own,
    sit_down,
)
from training_media.viewing.limits import TAKEN_A_DAY
from training_media.viewing.models import Sitting, TakenOfADay, Viewer
from training_media.viewing.services.ledger import PIECES_AN_HOUR
from training_media.watching.models import PersonalCard
from training_media.watching.passes import COOKIE
from training_media.watching.services.coming_in import make_personal_cards, revoke_personal_card

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = f"{WATCH}together/"
RECORD, FILE = "/watch/record/", "/watch/record/file/"


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


def test_a_card_of_ones_own_opens_its_own_viewer_alone(client, card, own_card):
    show_own(client, own_card)
    assert "集まって見る" not in client.get(WATCH).text
    assert sit_down(client, card).headers["Location"] == WATCH
    assert say_who(client, card).headers["Location"] == "/watch/"
    begin(client)
    assert last_seated() == {"見本 太郎"}
    # By the card of the agency, whoever is there may gather.
    other = Client()
    come_in(other, card)
    assert "集まって見る" in other.get(WATCH).text


@pytest.mark.parametrize("way", ["stopped", "older", "gone"])
def test_a_pass_ends_with_the_card_of_ones_own(client, card, own_card, staff, way):
    show_own(client, own_card)
    assert begin(client) != 403
    if way == "stopped":
        revoke_personal_card(card=own_card, actor=staff, now=timezone.now())
    elif way == "older":
        PersonalCard.objects.update(issue=card.issue + 1)
    else:
        own_card.delete()
    assert begin(client) == 403
    assert client.get(RECORD).headers["Location"] == "/watch/"


def test_saying_again_who_one_is_does_not_keep_one_in(client, card):
    show_card(client, card)
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        say_who(client, card)
        assert begin_now(client) != 403
    with time_machine.travel(timezone.now() + timedelta(hours=7, minutes=30)):
        sit_down(client, card)
        assert begin_now(client) != 403
    with time_machine.travel(timezone.now() + timedelta(hours=7, minutes=40)):
        seated = list(Viewer.objects.values_list("pk", flat=True))
        client.post(f"{WATCH}count/", {"stayed": seated})
        assert begin_now(client) != 403
        assert 0 < client.cookies[COOKIE]["max-age"] < 1_200
    cookie = client.cookies[COOKIE].value
    with time_machine.travel(timezone.now() + timedelta(hours=8)):
        client.cookies[COOKIE] = cookie
        assert begin_now(client) == 403
        show_card(client, card)
        say_who(client, card)
        assert begin_now(client) != 403


def test_a_group_of_an_account_ends_after_its_hours_whoever_posts_again(card, colleague):
    client = sign_in(Client(), colleague)
    sit_down(client, card)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        sit_down(client, card)
        assert client.cookies[COOKIE]["max-age"] <= (8 * 60 - 20) * 60


def test_a_group_of_an_account_ends_when_its_account_signs_out(card, colleague):
    client = sign_in(Client(), colleague)
    sit_down(client, card)
    begin(client)
    assert last_seated() == {"見本 花子", "見本 太郎"}
    cookie = client.cookies[COOKIE].value
    client.logout()
    client.cookies[COOKIE] = cookie
    assert begin(client) == 403


def test_a_group_of_an_account_is_not_handed_to_a_colleague(card, colleague, outsider):
    join(outsider.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), colleague)
    sit_down(client, card)
    other = sign_in(Client(), outsider)
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    begin(other)
    assert last_seated() == {outsider.person.name}


def test_a_group_of_an_account_ends_when_it_acts_for_its_agency_no_more(card, colleague):
    client = sign_in(Client(), colleague)
    sit_down(client, card)
    Membership.objects.filter(person=colleague.person).delete()
    assert begin(client) == 403


def test_whoever_signs_in_after_a_card_was_shown_is_themselves(card, own_card, colleague):
    for come in (lambda client: come_in(client, card), lambda client: show_own(client, own_card)):
        client = Client()
        come(client)
        sign_in(client, colleague)
        begin(client)
        assert last_seated() == {colleague.person.name}
        assert colleague.person.name in client.get(RECORD).text


def test_whoever_shows_a_card_where_another_is_signed_in_is_whom_they_say(card, own_card, colleague):
    client = sign_in(Client(), colleague)
    show_own(client, own_card)
    begin(client)
    assert last_seated() == {"見本 太郎"}
    assert "見本 太郎" in client.get(RECORD).text
    client.post("/watch/leave/")
    begin(client)
    assert last_seated() == {colleague.person.name}


def test_whoever_says_who_they_are_after_another_signed_in_is_whom_they_say(client, card, colleague):
    show_card(client, card)
    sign_in(client, colleague)
    say_who(client, card)
    begin(client)
    assert last_seated() == {"見本 花子"}


def test_those_who_sit_together_stay_so_when_one_of_them_signs_in(client, card, colleague):
    show_card(client, card)
    sit_down(client, card)
    sign_in(client, colleague)
    begin(client)
    assert last_seated() == {"見本 花子", "見本 太郎"}


def test_by_card_and_name_one_reads_of_this_visit_alone(client, card, own_card, staff):
    # Both visits on one day: the card opens from the day on which it was made.
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon - timedelta(hours=2)):
        before = Client()
        come_in(before, card, "見本 太郎")
        before.post(f"{WATCH}1/said/", {"words": "前のひとこと"})
        report(begin(before), 65_000)
    with time_machine.travel(noon):
        come_in(client, card, "見本 太郎")
        page = client.get(RECORD).text
        assert [words in page for words in ("今回見た分だけ", "1:05", "前のひとこと")] == [True, False, False]
        key = begin(client)
        Client().post(
            "/videos/beacons/",
            {"sitting": key, "pieces": [[0, [60_000, 80_000], [0, 20_000], 1_000]]},
            content_type="application/json",
        )
        client.post(f"{WATCH}1/said/", {"words": ""})
        found = client.post(FILE, {"form": "json"}).json()
        assert [each["alone"] for each in found["watched"]] == [[[60_000, 80_000]]]
        assert (found["watched"][0]["total"], len(found["sittings"]), found["statements"]) == (20_000, 1, [])
        table = client.post(FILE, {"form": "csv"}).content.decode("utf-8-sig")
        assert ["0:00," in table, "1:00,1:20,0分20秒,20," in table] == [False, True]
        owner = Client()
        show_own(owner, own_card)
        page = owner.get(RECORD).text
        assert [words in page for words in ("今回見た分だけ", "0:00〜1:20", "前のひとこと")] == [
            False,
            True,
            True,
        ]
        assert len(owner.post(FILE, {"form": "json"}).json()["sittings"]) == 2


def test_by_card_and_name_one_reads_no_reading_no_job_and_nothing_of_another_screen(client, card, own_card):
    Viewer.objects.filter(name="見本 太郎").update(name_kana="ミホン タロウ", job="介護職員")
    other = Client()
    come_in(other, card, "見本 太郎")
    come_in(client, card, "見本 太郎")
    # At the same time, before another screen: whoever says the same name here reads nothing of it.
    report(begin(other), 65_000)
    page, data = client.get(RECORD).text, client.post(FILE, {"form": "json"}).json()
    assert [word in page for word in ("見本 太郎", "ミホン タロウ", "介護職員", "1:05")] == [
        True,
        False,
        False,
        False,
    ]
    assert (data["viewer"], data["sittings"]) == ({"name": "見本 太郎", "agency": "見本の家"}, [])
    owner = Client()
    show_own(owner, own_card)
    page, data = owner.get(RECORD).text, owner.post(FILE, {"form": "json"}).json()
    assert [word in page for word in ("ミホン タロウ", "介護職員", "1:05")] == [True, True, True]
    assert (data["viewer"]["job"], len(data["sittings"])) == ("介護職員", 1)


def test_counting_and_reading_the_record_have_a_measure_for_each_card(client, card, settings):
    settings.WATCHING_RATES = {"count": "2/h/key", "record": "2/h/key"}
    come_in(client, card)
    pages = [client.get(RECORD) for _ in range(3)]
    assert [each.status_code for each in pages] == [200, 200, 429]
    assert ["1時間ほど待つか" in pages[2].text, "見本 花子" in pages[2].text] == [True, False]
    sit_down(client, card)
    seated = list(Viewer.objects.values_list("pk", flat=True))
    said = [client.post(f"{WATCH}count/", {"stayed": seated}) for _ in range(3)]
    assert [each.status_code for each in said] == [303, 303, 429]
    assert "1時間ほど待つか" in said[2].text


def test_a_group_is_not_counted_by_a_card_that_has_used_up_its_day_and_is_told(client, card):
    show_card(client, card)
    sit_down(client, card)
    key = begin(client)
    spans = [(seq, [seq * 1_000, seq * 1_000 + 1_000]) for seq in range(100)]
    words = {"sitting": key, "pieces": [[seq, span, span, 1_000] for seq, span in spans]}
    client.post("/videos/beacons/", words, content_type="application/json")
    most = declared(TAKEN_A_DAY).default * PIECES_AN_HOUR
    TakenOfADay.objects.update(pieces=most)
    page = client.post(f"{WATCH}count/", {"stayed": list(Viewer.objects.values_list("pk", flat=True))})
    assert (page.status_code, "センターにお電話ください" in page.text) == (429, True)
    assert Sitting.objects.get().closed_at is None


def test_names_groups_and_files_have_a_measure_for_each_card(client, card, staff, settings):
    settings.WATCHING_RATES = {"who": "2/h/key", "together": "2/h/key", "file": "2/h/key"}
    show_card(client, card)
    assert [say_who(client, card).status_code for _ in range(3)] == [303, 303, 429]
    assert [client.post(FILE, {"form": "csv"}).status_code for _ in range(3)] == [200, 200, 429]
    assert "1時間ほど待つか" in client.post(FILE, {"form": "csv"}).text
    # Another browser, the same card.
    other = Client()
    show_card(other, card)
    assert "1時間ほど待つか" in say_who(other, card).text
    assert [sit_down(other, card).status_code for _ in range(3)] == [303, 303, 429]
    next_card = make_card(card.campaign, by=staff, agency=make_agency(name="となりの家"))
    name_people(next_card.agency, "見本 花子", by=staff)
    show_card(client, next_card)
    assert say_who(client, next_card).status_code == 303


def test_players_are_opened_by_one_card_or_account_in_measure(client, card, colleague, settings):
    settings.WATCHING_RATES = {"begin": "2/h/key"}
    come_in(client, card)
    assert [begin_now(client) for _ in range(3)][2] == 429
    inside = sign_in(Client(), colleague)
    assert [begin_now(inside) for _ in range(3)][2] == 429
    assert Sitting.objects.count() == 4


def test_what_is_played_is_measured_by_card_and_by_account(card, own_card, colleague):
    doors = []
    for way in ("card", "own", "alone", "group"):
        client = Client()
        if way in ("alone", "group"):
            sign_in(client, colleague)
        if way == "card":
            come_in(client, card)
        elif way == "own":
            show_own(client, own_card)
        elif way == "group":
            sit_down(client, card)
        begin(client)
        found = Sitting.objects.latest("pk")
        doors.append((found.let_in_by, found.visit is None))
    account = f"user:{colleague.pk}"
    assert doors == [
        (f"card:{card.pk}", False),
        (f"card:{card.pk}/own:{own_card.pk}", False),
        (account, True),
        (account, False),
    ]


def test_a_name_that_is_too_long_to_be_compared_is_refused_in_words(client, card):
    show_card(client, card)
    long = "㍿" * 21
    page = client.post("/watch/who/", {"name_of": 0, "name": long, "job": ""})
    assert (page.status_code, "この名前は長すぎます" in page.text) == (422, True)
    page = client.post(TOGETHER, {"names_of": [], "others": f"見本 一\n{long}"})
    assert (page.status_code, "2行目：この名前は長すぎます" in page.text) == (422, True)
    assert client.post("/watch/who/", {"name_of": 0, "name": long[1:], "job": ""}).status_code == 303


def test_an_account_with_a_name_too_long_to_be_compared_watches(card, colleague):
    type(colleague.person).objects.filter(pk=colleague.person.pk).update(name="㍿" * 30)
    client = sign_in(Client(), colleague)
    assert begin(client) != 403
    assert Viewer.objects.get().name == "㍿" * 30
