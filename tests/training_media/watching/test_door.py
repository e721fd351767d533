"""A card and its PIN open one course, for hours, and say nothing of who has watched."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from directory.services.agencies import merge_agencies
from foundation.japanese.dates import long_date
from foundation.security import without_keys
from tests.factories.accounts import sign_in
from tests.factories.directory import join, make_agency
from tests.factories.films import make_ready
from tests.factories.first_site import place_first_site
from tests.factories.training_media import (
    make_campaign,
    make_card,
    make_course,
    make_recording,
    make_viewer,
    name_people,
)
from tests.factories.watching import WATCH, begin, begin_now, come_in, report, show_card, sit_down
from training_media.campaigns.keys import code_of, pin_of
from training_media.campaigns.services import inviting
from training_media.enums import CourseState, Watchers
from training_media.intake.services.recordings import RightsNoted, note_rights
from training_media.models import Course, Part
from training_media.viewing.models import Coverage, Seat, Sitting, Viewer
from training_media.watching.access import personal_token
from training_media.watching.models import PersonalCard, Statement
from training_media.watching.passes import COOKIE

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def card(staff, centre):
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


@pytest.fixture
def centre(transactional_db):
    place_first_site()


def test_code_then_pin_then_name_opens_the_course(client, card):
    page = client.post("/watch/", {"code": code_of(card.seed).lower().replace("-", " ")})
    assert (page.status_code, "見本 花子" in page.text) == (200, False)
    answer = client.post("/watch/pin/", {"code": code_of(card.seed), "pin": pin_of(card.seed)})
    assert answer.headers["Location"] == "/watch/who/"
    asked = client.get("/watch/who/").text
    # Nothing is recorded of anybody yet who could read it.
    assert ("見本 花子" in asked, "/watch/record/" in asked) == (True, False)
    assert come_in(client, card).headers["Location"] == WATCH
    assert "見本 花子さん" in client.get(WATCH).text
    assert Seat.objects.count() == 0
    key = begin(client)
    assert Seat.objects.get().viewer.name == "見本 花子"
    assert key == str(Sitting.objects.get().key)


def test_without_the_pin_nobody_reads_a_name(client, card):
    assert client.get("/watch/who/").headers["Location"] == "/watch/"
    page = client.get(reverse("watching:by_code", args=[code_of(card.seed)]))
    assert (page.status_code, "見本" in page.text) == (200, False)
    wrong = "000000" if pin_of(card.seed) != "000000" else "111111"
    page = client.post("/watch/pin/", {"code": code_of(card.seed), "pin": wrong})
    assert (page.status_code, "見本" in page.text, COOKIE in client.cookies) == (422, False, False)


def test_the_office_number_opens_nothing(client, card):
    assert client.post("/watch/", {"code": card.agency.public_id}).status_code == 422
    assert client.get(reverse("watching:by_code", args=[card.agency.public_id])).status_code == 404


def test_names_to_pick_are_those_that_the_agency_gave_and_none_that_was_typed(client, card):
    show_card(client, card)
    client.post("/watch/who/", {"name_of": 0, "name": "見本 夜勤", "job": "介護職員"})
    report(begin(client))
    other = Client()
    show_card(other, card)
    page = other.get("/watch/who/").text
    assert ("見本 花子" in page, "見本 夜勤" in page) == (True, False)
    assert Viewer.objects.get().name == "見本 夜勤"


def test_codes_are_not_tried_without_end(client, card, settings):
    settings.WATCHING_RATES = {"code": "2/h/ip", "pin": "9/h/ip", "wrong_pin": "9/h/ip"}
    said = [client.post("/watch/", {"code": "AAAA-BBBB-CCCC"}).status_code for _ in range(3)]
    assert said == [422, 422, 429]
    assert client.get(reverse("watching:by_code", args=[code_of(card.seed)])).status_code == 429
    show_now = {"code": code_of(card.seed), "pin": pin_of(card.seed)}
    assert client.post("/watch/pin/", show_now).status_code == 429


def test_the_form_of_the_pin_says_no_more_of_codes_than_the_form_of_the_code(client, card, settings):
    settings.WATCHING_RATES = {"code": "2/h/ip", "pin": "9/h/ip", "wrong_pin": "9/h/ip"}
    words = {"code": "AAAA-BBBB-CCCC", "pin": "000000"}
    assert [client.post("/watch/pin/", words).status_code for _ in range(3)] == [422, 422, 429]


def test_a_whole_home_reads_its_card_from_one_address(client, card, settings):
    settings.WATCHING_RATES = {"code": "2/h/ip"}
    address = reverse("watching:by_code", args=[code_of(card.seed)])
    assert [client.get(address).status_code for _ in range(4)] == [200] * 4


def test_an_ended_card_and_one_made_anew_let_nobody_go_on(client, card, staff):
    come_in(client, card)
    assert begin(client) != 403
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    assert begin(client) == 403
    card.refresh_from_db()
    come_in(client, card)
    inviting.revoke(card=card, reason="なくした", actor=staff, now=NOW)
    assert begin(client) == 403
    assert "カードは使えなくなりました" in client.post("/watch/", {"code": code_of(card.seed)}).text


def test_a_pass_ends_after_its_hours_and_a_forged_one_is_none(client, card):
    come_in(client, card)
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        assert begin_now(client) == 403
    client.cookies[COOKIE] = "forged"
    assert begin(client) == 403
    client.cookies[COOKIE] = ""
    assert begin(client) == 403


def test_a_pass_opens_its_own_course_alone(client, card):
    make_course(slug="betsu")
    come_in(client, card)
    assert client.post("/videos/betsu/watch/1/begin/").status_code == 403
    assert client.get("/videos/betsu/watch/1/").headers["Location"] == "/videos/betsu/watch/"


@pytest.mark.parametrize("state", [CourseState.DRAFT, CourseState.CHECKED, CourseState.ARCHIVED])
def test_a_course_that_is_not_public_is_not_there(client, card, state):
    come_in(client, card)
    Course.objects.update(state=state)
    assert client.get(WATCH).status_code == 404


def test_a_closed_course_is_told_and_not_played(client, card):
    come_in(client, card)
    Course.objects.update(state=CourseState.CLOSED)
    assert "終わりました" in client.get(WATCH).text
    assert begin(client) == 403


def test_a_partner_watches_for_their_agency_and_an_outsider_reads_why_not(card, partner, outsider):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    join(outsider.person, make_agency(name="別の家"), role=MembershipRole.PARTNER)
    inside, outside = sign_in(Client(), partner), sign_in(Client(), outsider)
    assert "事業所職員Cさん" in inside.get(WATCH).text
    assert Viewer.objects.count() == 0
    begin(inside)
    assert Viewer.objects.get().person == partner.person
    assert "案内した事業所の方が見られます" in outside.get(WATCH).text
    assert begin(outside) == 403
    Course.objects.update(watchers=Watchers.PARTNERS)
    assert begin(outside) != 403


def test_what_everybody_may_see_is_played_without_a_record(client, centre):
    make_course(watchers=Watchers.EVERYBODY)
    page = client.get(f"{WATCH}1/")
    assert (page.status_code, "data-begin" in page.text) == (200, False)
    assert "記録されません" in page.text
    assert begin(client) == 403


def test_together_nobody_is_credited_before_they_are_counted_and_then_who_stayed(client, card):
    show_card(client, card)
    first, second = (each.pk for each in card.agency.viewer_names.order_by("pk"))
    address = f"{WATCH}together/"
    assert client.post(address, {"names_of": [first], "others": ""}).status_code == 422
    client.post(address, {"names_of": [first, second], "others": "見本 三"})
    report(begin(client))
    assert Coverage.objects.count() == 0
    viewers = {each.name: each.pk for each in Viewer.objects.all()}
    stranger = make_viewer(name="見本 外", agency=card.agency)
    stayed = [viewers["見本 花子"], viewers["見本 三"], stranger.pk]
    assert client.post(f"{WATCH}count/", {"stayed": stayed}).status_code == 422
    # Whoever is not ticked loses what they watched: they are named, and nothing is counted yet.
    page = client.post(f"{WATCH}count/", {"stayed": stayed[:2]})
    assert (page.status_code, "見本 太郎さんに、しるしがありません" in page.text) == (422, True)
    assert Coverage.objects.count() == 0
    client.post(f"{WATCH}count/", {"stayed": stayed[:2], "others_left": "on"})
    credited = set(Coverage.objects.values_list("viewer__name", "together"))
    assert credited == {("見本 花子", ((0, 15_000),)), ("見本 三", ((0, 15_000),))}
    begin(client)
    assert Seat.objects.filter(sitting=Sitting.objects.latest("pk")).count() == 2


def test_a_partner_sits_down_with_others_and_needs_no_card(card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    named = card.agency.viewer_names.first().pk
    client.post(f"{WATCH}together/", {"names_of": [0, named], "others": ""})
    begin(client)
    assert Seat.objects.count() == 2
    assert Seat.objects.filter(viewer__person=partner.person).exists()


def test_saying_so_is_a_statement_and_no_coverage(client, card):
    come_in(client, card)
    said = f"{WATCH}1/said/"
    client.post(said, {"words": "途中で止まった"})
    assert client.post(said, {"words": ""}).status_code == 303
    found = Statement.objects.get()
    assert (found.words, found.viewer.name, Coverage.objects.count()) == ("途中で止まった", "見本 花子", 0)
    assert "「見ました」を受け取っています" in client.get(WATCH).text
    # The player still needs the token with which it opens a sitting.
    assert "csrfmiddlewaretoken" in client.get(f"{WATCH}1/").text


def test_a_card_of_ones_own_needs_no_pin_and_ends_alone(card, staff, centre):
    desk = sign_in(Client(), staff)
    address = reverse("watching_desk:personal", args=[card.pk])
    assert desk.post(address).headers["Content-Type"] == "application/pdf"
    own = PersonalCard.objects.get(viewer__name="見本 太郎")
    path = reverse("watching:personal", args=[personal_token(own)])
    client = Client()
    assert "見本 太郎" in client.get(path).text
    assert begin(client) == 403
    client.post(path)
    begin(client)
    assert Seat.objects.get().viewer.name == "見本 太郎"
    desk.post(reverse("watching_desk:revoke", args=[card.pk]), {"card": own.pk})
    assert Client().get(path).status_code == 404
    assert Client().get(f"{path[:-3]}xx/").status_code == 404


def test_the_player_goes_on_where_one_was_or_where_an_address_asks(client, card, staff):
    recording = make_ready(actor=staff, now=NOW, duration=90_000)
    Part.objects.filter(number=1).update(recording=recording)
    come_in(client, card)
    report(begin(client), 65_000)
    page = client.get(f"{WATCH}1/").text
    assert "/720#t=65.000" in page
    assert "1:05" in page
    assert "前に止めた" in page
    assert "前に止めた" not in client.get(f"{WATCH}1/?from=9000").text


def test_a_name_that_was_chosen_and_another_one_that_was_typed_are_asked_about(client, card):
    show_card(client, card)
    chosen = card.agency.viewer_names.first().pk
    page = client.post("/watch/who/", {"name_of": chosen, "name": "見本 次郎", "job": ""})
    assert (page.status_code, "どちらか1つ" in page.text, "見本 次郎" in page.text) == (422, True, True)


def test_a_group_goes_on_where_whoever_has_come_least_far_was(client, card, staff):
    recording = make_ready(actor=staff, now=NOW, duration=90_000)
    Part.objects.filter(number=1).update(recording=recording)
    come_in(client, card)
    report(begin(client), 65_000)
    group = Client()
    show_card(group, card)
    sit_down(group, card)
    assert "前に止めた" not in group.get(f"{WATCH}1/").text
    report(begin(group), 25_000)
    assert "#t=25.000" in group.get(f"{WATCH}1/").text
    hanako, taro = Viewer.objects.order_by("pk")
    group.post(f"{WATCH}count/", {"stayed": [hanako.pk], "others_left": "on"})
    # Whoever was not there at the end was not there.
    one = Client()
    come_in(one, card, taro.name)
    assert "前に止めた" not in one.get(f"{WATCH}1/").text


def test_the_list_tells_the_deadline_and_which_part_ends_before_it(client, card, staff):
    recording, today = Part.objects.get(number=1).recording, timezone.localdate()
    deadline = card.period.deadline
    given = {"recording": recording, "actor": staff, "now": NOW}
    note_rights(noted=RightsNoted(until=deadline), **given)
    come_in(client, card)
    assert f"{long_date(deadline)}まで見られます" in client.get(WATCH).text
    assert "この部は、" not in client.get(WATCH).text
    note_rights(noted=RightsNoted(until=today), **given)
    assert f"この部は、{long_date(today)}まで見られます" in client.get(WATCH).text


def test_the_part_to_press_is_the_first_that_one_has_not_watched_whole(client, card, staff):
    recording = make_ready(actor=staff, now=NOW, duration=60_000)
    Part.objects.filter(number=1).update(recording=recording)
    come_in(client, card)
    press = '<a class="button" href="{}{}/">'
    assert press.format(WATCH, 1) in client.get(WATCH).text
    report(begin(client), 60_000)
    page = client.get(WATCH).text
    assert press.format(WATCH, 2) in page
    assert press.format(WATCH, 1) not in page


def test_ones_own_record_is_shown_and_taken_and_nobody_elses(client, card):
    come_in(client, card)
    report(begin(client), 65_000)
    other = Client()
    come_in(other, card, "見本 太郎")
    page = client.get("/watch/record/").text
    assert "一人で見たところ：0:00〜1:05" in page
    assert "1:05" not in other.get("/watch/record/").text
    found = client.post("/watch/record/file/", {"form": "json"}).json()
    assert found["watched"][0]["alone"] == [[0, 65_000]]
    assert found["sittings"][0]["reports_kept"] == 1
    assert [word in page for word in ("表計算ソフトで開く表", "CSV", "JSON")] == [True, False, False]
    assert "見たところ" in client.post("/watch/record/file/", {"form": "csv"}).content.decode("utf-8-sig")
    assert Client().post("/watch/record/file/", {"form": "csv"}).status_code == 404
    assert client.post("/watch/record/file/", {"form": "exe"}).status_code == 404


def test_no_page_of_this_room_is_kept(client, card):
    come_in(client, card)
    for address in ("/watch/", "/watch/who/", WATCH, f"{WATCH}1/", "/watch/record/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "queries"), [(WATCH, 17), (f"{WATCH}1/", 22), ("/watch/who/", 5), ("/watch/record/", 15)]
)
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    client, staff, centre, address, queries, django_assert_num_queries
):
    course = make_course(parts=1)
    card = make_card(make_campaign(course, by=staff), by=staff)
    name_people(card.agency, "見本 花子", by=staff)
    come_in(client, card)
    report(begin(client))
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
    for number in (2, 3):
        Part.objects.create(course=course, number=number, title="つづき", recording=make_recording(minutes=5))
        report(begin(client))
    name_people(card.agency, "見本 花子", "見本 太郎", "見本 次郎", by=staff)
    with django_assert_num_queries(queries):
        client.get(address)


def test_no_log_shows_what_opens_a_course(card):
    code, own = code_of(card.seed), PersonalCard(key=uuid.uuid4())
    addresses = [
        reverse("watching:by_code", args=[code]),
        reverse("watching:personal", args=[personal_token(own)]),
    ]
    quiet = [without_keys(f"GET {address} 200") for address in addresses]
    assert [code in quiet[0], str(own.key) in quiet[1]] == [False, False]


def test_what_somebody_said_at_a_merged_agency_stays(client, card, manager):
    kept = make_agency(name="残る家")
    twin = make_viewer(name="見本 花子", agency=kept)
    come_in(client, card)
    client.post(f"{WATCH}1/said/", {"words": ""})
    report(begin(client))
    merge_agencies(kept=kept, merged=card.agency, actor=manager, now=timezone.now())
    assert Statement.objects.get().viewer == twin
    assert Coverage.objects.get().viewer == twin


def test_ones_own_record_names_no_course_that_is_not_open_yet(card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    report(begin(client))
    draft = make_course(slug="shitagaki", parts=0, state=CourseState.DRAFT)
    Course.objects.filter(pk=draft.pk).update(title="まだ言えない研修")
    recording = Part.objects.get(course__slug="ukeire", number=1).recording
    Part.objects.create(course=draft, number=1, title="前編", recording=recording)
    page = client.get("/watch/record/").text
    assert ["まだ言えない研修" in page, "受け入れの話" in page] == [False, True]
    Course.objects.filter(pk=draft.pk).update(state=CourseState.OPEN)
    assert "まだ言えない研修" in client.get("/watch/record/").text


@pytest.mark.parametrize("address", [WATCH, f"{WATCH}1/"])
def test_whoever_watches_can_give_the_screen_to_others_and_finds_the_way_to_all_videos(client, card, address):
    come_in(client, card)
    page = client.get(address).text
    assert page.count('action="/watch/leave/"') == 1
    assert 'href="/videos/"' in page.partition("<main")[0]
