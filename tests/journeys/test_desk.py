"""相談員A runs a seminar at the event desk, from the first form to the last letter, also without scripts."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import PublicRole
from events.models import Application, Event, Participant
from events.services.publishing import cancel_event
from foundation.japanese.dates import wareki
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.events import apply, make_event

FIVE = (
    ("髙橋 慎", "たかはし しん", "世話人"),
    ("宮﨑 ひかり", "みやざき ひかり", "管理者"),
    ("佐久間 礼子", "さくま れいこ", "相談員"),
    ("林 学", "はやし まなぶ", "支援員"),
    ("あとで", "", ""),
)
MOST_STEPS = 40


@pytest.fixture
def staff(transactional_db):
    return make_user(name="相談員A", email="staff-a@example.jp", roles=[PublicRole.STAFF])


@pytest.fixture(params=["page", "page_without_scripts"])
def desk(request, staff, live_server, settings):
    """Give the browser of 相談員A at the desk, once as usual and once without scripts."""
    page = request.getfixturevalue(request.param)
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


class Keyboard:
    """Fills boxes by their labels and counts each one."""

    def __init__(self, page):
        self.page, self.steps = page, 0

    def type(self, label, words, *, row=0):
        self.page.get_by_label(label).nth(row).fill(words)
        self.steps += 1

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.steps += 1


def publish_with_one_form(page, day):
    page.goto(reverse("event_desk:list"))
    page.get_by_role("link", name="研修・行事を作る", exact=True).click()
    keyboard = Keyboard(page)
    keyboard.type("名前", "はじめての受け入れ")
    keyboard.type("日付", wareki(day))
    keyboard.type("始まり", "１３：３０")
    keyboard.type("終わり", "午後4時30分")
    keyboard.type("会場の席", "20")
    page.get_by_text("先着順", exact=True).click()
    keyboard.press("公開する")
    expect(page.get_by_role("link", name="会場の名前を書いてください。")).to_be_visible()
    page.get_by_label("会場", exact=False).nth(0).fill("見本市民会館")
    keyboard.press("公開する")
    expect(page.get_by_role("heading", name="はじめての受け入れ")).to_be_visible()


def pdf_pages(page, address):
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return len(PdfReader(BytesIO(answer.body())).pages)


def type_a_fax_in(page, event):
    keyboard = Keyboard(page)
    page.goto(reverse("event_desk:entry_start"))
    keyboard.type("用紙番号", event.sheet_number)
    keyboard.press("この用紙を入力する")
    keyboard.type("届いた時刻", f"{timezone.localtime():%H:%M}")
    keyboard.type("事業所の名前", "汐見の家")
    keyboard.type("連絡をとる方のお名前", "佐久間 礼子")
    keyboard.type("電話番号", "099-000-4567")
    keyboard.type("FAX番号", "099-000-4568")
    for row, (name, kana, job) in enumerate(FIVE):
        keyboard.type("お名前", name, row=row + 1)
        if kana:
            keyboard.type("フリガナ", kana, row=row)
            keyboard.type("仕事", job, row=row)
    keyboard.press("受け付ける")
    return keyboard.steps


def test_a_seminar_from_the_first_form_to_the_last_letter(desk, staff):
    day = timezone.localdate() + timedelta(days=20)
    publish_with_one_form(desk, day)
    event = Event.objects.get()
    session = event.sessions.get()
    assert (timezone.localdate(session.starts_at), session.venue) == (day, "見本市民会館")
    assert [
        pdf_pages(desk, reverse(f"events:{paper}", args=[event.slug])) for paper in ("flyer", "sheet")
    ] == [2, 1]

    steps = type_a_fax_in(desk, event)
    expect(desk.get_by_text("5人分の席があります")).to_be_visible()
    application = Application.objects.get()
    assert steps <= MOST_STEPS
    assert application.participants.count() == 5
    assert pdf_pages(desk, reverse("event_desk:receipt", args=[application.pk])) == 1

    desk.goto(reverse("event_desk:attendance", args=[session.pk]))
    desk.get_by_role("group", name="林 学").get_by_text("欠席").click()
    Keyboard(desk).press("書いた出欠を保存する")
    desk.get_by_role("button", name="まだの 4人を、みんな出席にする").click()
    expect(desk.get_by_text("4人の出欠を書きました。")).to_be_visible()
    marks = Participant.objects.order_by("position").values_list("attendance", flat=True)
    assert list(marks) == ["attended", "attended", "attended", "absent", "attended"]

    desk.goto(reverse("event_desk:roster", args=[event.pk]))
    desk.get_by_text("Excel（xlsx）").click()
    with desk.expect_download() as download:
        Keyboard(desk).press("名簿を受け取る")
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert [row[4] for row in sheet.iter_rows(values_only=True)] == [
        "氏名",
        "髙橋 慎",
        "宮﨑 ひかり",
        "佐久間 礼子",
        "林 学",
        "あとで決める",
    ]

    apply(session, 1, now=timezone.now())
    desk.goto(reverse("event_desk:event", args=[event.pk]))
    desk.get_by_role("link", name="知らせを送る").click()
    desk.get_by_label("件名").fill("持ち物のお知らせ")
    desk.get_by_label("本文").fill("筆記用具をお持ちください。")
    Keyboard(desk).press("送る相手を確かめる")
    expect(desk.get_by_text("汐見の家")).to_be_visible()
    Keyboard(desk).press("1件のメールを送る")
    expect(desk.get_by_text("1件のメールを送ります。")).to_be_visible()
    assert OutgoingMail.objects.filter(subject="持ち物のお知らせ").count() == 1


def test_last_years_event_is_written_out_again_in_four_presses(desk, staff):
    now = timezone.now()
    past = make_event(starts_at=now - timedelta(days=300), now=now - timedelta(days=330))
    desk.goto("/cms/")
    desk.goto(reverse("event_desk:list"))
    for role, words in (
        ("link", "終わったもの"),
        ("link", "はじめての受け入れ"),
        ("button", "次の年度のために写す（364日あと）"),
    ):
        desk.get_by_role(role, name=words, exact=True).click()
    expect(desk.get_by_text("写しを下書きで作りました。")).to_be_visible()
    copy = Event.objects.latest("id")
    assert (copy.copied_from, copy.state) == (past, "draft")


@pytest.fixture
def screens(staff):
    """Return the address of every screen of the desk, with something on each."""
    now = timezone.now()
    event = make_event(
        now=now, venue=4, online=5, starts_at=now + timedelta(days=12), deadline_at=now + timedelta(days=5)
    )
    session = event.sessions.get()
    apply(session, 3, agency=make_agency(), now=now, accommodations=["wheelchair"])
    typed = apply(session, 2, now=now, agency_name="みなも", email="", reply_way="phone")
    stopped = make_event(now=now, starts_at=now + timedelta(days=30), deadline_at=now + timedelta(days=9))
    cancel_event(event=stopped, reason="大雪のため", actor=staff, now=now)
    keys = dict.fromkeys(("event", "edit", "cancel", "entry", "roster", "notice"), event.pk)
    keys |= dict.fromkeys(("application", "application_change", "application_cancel", "match"), typed.pk)
    keys |= {"attendance": session.pk, "reinstate": stopped.pk}
    plain = ("list", "create", "entry_start", "applications")
    return [reverse(f"event_desk:{name}") for name in plain] + [
        reverse(f"event_desk:{name}", args=[key]) for name, key in keys.items()
    ]


def test_every_screen_of_the_desk_is_accessible(page, staff, screens, axe, live_server, settings):
    """The colours are the same on all screens, so one half is looked at by day, the other by night."""
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for number, address in enumerate([*screens, reverse("portal_outbox")]):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(address)
        axe(page)
