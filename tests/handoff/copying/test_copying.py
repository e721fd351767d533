"""What comes from the public door can only refuse or inform, however hostile it is."""

import json
import threading
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.door_feed import Departure, Feed, FeedAgency, FeedRefused, fingerprint, read_feed, written
from foundation.mail.models import OutgoingMail
from handoff.copying import services, transport
from handoff.copying.rules import closes_too_many, earlier_end
from handoff.copying.services import pull, take_over
from handoff.copying.transport import NotReached, fetch
from handoff.disclosure.enums import ReceiverCategory
from handoff.models import AgencyCopy
from tests.factories.accounts import sign_in
from tests.factories.cases import (
    NOW,
    TODAY,
    make_basis,
    make_case,
    make_safeguard,
    staff_of_agency,
)
from tests.factories.handoff import make_agency, make_enrolled_user

pytestmark = pytest.mark.django_db
KEY = "test-only-feed-key"


def told(public_id, *, name="みなも", closed_on=None, **more):
    facts = {"kind": "グループホーム", "address": "見本町1", "phone": "000-000-0001"} | more
    return FeedAgency(public_id=public_id, name=name, closed_on=closed_on, **facts)


def of(row, **more):
    """Return what the other door tells of a copy, with something changed."""
    facts = {"name": row.name, "kind": row.kind, "address": row.address, "phone": row.phone}
    return told(row.public_id, **{"closed_on": row.closed_on} | facts | more)


def feed(*agencies, departures=()):
    return Feed(agencies=agencies, departures=tuple(departures))


def asked():
    mails = OutgoingMail.objects.filter(cause__startswith="copying.asks")
    return sorted(mails.values_list("to", flat=True))


def test_a_new_agency_is_added_and_is_the_most_carefully_treated_kind(centre):
    for _ in range(2):
        take_over(feed(told("NEW1", name="新しい市役所")), now=NOW)
    (row,) = AgencyCopy.objects.filter(public_id="NEW1")
    assert (row.name, row.category, row.offered) == ("新しい市役所", ReceiverCategory.PROVIDER, None)


def test_what_nothing_points_at_is_simply_kept_up_to_date(centre):
    row = make_agency()
    take_over(feed(of(row, name="みなも2号館", phone="000-1")), now=NOW)
    row.refresh_from_db()
    assert (row.name, row.phone, row.offered) == ("みなも2号館", "000-1", None)
    assert asked() == []


@pytest.fixture
def used(centre):
    """Agencies that matter here: one has people, the other gets paper under an agreement."""
    here, on_paper = make_agency(name="人のいる機関"), make_agency(name="紙の機関")
    staff_of_agency(here)
    make_safeguard(on_paper, centre)
    return here, on_paper


def test_whom_a_consent_names_is_in_use_as_well(centre):
    named = make_agency(name="同意にある機関")
    make_basis(make_case(centre), centre, receivers=[named])
    take_over(feed(of(named, name="すりかえ")), now=NOW)
    named.refresh_from_db()
    assert (named.name, named.offered) == ("同意にある機関", {"name": "すりかえ"})


def test_how_a_name_in_use_is_read_is_taken_at_once_and_asks_nobody(centre, used):
    (row, *_) = used
    take_over(feed(of(row, name_kana="ヒトノイルキカン")), now=NOW)
    row.refresh_from_db()
    assert (row.name_kana, row.offered, asked()) == ("ヒトノイルキカン", None, [])


def test_a_feed_of_an_earlier_version_tells_no_readings():
    content = json.loads(written(feed(told("NEW1", name_kana="ミナモ"))))
    assert read_feed(json.dumps(content).encode()).agencies[0].name_kana == "ミナモ"
    del content["agencies"][0]["name_kana"]
    assert read_feed(json.dumps(content).encode()).agencies[0].name_kana == ""


def test_a_name_or_address_in_use_waits_until_a_lead_has_asked(centre, used):
    for row in used:
        take_over(feed(of(row, name="すりかえ", address="別の町9")), now=NOW)
        row.refresh_from_db()
        assert (row.name != "すりかえ", row.offered) == (True, {"name": "すりかえ", "address": "別の町9"})
    assert asked() == [centre["lead"].email]
    client = sign_in(Client(), centre["lead"])
    page = client.get(reverse("handoff:agency", args=[used[0].pk]))
    assert page.context["offers"][0][1:] == ("人のいる機関", "すりかえ")
    client.post(reverse("handoff:accept_offer", args=[used[0].pk]))
    used[0].refresh_from_db()
    assert (used[0].name, used[0].address, used[0].offered) == ("すりかえ", "別の町9", None)
    assert Entry.objects.filter(verb="copying.offer_accepted", actor_id=centre["lead"].pk).count() == 1
    assert client.post(reverse("handoff:accept_offer", args=[used[0].pk])).status_code == 404


