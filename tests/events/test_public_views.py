"""What everybody may read: list, month, event page, papers and files."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from content.search import search
from events import listing
from events.enums import Audience
from events.models import Attachment, Session
from events.search import event_documents
from events.services.publishing import cancel_event
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import NOW, STARTS_AT, TOKYO, apply, make_event, make_session
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
# A key that the front cache does not know: the page itself answers.
FRESH = {"uncached": "1"}


@pytest.fixture
def centre(db):
    return CentreProfile.objects.create(
        pk=1,
        name="見本センター",
        phone="099-000-1234",
        closed_weekdays=[5, 6],
        closed_dates=[date(2026, 12, 28)],
    )


def words(html):
    """Return what a reader sees of a page, without white space."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return "".join(re.sub(r"<[^>]*>", "", main).split())


def read(address, **query):
    response = Client().get(address, FRESH | query)
    assert response.status_code == 200
    return response.content.decode()


def titles(html):
    return re.findall(r'<h3 class="event-row__title"><a href="[^"]*">([^<]*)</a>', html)


def of_title(title, **options):
    return make_event(title=title, subtitle="", **options)


def test_the_list_shows_coming_dates_next_first():
    of_title("あとの研修", starts_at=STARTS_AT + timedelta(days=20))
    of_title("つぎの研修")
    of_title("終わった研修", starts_at=NOW - timedelta(days=3), now=NOW - timedelta(days=30))
    assert titles(read("/events/")) == ["つぎの研修", "あとの研修"]
    assert titles(read("/events/", past="1")) == ["終わった研修"]


def test_each_row_says_its_state_in_words():
    apply(make_session(venue=2), 2)
    of_title("残りわずか", venue=10, starts_at=STARTS_AT + timedelta(days=1))
    apply(Session.objects.get(event__title="残りわずか"), 5)
    apply(Session.objects.get(event__title="残りわずか"), 4)
    of_title("受付前", starts_at=STARTS_AT + timedelta(days=2), opens_at=NOW + timedelta(days=1))
    states = re.findall(r'<span class="state state--(\w+)">([^<]*)</span>', read("/events/"))
    assert states == [("full", "満席"), ("few", "残りわずか（1席）"), ("wait", "受付前")]


def test_the_list_says_how_long_one_can_still_apply():
    make_event()
    assert "締切12月4日（金）あと10日" in words(read("/events/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"way": "online"}, ["オンラインの研修"]),
        ({"way": "venue"}, ["会場の研修", "来年度の研修"]),
        ({"audience": "partners"}, ["会場の研修"]),
        ({"kind": "lecture"}, ["オンラインの研修"]),
        ({"kind": "lecture", "way": "venue"}, []),
        ({"year": "2027"}, ["来年度の研修"]),
        ({"year": "2026", "way": "venue"}, ["会場の研修"]),
        (
            {"year": "１９９９", "way": "x", "audience": "invited", "kind": "x"},
            ["会場の研修", "オンラインの研修", "来年度の研修"],
        ),
    ],
)
def test_the_list_can_be_narrowed_and_ignores_what_it_does_not_offer(query, found):
    of_title("会場の研修", audience=Audience.PARTNERS)
    of_title(
        "オンラインの研修", kind="lecture", venue=None, online=5, starts_at=STARTS_AT + timedelta(days=1)
    )
    of_title("来年度の研修", starts_at=datetime(2027, 4, 1, 9, 0, tzinfo=TOKYO))
    assert titles(read("/events/", **query)) == found


def test_a_long_list_is_read_in_pages():
    for day in range(21):
        of_title(f"研修{day}", starts_at=STARTS_AT + timedelta(days=day))
    assert len(titles(read("/events/"))) == 20
    assert titles(read("/events/", page="2")) == titles(read("/events/", page="99")) == ["研修20"]


def test_an_empty_list_says_what_comes_next():
    assert "いま予定している研修・行事はありません" in read("/events/")
    assert "この条件に合うものは、ありません" in read("/events/", way="online")


@pytest.mark.parametrize("details", [{"publish": False}, {"audience": Audience.INVITED}])
def test_what_is_not_for_everybody_is_nowhere(details):
    event = of_title("ひみつの会", **details)
    pages = (read("/events/"), read("/events/", view="month", m="2026-12"), read("/events/calendar.ics"))
    assert [page for page in pages if "ひみつの会" in page] == []
    for end in ("", "apply/", "event.ics", "sheet.pdf", "flyer.pdf"):
        assert Client().get(f"{event.get_absolute_url()}{end}").status_code == 404
    assert list(event_documents([str(event.pk)])) == []
    assert search("ひみつ").total == 0


@pytest.mark.parametrize(
    ("roles", "status"), [(["staff"], 200), (["manager"], 200), (["editor"], 404), (["partner"], 404)]
)
def test_only_who_runs_events_sees_a_draft(roles, status):
    event = make_event(publish=False)
    response = sign_in(Client(), make_user(roles=roles)).get(event.get_absolute_url())
    assert response.status_code == status
    assert ("このページは、センターの職員だけに見えています" in response.content.decode()) == (status == 200)


