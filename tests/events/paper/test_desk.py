"""The paper desk's screens: who gets in, what waits, a paper beside the form, a number looked at twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from content.start_page import start_page
from events.models import Application
from events.paper.enums import LeavingWay, Outcome, ScanState
from events.paper.models import OwedLetter, Scan
from events.paper.services.settling import mark_not_ours
from foundation.audit.models import Entry
from tests.events.filled import Form
from tests.events.paper.test_owed import BY_FAX, BY_PHONE, tick
from tests.factories.accounts import sign_in
from tests.factories.events import NOW, apply, make_event, make_session
from tests.factories.paper import a_file, make_scan
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"paper_desk:{name}", args=args)


def told(response):
    return response.content.decode()


def addresses(scan, letter):
    for pattern in get_resolver("events.paper.desk_urls").url_patterns:
        route = str(pattern.pattern)
        key = letter.pk if route.startswith("out") else scan.pk
        keys = {"pk": key, "number": 1}
        yield reverse(
            f"paper_desk:{pattern.name}",
            kwargs={name: value for name, value in keys.items() if f":{name}>" in route},
        )


def upload(desk, *contents, **changes):
    files = [SimpleUploadedFile("佐久間.pdf", content) for content in contents]
    fields = Form(desk.get(at("add"))).sent(**changes)
    return desk.post(at("add"), fields | {"files": files})


def test_the_desk_is_there_for_those_who_run_events_and_for_nobody_else(partner, outsider, staff, today):
    scan = make_scan(staff)
    apply(make_session(), 1, **BY_FAX)
    letter = OwedLetter.objects.get()
    found = [*addresses(scan, letter)]
    assert len(found) == 13
    for user in (partner, outsider):
        browser = sign_in(Client(), user)
        assert {browser.get(address).status_code for address in found} <= {404, 302}
    assert {Client().get(address).status_code for address in found} == {302}
    clerk = sign_in(Client(), staff)
    assert {clerk.get(address).status_code for address in found} == {200, 405, 422}


# -- what came in -------------------------------------------------------------------------------------


def test_several_scans_are_put_in_at_once_with_the_time_on_the_paper(desk):
    answer = upload(desk, a_file(words="1"), a_file(words="2"), received_day="11/23", received_time="16:40")
    assert answer.status_code == 303
    assert [f"{scan.received_at.astimezone(NOW.tzinfo):%m%d %H%M}" for scan in Scan.objects.all()] == [
        "1123 1640"
    ] * 2


@pytest.mark.parametrize(
    ("contents", "changes", "word"),
    [
        ([b"GIF89a"], {}, "PDF、TIFF、JPEG、PNGではありません"),
        ([], {}, "ファイルを選んでください"),
        ([b""], {}, "中身のないファイル"),
        ([a_file()], {"received_time": "23:59"}, "いまより先"),
    ],
)
def test_what_cannot_be_taken_in_is_said(desk, contents, changes, word):
    answer = upload(desk, *contents, **changes)
    assert (answer.status_code, word in told(answer), Scan.objects.count()) == (422, True, 0)


def test_the_same_file_again_is_said(desk, staff):
    make_scan(staff, content=a_file())
    upload(desk, a_file())
    assert "もう受け取っています" in told(desk.get(at("inbox")))
    assert Scan.objects.count() == 1


def test_a_picture_is_private_and_a_missing_one_is_not_found(desk, staff):
    scan = make_scan(staff)
    picture = desk.get(at("page", scan.pk, 1))
    assert picture["Content-Type"] == "image/png"
    assert {"private", "no-store"} <= set(picture["Cache-Control"].split(", "))
    page = scan.pages.get()
    page.picture.storage.delete(page.picture.name)
    assert {desk.get(at("page", scan.pk, number)).status_code for number in (1, 2)} == {404}


def test_tray_and_paper_say_where_no_case_belongs_and_offer_to_erase_at_once(desk, staff):
    scan = make_scan(staff)
    for address in (at("inbox"), at("scan", scan.pk), at("add")):
        assert "支援を受ける方のことが書かれた紙は、ここに置きません" in told(desk.get(address))
    assert at("erase", scan.pk) in told(desk.get(at("scan", scan.pk)))
    desk.post(at("erase", scan.pk))
    assert Scan.objects.count() == 0


def test_a_page_that_waits_for_the_worker_looks_again(desk, staff):
    scan = make_scan(staff, read=False)
    assert {desk.get(address).get("Refresh") for address in (at("inbox"), at("scan", scan.pk))} == {"5"}


def test_the_sheet_s_number_opens_the_quick_entry_beside_the_picture_and_links_it(desk, staff):
    event, scan = make_event(), make_scan(staff)
    opened = desk.get(at("entry", scan.pk), {"sheet": event.sheet_number})
    assert opened.url == reverse("event_desk:entry", args=[event.pk], query={"scan": scan.pk})
    page = desk.get(opened.url)
    assert at("page", scan.pk, 1) in told(page)
    fields = Form(page).sent(
        press=(None, ""),
        agency_name="みなも",
        contact_name="佐久間 礼子",
        phone="000-000-4567",
        fax="000-000-4568",
        later_venue="1",
    )
    assert (fields["received_day"], fields["received_time"]) == (["2026/11/24"], ["9:00"])
    more = desk.post(reverse("event_desk:entry", args=[event.pk]), fields | {"add_rows": "1"})
    assert at("page", scan.pk, 1) in told(more)
    desk.post(reverse("event_desk:entry", args=[event.pk]), fields)
    application = Application.objects.get()
    scan.refresh_from_db()
    assert (scan.state, scan.target_number, scan.settled_by) == (ScanState.LINKED, application.number, staff)
    assert application.received_at == scan.received_at
    assert application.number in told(desk.get(at("scan", scan.pk)))


def test_a_lecture_request_is_typed_beside_its_paper_as_well(desk, staff):
    scan = make_scan(staff)
    address = reverse("lecture_desk:entry")
    assert f"{address}?scan={scan.pk}" in told(desk.get(at("scan", scan.pk)))
    page = desk.get(address, {"scan": scan.pk})
    assert at("page", scan.pk, 1) in told(page)
    fields = Form(page).fields
    assert (fields["scan"], fields["received_time"]) == ([str(scan.pk)], ["9:00"])


@pytest.mark.parametrize("key", ["", "x", "999999999999999999999"])
def test_an_entry_without_a_paper_is_as_it_was(desk, key):
    page = desk.get(reverse("event_desk:entry", args=[make_event().pk]), {"scan": key})
    assert (page.status_code, "desk__beside" in told(page)) == (200, False)


def test_a_wrong_number_opens_nothing_and_keeps_the_paper_in_sight(desk, staff):
    scan = make_scan(staff)
    for sheet, word in (("123456", "けたの数字"), ("000019", "")):
        answer = desk.get(at("entry", scan.pk), {"sheet": sheet})
        assert (answer.status_code, word in told(answer), at("page", scan.pk, 1) in told(answer)) == (
            422,
            True,
            True,
        )


def test_what_was_typed_before_is_linked_by_its_number(desk, staff):
    scan, application = make_scan(staff), apply(make_session(), 1)
    wrong = desk.post(at("link", scan.pk), {"target": "application", "number": "K0-0000"})
    assert (wrong.status_code, "この受付番号はありません" in told(wrong)) == (422, True)
    desk.post(at("link", scan.pk), {"target": "application", "number": application.number})
    scan.refresh_from_db()
    assert scan.state == ScanState.LINKED
    page = desk.get(reverse("event_desk:application", args=[application.pk]))
    assert at("scan", scan.pk) in told(page)


def test_not_ours_and_back(desk, staff):
    scan = make_scan(staff)
    desk.post(at("not_ours", scan.pk))
    assert "相談員A" in told(desk.get(at("inbox"), {"tab": "not_ours"}))
    desk.post(at("not_ours", scan.pk))
    desk.post(at("reopen", scan.pk))
    desk.post(at("reopen", scan.pk))
    scan.refresh_from_db()
    assert scan.state == ScanState.READ


@pytest.mark.parametrize("count", [1, 3])
def test_the_tray_asks_the_database_as_often_for_three_as_for_one(queries_of, staff, count):
    for number in range(count):
        mark_not_ours(scan_id=make_scan(staff, words=str(number)).pk, actor=staff, now=NOW)
    assert queries_of(at("inbox"), {"tab": "not_ours"}) == 2


# -- what leaves --------------------------------------------------------------------------------------


def bundle(desk):
    return at("bundle", OwedLetter.objects.first().pk)


def send(desk, **fields):
    keys = [letter.pk for letter in OwedLetter.objects.all()]
    return desk.post(bundle(desk), {"letters": keys} | fields)


def outcomes():
    return list(OwedLetter.objects.order_by("pk").values_list("outcome", "left_by"))


def test_a_number_stands_in_two_halves_and_the_last_digits_are_typed_before_the_tick(desk, staff):
    apply(make_session(), 1, **BY_FAX)
    assert "<span>000-000-</span><span>4568</span>" in told(desk.get(bundle(desk)))
    for digits, word in (("", "下4けたを書いてください"), ("1111", "送り先の番号とちがいます")):
        refused = send(desk, sent="fax", digits=digits)
        assert (refused.status_code, word in told(refused), outcomes()) == (422, True, [("", "")])
    assert send(desk, sent="fax", digits="4568").status_code == 303
    assert outcomes() == [(Outcome.SENT, LeavingWay.FAX)]
    assert OwedLetter.objects.get().settled_by == staff


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"sent": "phone"}, (Outcome.SENT, LeavingWay.PHONE)),
        ({"sent": "post"}, (Outcome.SENT, LeavingWay.POST)),
        ({"drop": "1"}, (Outcome.DROPPED, "")),
        ({"sent": "pigeon"}, ("", "")),
    ],
)
def test_a_call_a_letter_or_nothing_needs_no_digits(desk, fields, found):
    apply(make_session(), 1, **BY_PHONE)
    send(desk, **fields)
    assert outcomes() == [found]


def test_only_the_chosen_are_ticked_and_at_least_one(desk):
    session = make_session()
    for _ in range(2):
        apply(session, 1, **BY_PHONE | {"agency_name": "みなも"})
    first = OwedLetter.objects.first()
    desk.post(bundle(desk), {"sent": "phone"})
    assert outcomes() == [("", "")] * 2
    desk.post(bundle(desk), {"sent": "phone", "letters": [first.pk, "x"]})
    assert outcomes() == [(Outcome.SENT, LeavingWay.PHONE), ("", "")]


def test_printing_is_written_down_and_the_file_s_name_is_a_number(desk):
    apply(make_session(), 1, **BY_FAX | {"agency_name": "みなも"})
    for paper in ("fax", "post"):
        answer = send(desk, print=paper)
        number = OwedLetter.objects.get().number
        assert answer["Content-Disposition"] == f'inline; filename="{paper}-{number}.pdf"'
        assert answer.content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="events.paper_letter_printed").count() == 2


def test_only_the_chosen_are_printed(desk):
    session = make_session()
    for _ in range(2):
        apply(session, 1, **BY_FAX | {"agency_name": "みなも"})
    first, second = OwedLetter.objects.all()
    text = Printed(desk.post(bundle(desk), {"print": "fax", "letters": [second.pk]}).content).text
    assert (first.number in text, second.number in text) == (False, True)


def test_the_list_of_calls_is_printed(desk):
    apply(make_session(), 1, **BY_PHONE)
    assert desk.post(at("calls")).content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="events.paper_letter_printed").count() == 1


def test_what_was_ticked_today_can_be_put_back_once(desk, staff):
    apply(make_session(), 1, **BY_FAX)
    tick(staff)
    page = desk.get(at("outbox"))
    assert "FAXで送信済" in told(page)
    letter = OwedLetter.objects.get()
    assert desk.get(at("bundle", letter.pk)).status_code == 303
    for _ in range(2):
        assert desk.post(at("undo", letter.pk)).status_code == 303
    assert outcomes() == [("", "")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(queries_of, staff, count):
    session = make_session()
    for number in range(count):
        for fields in (BY_FAX, BY_PHONE):
            apply(session, 1, **fields | {"agency_name": f"家{number}"})
    tick(staff, OwedLetter.objects.filter(source_id__lt=Application.objects.first().pk))
    assert queries_of(at("outbox")) == 3


def test_the_start_page_says_what_waits_and_what_is_late(staff, today, rf):
    request = rf.get("/")
    request.user = staff
    make_scan(staff)
    make_scan(staff, content=a_file("PDF")[:-400])
    apply(make_session(), 1, **BY_PHONE)
    rows = {
        todo.text: (todo.count, todo.is_late) for todo in start_page(request).todos if "/paper/" in todo.url
    }
    assert rows == {
        "FAX・電話・郵送で送る": (1, False),
        "届いた紙を片づける": (1, False),
        "読めなかった紙を確かめる": (1, False),
    }
    OwedLetter.objects.update(owed_at=NOW.replace(day=16))
    assert [todo.is_late for todo in start_page(request).todos if todo.text.startswith("FAX・")] == [True]
