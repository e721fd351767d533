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
from events.enums import Admission
from events.models import Application, Event, Participant
from events.services.changing import cancel_application
from events.services.deciding import decline_application, draw_lots
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
    expect(desk.get_by_text("2件の知らせを出しました。")).to_be_visible()
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


def choose(page, application, word):
    """Choose a verdict with the keyboard alone: to the row's group, then by the arrow keys."""
    group = page.get_by_role("group", name=application.number)
    group.get_by_role("radio", checked=True).focus()
    for _ in range(3):
        if group.get_by_role("radio", name=word).is_checked():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no {word} for {application.number}")


def press(page, words):
    page.get_by_role("button", name=words, exact=True).first.focus()
    page.keyboard.press("Enter")


def test_a_full_seminar_is_decided_with_the_keyboard_alone(desk, staff):
    now = timezone.now()
    session = make_event(
        now=now - timedelta(days=9),
        starts_at=now + timedelta(days=9),
        deadline_at=now - timedelta(hours=1),
        venue=4,
        admission=Admission.AFTER_DEADLINE,
    ).sessions.get()
    past = now - timedelta(days=1)
    first, second, third = (
        apply(session, people, now=past, agency_name=name)
        for people, name in ((3, "みなも"), (2, "汐見の家"), (1, "みなと荘"))
    )
    desk.goto(reverse("event_desk:event", args=[session.event_id]))
    desk.get_by_role("link", name="受講を決める").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("残りは 0席です。").first).to_be_visible()
    choose(desk, second, "受講決定")
    press(desk, "決定する")
    expect(desk.get_by_text("席が足りません。会場で2人分を減らしてください。")).to_be_visible()
    choose(desk, first, "お断り")
    press(desk, "数えなおす")
    expect(desk.get_by_text("残りは 1席です。").first).to_be_visible()
    press(desk, "決定する")
    expect(desk.get_by_role("heading", name="決定すると、すぐに知らせます")).to_be_visible()
    press(desk, "決定して、知らせる")
    expect(desk.get_by_text("3件を決定しました。")).to_be_visible()
    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (first, second, third)] == ["declined", "confirmed", "confirmed"]


@pytest.fixture
def deciding(staff):
    """Return the screens of what is decided, asked and ordered, with something on each."""
    now = timezone.now()
    past = {"now": now - timedelta(days=9), "starts_at": now + timedelta(days=9)}
    closed = past | {"deadline_at": now - timedelta(hours=1)}
    yesterday = now - timedelta(days=1)
    table = make_event(venue=3, admission=Admission.AFTER_DEADLINE, **closed).sessions.get()
    fits = make_event(venue=9, admission=Admission.AFTER_DEADLINE, **closed).sessions.get()
    draw, drawn = (make_event(venue=2, admission=Admission.LOTTERY, **closed).sessions.get() for _ in "ab")
    for session in (table, fits, draw, drawn):
        for people in (2, 2, 1):
            apply(session, people, now=yesterday, least_people=1)
    draw_lots(session=drawn, actor=staff, now=now)
    looked_at = make_event(venue=9, admission=Admission.APPROVAL, **past)
    pending = [apply(looked_at.sessions.get(), 2, now=yesterday) for _ in "ab"]
    line = make_event(venue=2, offer_hours=48, **past).sessions.get()
    seated, asked, *waiting = (apply(line, 2, now=yesterday) for _ in range(4))
    paper = apply(line, 1, now=yesterday, by_staff=True, channel="fax", email="", reply_way="phone")
    cancel_application(application=seated, actor=None, by_staff=True, now=now)
    decline_application(application=pending[0], actor=staff, now=now)
    decides = [reverse("event_desk:decide", args=[s.event_id, s.pk]) for s in (table, fits, draw, drawn)]
    pages = {
        "offer": asked,
        "move": waiting[0],
        "received": paper,
        "revive": pending[0],
        "decline": pending[1],
    }
    return [
        *decides,
        reverse("event_desk:approvals", args=[looked_at.pk]),
        reverse("event_desk:event", args=[line.event_id]),
        reverse("event_desk:event", args=[table.event_id]),
        *(reverse("event_desk:application", args=[each.pk]) for each in (asked, pending[1], paper)),
        *(reverse(f"event_desk:{name}", args=[each.pk]) for name, each in pages.items()),
    ]


def test_every_screen_of_deciding_is_accessible(page, staff, deciding, axe, live_server, settings):
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for number, address in enumerate(deciding):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        assert page.goto(address).status == 200
        axe(page)
    page.goto(deciding[0])
    page.get_by_role("button", name="決定する").first.click()
    axe(page)


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
