"""An office that got a kit reads it; for all other offices it is not there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.merging import move_rows
from outreach.outside_meetings.models import HostKit, HostQuestion, HostSending, HostStory, KitItem
from outreach.outside_meetings.services.hosts import Buddy, ask, say_read
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.outside import give, make_host_kit

pytestmark = pytest.mark.django_db(transaction=True)

DESK, HOSTS = "/cms/outside-meetings/", "/hosts/first/"


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.fixture
def office(transactional_db):
    return make_agency(name="はじめての家", email="hajimete@agency.example.jp")


@pytest.fixture
def buddy(transactional_db):
    return make_agency(name="経験の家", phone="000-000-3000")


def test_an_office_reads_its_kit_says_so_and_asks_and_another_finds_nothing(desk, staff, office, buddy, now):
    kit = make_host_kit(by=staff, now=now)
    on = timezone.localdate(now)
    sending = give(kit, office, by=staff, now=now, buddy=Buddy(buddy, on))
    page = f"{HOSTS}{sending.pk}/"
    inside, outside = make_partner(agency=office), make_partner(agency=make_agency(name="ほかの家"))
    reading, other = sign_in(Client(), inside), sign_in(Client(), outside)
    ends = ("", "kit.pdf", "stories.pdf")
    assert [reading.get(page + end).status_code for end in ends] == [200, 200, 200]
    assert [other.get(page + end).status_code for end in ends] == [404, 404, 404]
    assert [Client().get(page + end).status_code for end in ends] == [302, 302, 302]
    assert other.post(f"{page}read/").status_code == 404
    assert other.post(page, {"text": "のぞきました"}).status_code == 404
    assert kit.title not in other.get(HOSTS).text
    text = reading.get(page).text
    for words in (
        kit.title,
        "000-000-2000",
        "経験の家",
        "毎週、話しに来て",
        "日にちと、ここに書いた質問だけ",
    ):
        assert words in text
    assert kit.title in reading.get(HOSTS).text
    reading.post(f"{page}read/")
    sending.refresh_from_db()
    assert sending.read_on == on
    assert reading.post(page, {"text": "夜は一人でよいですか。"}).status_code == 303
    asked = reading.post(page, {"text": "花子さんの夜は？"})
    assert (asked.status_code, "花子さん" in asked.text, HostQuestion.objects.count()) == (422, True, 1)
    answer = f"{DESK}hosts/questions/{HostQuestion.objects.get().pk}/"
    desk.post(answer, {"text": "はじめは二人で見てください。"})
    assert "はじめは二人で" in reading.get(page).text


def test_a_service_asks_again_whose_kit_it_is(staff, office, now):
    sending = give(make_host_kit(by=staff, now=now), office, by=staff, now=now)
    outside = make_partner(agency=make_agency(name="ほかの家"))
    for act in (
        lambda: say_read(sending=sending, actor=outside, now=now),
        lambda: ask(sending=sending, text="？", actor=outside, now=now),
    ):
        with pytest.raises(OutsideRefused, match="あなたの機関"):
            act()
    assert (HostSending.objects.get().read_on, HostQuestion.objects.count()) == (None, 0)


def test_the_shared_address_hears_that_it_is_there_and_nothing_of_anybody(staff, office, now):
    sending = give(make_host_kit(by=staff, now=now), office, by=staff, now=now)
    give(sending.kit, make_agency(name="メールのない家"), by=staff, now=now)
    letter = OutgoingMail.objects.get()
    assert (letter.to, f"/hosts/first/{sending.pk}/" in letter.text) == (office.email, True)
    assert "はじめての家" not in letter.text


def test_the_desk_makes_a_kit_gives_it_and_dates_its_steps(desk, office, buddy, now):
    desk.post(f"{DESK}kits/new/", {"title": "はじめに", "greeting": "ようこそ", "is_open": "on"})
    kit = HostKit.objects.get()
    page, today = f"{DESK}kits/{kit.pk}/", timezone.localdate(now)
    empty = desk.get(f"{DESK}hosts/send/")
    assert (empty.status_code, empty.url) == (303, f"{DESK}kits/")
    call = {"kind": "call", "title": "電話", "phone": ""}
    assert desk.post(f"{page}items/", call).status_code == 422
    assert desk.post(f"{page}items/", {"kind": "course", "title": "研修"}).status_code == 422
    away = {"kind": "material", "title": "外", "address": "https://example.com/"}
    assert desk.post(f"{page}items/", away).status_code == 422
    desk.post(f"{page}items/", call | {"phone": "000-000-2000"})
    story = {"title": "題", "office": "町のホーム", "text": "太郎さんが来ました。"}
    assert desk.post(f"{page}stories/", story).status_code == 422
    desk.post(f"{page}stories/", story | {"text": "ある方が来ました。"})
    assert (KitItem.objects.count(), HostStory.objects.count()) == (1, 1)
    for paper in ("kit.pdf", "stories.pdf"):
        assert desk.get(f"{page}{paper}")["Content-Type"] == "application/pdf"
    typed = {"kit": kit.pk, "agency": office.name, "sent_on": f"{today:%Y/%m/%d}"}
    assert desk.post(f"{DESK}hosts/send/", typed | {"buddy": buddy.name}).status_code == 422
    assert [desk.post(f"{DESK}hosts/send/", typed).status_code for _ in range(2)] == [303, 422]
    one = f"{DESK}hosts/{HostSending.objects.get().pk}/"
    day = {"on": f"{today:%Y/%m/%d}"}
    assert desk.post(f"{one}reviewed/on/", day).status_code == 422
    for step in ("read", "talked", "reviewed"):
        assert desk.post(f"{one}{step}/on/", day).status_code == 303
    assert desk.get(f"{one}sent/on/").status_code == 404
    own = {"buddy": office.name, "buddy_agreed_on": f"{today:%Y/%m/%d}"}
    assert desk.post(f"{one}buddy/", own).status_code == 422
    desk.post(f"{one}buddy/", own | {"buddy": buddy.name})
    text = desk.get(one).text
    assert ["ふりかえりました" in text, "経験の家" in text] == [True, True]
    for thing in (f"items/{KitItem.objects.get().pk}", f"stories/{HostStory.objects.get().pk}"):
        assert desk.post(f"{page}{thing}/remove/").status_code == 303
    assert not [each for each in Entry.objects.all() if office.name in each.body]


def test_a_kit_of_a_merged_office_goes_on_with_its_questions(staff, office, now):
    kept, kit = make_agency(name="残る家"), make_host_kit(by=staff, now=now)
    there = give(kit, kept, by=staff, now=now, buddy=Buddy(office, timezone.localdate(now)))
    merged = give(kit, office, by=staff, now=now)
    ask(sending=merged, text="夜は？", actor=make_partner(agency=office), now=now)
    move_rows(kept, office)
    left = HostSending.objects.get()
    assert (left.pk, left.agency, left.buddy, left.questions.count()) == (there.pk, kept, None, 1)


def test_own_page_leads_to_the_kit_only_where_one_came(desk, staff, office, now):
    give(make_host_kit(by=staff, now=now), office, by=staff, now=now)
    mine, other = make_partner(agency=office), make_partner(agency=make_agency(name="ほかの家"))
    found = [HOSTS in sign_in(Client(), each).get("/my/").text for each in (mine, other)]
    assert found == [True, False]


def test_lists_ask_as_often_for_three_kits_as_for_one(desk, staff, office, now):
    reading, counts = sign_in(Client(), make_partner(agency=office)), []
    for number in range(3):
        kit = make_host_kit(by=staff, now=now, title=f"キット{number}")
        sending = give(kit, office, by=staff, now=now, on=timezone.localdate(now) - timedelta(days=number))
        pages = (
            (desk, f"{DESK}hosts/"),
            (desk, f"{DESK}kits/"),
            (reading, HOSTS),
            (reading, f"{HOSTS}{sending.pk}/"),
        )
        for client, page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[:4] == counts[4:8] == counts[8:]
    assert counts[:4] == [13, 13, 8, 11]