def test_the_papers_of_a_draft_are_kept_by_no_cache_on_the_way():
    event = make_event(publish=False)
    response = sign_in(Client(), make_user(roles=["staff"])).get(f"{event.get_absolute_url()}sheet.pdf")
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_cancelled_event_stays_readable_with_its_reason():
    event = of_title("事例検討会")
    cancel_event(event=event, reason="講師の都合です。", actor=make_user(roles=["staff"]), now=NOW)
    assert "講師の都合です。" in read("/events/")
    page = words(read(event.get_absolute_url()))
    assert "この研修・行事は中止になりました講師の都合です。" in page
    assert "申し込む" not in page


def test_the_event_page_tells_everything_before_the_button(centre):
    event = make_event(venue=40, online=10, contact_name="研修担当 三浦", agency_cap=3)
    apply(event.sessions.get(), 3)
    html = read(event.get_absolute_url())
    page = words(html)
    parts = [
        "はじめての受け入れ迎える前に知っておきたいこと",
        "午後1時30分〜4時30分",
        "見本市民会館2階会議室2またはオンライン",
    ]
    parts += [
        "会場残り37席（定員40）オンライン残り10席（定員10）",
        "どなたでも",
        "無料",
        "12月4日（金）午後1時30分あと10日",
    ]
    parts += ["研修担当三浦", "1事業所3人まで", "FAX用申込書"]
    assert [part for part in parts if part not in page] == []
    assert html.count(f'href="{event.get_absolute_url()}apply/"') == 2


def test_a_full_event_offers_the_line_and_says_who_waits():
    event = make_event(venue=2)
    apply(event.sessions.get(), 2)
    apply(event.sessions.get(), 2)
    page = words(read(event.get_absolute_url()))
    assert "満席（定員2）空き待ち2人" in page
    assert "空きを待つ列に申し込む" in page


def test_an_event_with_several_dates_shows_each_with_its_seats():
    event = make_event(sessions=3, venue=10)
    apply(event.sessions.first(), 4)
    page = words(read(event.get_absolute_url()))
    assert page.count("残り6席（定員10）") == 1
    assert page.count("残り10席（定員10）") == 2


def test_the_online_address_is_on_no_public_page():
    event = make_event(online=10)
    Session.objects.update(online_note="パスコードは 4649 です")
    month = read("/events/", view="month", m="2026-12")
    pages = [read("/events/"), month, read(event.get_absolute_url()), read("/events/calendar.ics")]
    pages += [read(f"{event.get_absolute_url()}{end}") for end in ("apply/", "event.ics")]
    assert [page for page in pages if "meeting.example.jp" in page or "パスコード" in page] == []


def test_pages_that_everybody_reads_carry_no_token_and_no_cookie():
    event = make_event()
    for address in ("/events/", event.get_absolute_url()):
        response = Client().get(address)
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert dict(response.cookies) == {}


def month(day, centre):
    return listing.month_table(day, current_centre(), listing.turnable_months(now=NOW), now=NOW)


def days_of(table):
    return {day.day: day for week in table.weeks for day in week}


def test_the_month_begins_on_sunday_and_knows_holidays_and_closed_days(centre):
    make_event(starts_at=datetime(2027, 1, 15, 10, 0, tzinfo=TOKYO))
    table = month(date(2027, 1, 20), centre)
    days = days_of(table)
    assert (min(days), max(days), len(days)) == (date(2026, 12, 27), date(2027, 2, 6), 42)
    told = {day.day.isoformat()[5:]: day.word for day in days.values() if day.word}
    assert told == {
        "12-28": "センター休み",
        "12-29": "センター休み",
        "12-30": "センター休み",
        "12-31": "センター休み",
        "01-01": "元日",
        "01-11": "成人の日",
    }


def test_the_month_shows_sessions_deadlines_and_openings(centre):
    url = of_title("受け入れ研修", opens_at=datetime(2026, 11, 30, 9, 0, tzinfo=TOKYO)).get_absolute_url()
    days = days_of(month(date(2026, 12, 1), centre))
    assert [row.event.title for row in days[date(2026, 12, 11)].rows] == ["受け入れ研修"]
    assert days[date(2026, 12, 4)].notes == [("申込の締切　受け入れ研修", url)]
    assert days[date(2026, 11, 30)].notes == [("受付開始　受け入れ研修", url)]


def test_a_course_of_two_days_stands_on_both(centre):
    session = make_session()
    Session.objects.filter(pk=session.pk).update(ends_at=STARTS_AT + timedelta(days=1))
    days = days_of(month(date(2026, 12, 1), centre))
    assert [day.day for day, each in days.items() if each.rows] == [11, 12]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-12", "12月"),
        ("1868-01", "11月"),
        ("9999-12", "12月"),
        ("x", "11月"),
        ("2026-13", "11月"),
        ("", "11月"),
    ],
)
def test_months_in_which_there_is_nothing_lead_to_the_nearest_one(centre, asked, shown):
    make_event()
    assert f"<caption>令和8年{shown}</caption>" in read("/events/", view="month", m=asked)