def test_a_closing_holds_at_once_and_is_never_taken_back(centre, used):
    worker = staff_of_agency(used[0])["hand"]
    client = sign_in(Client(), worker)
    assert client.get(reverse("handoff:inbox")).status_code == 200
    take_over(feed(of(used[0], closed_on=TODAY)), now=NOW)
    assert client.get(reverse("handoff:inbox")).status_code == 302
    for later in (None, TODAY + timedelta(days=400)):
        take_over(feed(of(used[0], closed_on=later)), now=NOW)
        used[0].refresh_from_db()
        assert used[0].closed_on == TODAY
    assert sign_in(Client(), worker).get(reverse("handoff:inbox")).status_code == 302
    # A person may open it again.
    take_over(feed(of(used[0], closed_on=None)), now=NOW)
    sign_in(Client(), centre["lead"]).post(reverse("handoff:accept_offer", args=[used[0].pk]))
    assert sign_in(Client(), worker).get(reverse("handoff:inbox")).status_code == 200


def test_too_many_closings_at_once_close_nothing_and_ask(centre):
    rows = [make_agency(name=f"機関{number}") for number in range(8)]
    take_over(feed(*(of(row, closed_on=TODAY) for row in rows)), now=NOW)
    assert AgencyCopy.objects.exclude(closed_on=None).count() == 0
    assert AgencyCopy.objects.filter(offered={"closed_on": TODAY.isoformat()}).count() == 8
    assert asked() == [centre["lead"].email]


@pytest.mark.parametrize(
    ("closing", "still_open", "too_many"),
    [
        (0, 0, False),
        (3, 3, False),
        (4, 4, True),
        (4, 39, True),
        (4, 40, False),
        (51, 500, True),
    ],
)
def test_how_many_closings_are_too_many(closing, still_open, too_many):
    assert closes_too_many(closing, still_open=still_open) == too_many


def test_only_an_earlier_end_is_believed():
    later = TODAY + timedelta(days=1)
    cells = {(None, None): None, (None, TODAY): TODAY, (TODAY, None): TODAY, (TODAY, later): TODAY}
    assert {cell: earlier_end(*cell) for cell in cells} == cells
    assert earlier_end(later, TODAY) == TODAY


def test_who_left_is_shown_to_the_lead_and_keeps_what_they_have(centre, used, settings):
    settings.DOOR_FEED_KEY = KEY
    person = staff_of_agency(used[0])["hand"]
    gone = Departure(who=fingerprint(person.email.upper(), key=KEY), agency=used[0].public_id, left_on=TODAY)
    elsewhere = Departure(who=fingerprint(centre["worker"].email, key=KEY), agency="OTHER", left_on=TODAY)
    for _ in range(2):
        take_over(feed(departures=[gone, elsewhere]), now=NOW)
    marked = [row for row in person.person.enrolments.all() if row.left_elsewhere_on == TODAY]
    assert len(marked) == 1
    assert centre["worker"].person.enrolments.get().left_elsewhere_on is None
    assert asked() == [centre["lead"].email]
    page = sign_in(Client(), centre["lead"]).get(reverse("handoff:enrolment_list")).content.decode()
    assert page.count("に離れました") == 1
    assert sign_in(Client(), person).get(reverse("handoff:inbox")).status_code == 200


def test_the_lead_says_what_kind_of_receiver_it_is(centre):
    row = make_agency()
    client = sign_in(Client(), centre["lead"])
    wrong = client.post(reverse("handoff:agency", args=[row.pk]), {"category": "our_centre", "head": "長"})
    assert wrong.status_code == 422
    client.post(reverse("handoff:agency", args=[row.pk]), {"category": "municipality", "head": "課長"})
    row.refresh_from_db()
    assert (row.category, row.head) == ("municipality", "課長")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000,
        b'{"agencies": {}, "departures": 3}',
        json.dumps({"agencies": [{"public_id": 5}], "departures": []}).encode(),
        json.dumps({"agencies": [], "departures": [{"who": "a", "agency": "", "left_on": None}]}).encode(),
        written(feed(told("A", name=""))),
        written(feed(told("A"), told("A"))),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(content):
    with pytest.raises(FeedRefused):
        read_feed(content)


