"""What came by FAX, phone or post: typed in quickly, by the rules of the web."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from events.enums import ApplicationState, Audience, Channel
from events.models import Application
from tests.factories.directory import make_agency
from tests.factories.events import NOW, TOKYO, apply, make_event

START = reverse("event_desk:entry_start")


def address(event):
    return reverse("event_desk:entry", args=[event.pk])


def filled(event, people=(("髙橋 慎", "タカハシ シン", "世話人"),), rows=5, **fields):
    """Return what a browser sends for a FAX; fields change it."""
    data = {
        "form_key": str(uuid4()),
        "agency": "",
        "channel": "fax",
        "received_day": "11/24",
        "received_time": "9:10",
        "session": str(event.sessions.first().pk),
        "agency_name": "汐見の家",
        "contact_name": "佐久間 礼子",
        "phone": "０９９-000-4567",
        "fax": "099-000-4568",
        "reply_way": "fax",
        "later_venue": "0",
        "people-TOTAL_FORMS": str(rows),
        "people-INITIAL_FORMS": str(rows),
    }
    for number in range(rows):
        words = people[number] if number < len(people) else ("", "", "")
        for name, word in zip(("name", "name_kana", "job"), words, strict=True):
            data[f"people-{number}-{name}"] = word
    return data | fields


def mistakes(answer):
    entry = answer.context["entry"]
    found = {name: list(words) for name, words in entry.form.errors.items()}
    for number, row in enumerate(entry.rows.forms):
        found |= {f"{number}-{name}": list(words) for name, words in row.errors.items()}
    return found


@pytest.mark.parametrize("typed", ["000013", "０００ ０１３", "000-013", "13"])
def test_the_number_on_the_sheet_opens_the_form_of_its_event(desk, typed):
    event = make_event()
    assert event.sheet_number == "000013"
    answer = desk.get(START, {"sheet": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, address(event))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("000014", "この用紙番号はありません。6けたの数字を、1つずつ確かめてください。"),
        ("000021", "この用紙番号の研修・行事はありません。番号を確かめてください。"),
        ("", "用紙番号を書いてください。"),
    ],
)
def test_a_misread_number_is_said(desk, typed, words):
    make_event()
    answer = desk.get(START, {"sheet": typed})
    assert (answer.status_code, answer.context["form"].errors["sheet"]) == (422, [words])


def test_without_a_number_the_open_events_are_listed(desk):
    event = make_event()
    make_event(title="下書き", publish=False)
    make_event(title="終わった研修", starts_at=NOW - timedelta(days=3), now=NOW - timedelta(days=30))
    assert [each for each, _ in desk.get(START).context["events"]] == [event]


def test_five_people_of_a_fax_get_their_seats(desk, staff):
    event = make_event()
    people = [(f"見本 {number}", "みほん", "世話人") for number in range(1, 5)]
    answer = desk.post(address(event), filled(event, [*people, ("あとで", "", "")]))
    application = Application.objects.get()
    assert answer.headers["Location"] == reverse("event_desk:application", args=[application.pk])
    assert (application.state, application.channel, application.typed_by) == ("confirmed", Channel.FAX, staff)
    assert application.received_at == datetime(2026, 11, 24, 9, 10, tzinfo=TOKYO)
    assert (application.typed_at, application.phone) == (NOW, "099-000-4567")
    assert [person.name for person in application.participants.order_by("position")] == [
        "見本 1",
        "見本 2",
        "見本 3",
        "見本 4",
        "",
    ]
    shown = desk.get(answer.headers["Location"])
    assert "受付番号 R8-0001。席を取りました。" in shown.text


def test_sending_the_entry_twice_makes_one_application(desk):
    event = make_event()
    data = filled(event)
    assert [desk.post(address(event), data).status_code for _ in range(2)] == [303, 303]
    assert Application.objects.count() == 1


def test_seats_whose_names_follow_are_counted(desk):
    event = make_event(venue=20, online=20)
    data = filled(event, later_venue="２", later_online="1") | {"people-0-way": "online"}
    data |= {f"people-{number}-way": "venue" for number in range(1, 5)}
    desk.post(address(event), data)
    people = Application.objects.get().participants.order_by("position")
    assert [(person.name, person.way) for person in people] == [
        ("髙橋 慎", "online"),
        ("", "venue"),
        ("", "venue"),
        ("", "online"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"received_time": "10:01"},
            {"received_time": ["受け取った日時が、いまより先になっています。日時を確かめてください。"]},
        ),
        ({"received_day": ""}, {"received_day": ["届いた日を書いてください。"]}),
        ({"contact_name": ""}, {"contact_name": ["連絡をとる方のお名前を書いてください。"]}),
        ({"fax": ""}, {"fax": ["FAXでお返事するには、FAX番号が必要です。"]}),
        ({"people-0-name": ""}, {"0-name": ["お名前を書くか、「あとで」と書いてください。"]}),
        (
            {"people-0-name": "", "people-0-name_kana": "", "people-0-job": ""},
            {"__all__": ["参加する方を、1人以上50人までで書いてください。"]},
        ),
        ({"later_venue": "50"}, {"__all__": ["参加する方を、1人以上50人までで書いてください。"]}),
        ({"people-1-name": "髙橋 慎"}, {}),
        (
            {"people-1-name": "高橋　慎", "people-1-name_kana": "タカハシ シン"},
            {"__all__": ["同じ方が2回書かれています。名前を確かめてください。"]},
        ),
        ({"session": "999"}, {"session": ["正しく選択してください。 999 は候補にありません。"]}),
    ],
)
def test_each_mistake_is_told_and_nothing_is_lost(desk, change, expected):
    event = make_event(venue=60)
    answer = desk.post(address(event), filled(event, note="駐車場を1台") | change)
    if not expected:
        assert answer.status_code == 303
        return
    assert (answer.status_code, mistakes(answer)) == (422, expected)
    assert "駐車場を1台" in answer.text
    assert Application.objects.count() == 0


def test_a_paper_that_arrived_in_time_counts_from_then(desk):
    event = make_event(venue=2, deadline_at=NOW - timedelta(hours=2), opens_at=NOW - timedelta(days=9))
    session = event.sessions.get()
    apply(session, 2, now=NOW - timedelta(days=1))
    apply(session, 2, now=NOW - timedelta(hours=3))
    answer = desk.post(address(event), filled(event, received_day="11/23", received_time="午前9時"))
    late = Application.objects.get(channel=Channel.FAX)
    assert answer.status_code == 303
    assert (late.state, late.received_at) == (ApplicationState.WAITING, NOW - timedelta(hours=25))
    assert "空きを待つ列に入れました" in desk.get(answer.headers["Location"]).text
    page = desk.get(reverse("event_desk:event", args=[event.pk]))
    words = [state.word for _, state in page.context["applications"]]
    assert words == ["空き待ち　1番目", "席あり", "空き待ち　2番目"]


def test_the_only_agency_of_that_name_is_taken_from_the_directory(desk):
    agency = make_agency(name="グループホーム みなも")
    make_agency(name="みなも相談室", closed_on=NOW.date())
    event = make_event()
    desk.post(address(event), filled(event, agency_name="ｸﾞﾙｰﾌﾟﾎｰﾑみなも"))
    desk.post(address(event), filled(event, agency_name="みなも相談室"))
    assert [each.agency for each in Application.objects.order_by("id")] == [agency, None]


def test_of_two_agencies_with_one_name_the_picked_one_is_taken(desk):
    make_agency(name="みなと荘")
    second = make_agency(name="みなと荘", phone="099-000-2222")
    event = make_event()
    picked = desk.get(address(event), {"agency": second.public_id}).context["form"]
    assert (picked["agency_name"].value(), picked["phone"].value()) == ("みなと荘", "099-000-2222")
    desk.post(address(event), filled(event, agency_name="みなと荘"))
    desk.post(address(event), filled(event, agency_name="みなと荘", agency=second.public_id))
    desk.post(address(event), filled(event, agency_name="汐見の家", agency=second.public_id))
    assert [each.agency for each in Application.objects.order_by("id")] == [None, second, None]


def test_agencies_are_suggested_while_typing_and_by_search(desk):
    make_agency(name="グループホームみなも")
    make_agency(name="汐見の家")
    event = make_event()
    options = desk.get(reverse("event_desk:agency_options"), {"agency_name": "みなも"})
    assert options.text.count("<option") == 1
    assert 'value="グループホームみなも"' in options.text
    for typed, found in (("しおみ", []), ("汐見", ["汐見の家"])):
        answer = desk.post(address(event), filled(event, search="1", q=typed, agency_name=""))
        assert [each.name for each in answer.context["found"]] == found
        assert answer.context["form"]["contact_name"].value() == "佐久間 礼子"


def test_a_found_agency_is_picked_and_nothing_typed_is_lost(desk):
    agency = make_agency(name="汐見の家", phone="099-000-2222")
    event = make_event()
    answer = desk.post(address(event), filled(event, pick=agency.public_id, agency_name="しおみ"))
    form = answer.context["form"]
    shown = [form[name].value() for name in ("agency", "agency_name", "phone", "contact_name")]
    assert shown == [agency.public_id, "汐見の家", "099-000-2222", "佐久間 礼子"]
    assert answer.context["entry"].rows.forms[0]["name"].value() == "髙橋 慎"
    assert Application.objects.count() == 0


def test_more_rows_keep_what_was_typed_up_to_fifty(desk):
    event = make_event()
    answer = desk.post(address(event), filled(event, add_rows="1", contact_name=""))
    entry = answer.context["entry"]
    assert (answer.status_code, mistakes(answer), len(entry.rows.forms)) == (200, {}, 10)
    assert entry.rows.forms[0]["name"].value() == "髙橋 慎"
    full = desk.post(address(event), filled(event, rows=48, add_rows="1")).context["entry"]
    assert (len(full.rows.forms), full.can_add_rows) == (50, False)


def test_partners_only_means_an_agency_is_asked_for(desk):
    event = make_event(audience=Audience.PARTNERS)
    answer = desk.post(address(event), filled(event, agency_name=""))
    assert mistakes(answer) == {"agency_name": ["事業所の名前を書いてください。"]}


@pytest.mark.parametrize("options", [{"publish": False}, {"starts_at": NOW - timedelta(days=1)}])
def test_nothing_is_typed_in_for_a_draft_or_for_the_past(desk, options):
    event = make_event(now=NOW - timedelta(days=20), **options)
    answer = desk.get(address(event))
    assert answer.headers["Location"] == reverse("event_desk:event", args=[event.pk])


def test_a_past_date_is_no_choice_when_others_are_still_to_come(desk):
    event = make_event(sessions=2, starts_at=NOW - timedelta(days=3), now=NOW - timedelta(days=30))
    answer = desk.get(address(event))
    (only,) = answer.context["form"].fields["session"].choices
    assert only[0] == event.sessions.last().pk


def test_what_stands_in_an_empty_entry(desk):
    event = make_event(sessions=2)
    form = desk.get(address(event)).context["form"]
    usual = {name: form[name].value() for name in ("channel", "received_day", "received_time", "reply_way")}
    assert usual == {
        "channel": "fax",
        "received_day": "2026/11/24",
        "received_time": "10:00",
        "reply_way": "fax",
    }
    assert len(form.fields["session"].choices) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_take_as_many_queries_for_three_as_for_one(queries_of, count):
    for number in range(count):
        make_agency(name=f"みなも {number}")
    assert queries_of(reverse("event_desk:agency_options"), {"agency_name": "みなも"}) == 1