def test_the_month_is_a_table_and_leads_to_its_neighbours(centre):
    make_event(starts_at=STARTS_AT + timedelta(days=60))
    html = read("/events/", view="month", m="2026-12")
    assert html.count('<th scope="col">') == 7
    assert re.findall(r'href="\?view=month&amp;m=([\d-]+)"', html) == ["2026-11", "2027-01"]


def crowd(count, *, waiting, starts_at=STARTS_AT, now=NOW):
    """Make an event with dates that are full, and with groups in line when `waiting`."""
    event = make_event(venue=1, sessions=count, starts_at=starts_at, now=now)
    for session in event.sessions.all():
        for _ in range(2 if waiting else 1):
            apply(session, now=now)
    return event


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize(("query", "queries"), [({}, 9), ({"view": "month", "m": "2026-12"}, 9)])
def test_the_list_asks_as_often_for_three_dates_as_for_one(
    count, waiting, query, queries, centre, django_assert_num_queries
):
    crowd(count, waiting=waiting)
    with django_assert_num_queries(queries + waiting):
        Client().get("/events/", FRESH | query)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("waiting", [False, True])
def test_the_past_asks_no_more_often(count, waiting, centre, django_assert_num_queries):
    crowd(count, waiting=waiting, starts_at=NOW - timedelta(days=20), now=NOW - timedelta(days=60))
    with django_assert_num_queries(7 + waiting):
        Client().get("/events/", FRESH | {"past": "1"})


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("waiting", [False, True])
def test_the_event_page_asks_as_often_for_three_dates_as_for_one(
    count, waiting, centre, django_assert_num_queries
):
    event = crowd(count, waiting=waiting)
    with django_assert_num_queries(11 + waiting):
        Client().get(event.get_absolute_url(), FRESH)


def attach(event):
    return Attachment.objects.create(
        event=event, title="プログラム", file=ContentFile(b"%PDF-1.7", name="programme.pdf"), size=8
    )


def test_a_file_is_saved_and_never_run():
    attachment = attach(make_event())
    response = Client().get(attachment.get_absolute_url())
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert attachment.get_absolute_url() in read(attachment.event.get_absolute_url())


@pytest.mark.parametrize("change", ["draft", "name", "number"])
def test_a_file_of_an_unreadable_event_or_of_another_name_is_not_there(change):
    attachment = attach(make_event(publish=change != "draft"))
    number, name = attachment.pk, attachment.file_name
    if change == "name":
        name = "secret.pdf"
    if change == "number":
        number += 1
    assert Client().get(f"/events/attachments/{number}/{name}").status_code == 404


def test_the_sheet_is_the_twin_of_the_form():
    event = make_event(online=10, contact_name="研修担当 三浦")
    printed = Printed(Client().get(f"{event.get_absolute_url()}sheet.pdf").content)
    parts = [
        event.sheet_number,
        "はじめての受け入れ",
        "12月4日（金）午後1時30分",
        "手話通訳",
        "静かな席",
        "会場オンライン",
    ]
    assert [part for part in parts if part not in printed.text] == []
    assert len(printed.texts) == 1


@pytest.mark.parametrize("count", [2, 12])
def test_the_sheet_of_several_dates_asks_which_one_and_stays_one_page(count):
    event = make_event(sessions=count)
    printed = Printed(Client().get(f"{event.get_absolute_url()}sheet.pdf").content)
    assert "参加する日12月11日（金）12月18日（金）" in printed.text
    assert len(printed.texts) == 1


def test_the_flyer_tells_the_programme_from_the_description():
    event = make_event(description="<h3>流れ</h3><ul><li>13:30　はじめの話&amp;質問</li></ul>")
    printed = Printed(Client().get(f"{event.get_absolute_url()}flyer.pdf").content)
    assert "13:30はじめの話&質問" in printed.texts[0]
    assert len(printed.texts) == 2


def test_a_flyer_with_too_much_on_it_leaves_its_programme_out():
    lines = "".join(f"<li>{number}　{'とても長い説明です。' * 20}</li>" for number in range(6))
    event = make_event(description=f"<ul>{lines}</ul>", summary="あ" * 200, sessions=4)
    printed = Printed(Client().get(f"{event.get_absolute_url()}flyer.pdf").content)
    assert len(printed.texts) == 2
    assert "とても長い説明です。" not in printed.texts[0]


def test_a_paper_is_not_sent_again_until_it_changes():
    event = make_event()
    address = f"{event.get_absolute_url()}sheet.pdf"
    first = Client().get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "public, max-age=600"
    assert Client().get(address, headers=known).status_code == 304
    event.title = "別の名前"
    event.save()
    assert Client().get(address, headers=known).status_code == 200


def test_whoever_is_signed_in_gets_papers_that_no_cache_keeps(partner):
    event = make_event()
    address = f"{event.get_absolute_url()}sheet.pdf"
    assert "public" in Client().get(address).headers["Cache-Control"]
    assert "public" not in sign_in(Client(), partner).get(address).headers["Cache-Control"]