def test_a_feed_comes_back_as_it_was_sent_without_signs_that_nobody_sees():
    sent = feed(
        told("A", name="みなも\u202eもなみ\u200b", closed_on=TODAY),
        departures=[Departure(who="f" * 64, agency="A", left_on=TODAY)],
    )
    read = read_feed(written(sent))
    assert read.departures == sent.departures
    assert (read.agencies[0].name, read.agencies[0].closed_on) == ("みなももなみ", TODAY)


class OtherDoor(BaseHTTPRequestHandler):
    """Answers as the public door does, and keeps what it was sent."""

    asked: tuple = ()
    content = b""
    is_over = threading.Event()

    def do_GET(self):
        type(self).asked += ((self.path, self.headers.get("Authorization"), self.headers.get("Cookie")),)
        if self.path == "/slow":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            while not self.is_over.wait(0.02):
                with suppress(OSError):
                    self.wfile.write(b".")
            return
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/door-feed.json")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def other_door():
    server = HTTPServer(("127.0.0.1", 0), type("Door", (OtherDoor,), {}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_pull_sends_the_key_and_nothing_else(other_door, settings, centre):
    settings.DOOR_FEED_KEY = KEY
    settings.OTHER_DOOR_URL = f"http://127.0.0.1:{other_door.server_port}"
    other_door.RequestHandlerClass.content = written(feed(told("PULLED")))
    assert pull(now=NOW) == 1
    assert other_door.RequestHandlerClass.asked == (("/door-feed.json", f"Bearer {KEY}", None),)
    assert AgencyCopy.objects.filter(public_id="PULLED").exists()
    with pytest.raises(NotReached):
        fetch(f"{settings.OTHER_DOOR_URL}/moved", key=KEY)


def test_a_door_that_answers_letter_by_letter_is_left_in_time(other_door, monkeypatch):
    monkeypatch.setattr(transport, "LONGEST_SECONDS", 0.2)
    try:
        with pytest.raises(NotReached):
            fetch(f"http://127.0.0.1:{other_door.server_port}/slow", key=KEY)
    finally:
        other_door.RequestHandlerClass.is_over.set()


def test_numbers_that_are_always_new_do_not_fill_the_disk(centre, monkeypatch):
    monkeypatch.setattr(services, "MOST_ROWS", 3)
    for turn in range(3):
        take_over(feed(told(f"A{turn}"), told(f"B{turn}")), now=NOW)
    known = AgencyCopy.objects.order_by("public_id").values_list("public_id", flat=True)
    assert list(known) == ["A0", "A1", "B0"]


def test_without_a_key_nothing_is_asked(settings, centre):
    settings.DOOR_FEED_KEY, settings.OTHER_DOOR_URL = "", "http://127.0.0.1:1"
    assert pull(now=NOW) == 0


def test_a_door_that_is_away_changes_nothing(settings, centre):
    settings.DOOR_FEED_KEY, settings.OTHER_DOOR_URL = KEY, "http://127.0.0.1:1"
    with pytest.raises(NotReached):
        pull(now=NOW)
    with pytest.raises(NotReached):
        fetch("file:///etc/hostname", key=KEY)
    assert AgencyCopy.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(centre, count, django_assert_num_queries):
    for number in range(count):
        make_agency(name=f"機関{number}")
    client = sign_in(Client(), centre["lead"])
    client.get(reverse("handoff:agencies"))
    with django_assert_num_queries(13):
        page = client.get(reverse("handoff:agencies"))
    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_without_news_asks_as_often_for_three_as_for_one(centre, count, django_assert_num_queries):
    known = feed(*(told(f"KNOWN{number}") for number in range(count)))
    take_over(known, now=NOW)
    with django_assert_num_queries(22):
        take_over(known, now=NOW)


def test_only_who_leads_sees_the_copies(centre):
    officer = make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)
    make_agency(name="さがされる機関")
    page = sign_in(Client(), officer).get(reverse("handoff:agencies"), {"q": "さがされる"})
    assert [row.name for row in page.context["rows"]] == ["さがされる機関"]
    assert sign_in(Client(), centre["worker"]).get(reverse("handoff:agencies")).status_code == 404
