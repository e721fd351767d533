"""One form makes everything; nothing that was typed is lost; each mistake is told at its field."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.desk_forms.editor import EventEditor
from events.enums import EventState
from events.models import Attachment, Event, SeatEntry
from events.services.publishing import cancel_event
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.filled import Form
from tests.factories.events import NOW, STARTS_AT, TOKYO, apply, make_event

CREATE = reverse("event_desk:create")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
RICH_TEXT = (
    '{"blocks":[{"key":"a","text":"講義","type":"ordered-list-item","depth":0,'
    '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
)


def row(number=0, **fields):
    usual = {
        "day": "12/11",
        "starts": "13:30",
        "ends": "午後4時30分",
        "venue": "見本市民会館",
        "venue_capacity": "２０",
    }
    return {f"sessions-{number}-{name}": value for name, value in (usual | fields).items()}


def filled(rows=1, **fields):
    """Return what a browser sends for a form that is right; fields change it."""
    data = {
        "title": "はじめての受け入れ",
        "kind": "training",
        "audience": "public",
        "fee": "無料",
        "description": RICH_TEXT,
        "admission": "after_deadline",
        "offer_hours": "48",
        "most_people": "5",
        "most_passes": "3",
        "hold_until_days": "3",
        "sessions-TOTAL_FORMS": str(rows),
        "sessions-INITIAL_FORMS": "0",
    }
    for number in range(rows):
        data |= row(number)
    return data | fields


def mistakes(answer):
    """Return the mistakes by field; those of the dates with their row."""
    editor = answer.context["editor"]
    found = {name: list(words) for name, words in editor.form.errors.items()}
    for number, form in enumerate(editor.rows.forms):
        found |= {f"{number}-{name}": list(words) for name, words in form.errors.items()}
    return found


def test_one_form_publishes_page_application_form_and_papers(desk, staff):
    answer = desk.post(CREATE, filled(publish="1", audience_text="福祉の方", agency_cap="4人"))
    event = Event.objects.get()
    session = event.sessions.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cms/events/{event.pk}/")
    assert (event.state, event.number, event.slug, event.created_by) == (
        "published",
        "R8-K01",
        "r8-k01",
        staff,
    )
    assert event.description == '<ol><li data-block-key="a">講義</li></ol>'
    assert (event.agency_cap, event.opens_at) == (4, NOW)
    assert timezone.localtime(event.deadline_at) == datetime(2026, 12, 4, 17, 0, tzinfo=TOKYO)
    assert (session.starts_at, session.ends_at) == (STARTS_AT, STARTS_AT + timedelta(hours=3))
    assert (session.venue_capacity, session.online_capacity) == (20, None)
    assert [desk.get(f"/events/r8-k01/{paper}").status_code for paper in ("", "flyer.pdf", "sheet.pdf")] == [
        200,
        200,
        200,
    ]


def test_a_draft_is_put_aside_and_published_later(desk, client):
    desk.post(CREATE, filled(draft="1"))
    event = Event.objects.get()
    assert (event.state, client.get(event.get_absolute_url()).status_code) == (EventState.DRAFT, 404)
    assert desk.get(event.get_absolute_url()).status_code == 200
    desk.post(reverse("event_desk:publish", args=[event.pk]))
    assert client.get(event.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": ""}, {"title": ["名前を書いてください。"]}),
        ({"sessions-0-venue_capacity": "0"}, {"0-venue_capacity": ["1以上にしてください。"]}),
        (
            {"sessions-0-ends": "13:00"},
            {"0-ends": ["終わりの時刻は、始まりの時刻よりあとにしてください。"]},
        ),
        (
            {"sessions-0-venue_capacity": "", "sessions-0-venue": ""},
            {"0-venue_capacity": ["参加の方法がありません。会場かオンラインの、席の数を書いてください。"]},
        ),
        ({"sessions-0-venue": ""}, {"0-venue": ["会場の名前を書いてください。"]}),
        ({"sessions-0-venue_capacity": ""}, {"0-venue_capacity": ["会場の席の数を書いてください。"]}),
        (
            {"sessions-0-online_url": "meeting.example.jp"},
            {"0-online_capacity": ["オンラインの席の数を書いてください。"]},
        ),
        (
            {"sessions-0-doors_open": "14:00"},
            {"0-doors_open": ["受付は、始まりの時刻より前にしてください。"]},
        ),
        (
            {"deadline_day": "12/11", "deadline_time": "14時"},
            {"deadline_day": ["締切は、最初の開催日の始まりより前にしてください。"]},
        ),
        (
            {"opens_day": "12/5", "deadline_day": "12/4"},
            {"deadline_day": ["締切は、受付を始める日時よりあとにしてください。"]},
        ),
        ({"opens_time": "9:00"}, {"opens_day": ["時刻を書いたときは、日も書いてください。"]}),
        (
            {"sessions-0-day": "12/32"},
            {"0-day": ["12月32日という日付はその年にありません。"]},
        ),
        (
            {"sessions-0-starts": "昼"},
            {"0-starts": ["時刻として読み取れません。「13:30」「午後1時30分」のように入力してください。"]},
        ),
        ({"most_people": "たくさん"}, {"most_people": ["数字で書いてください。"]}),
    ],
)
def test_each_mistake_is_told_at_its_field_and_nothing_is_lost(desk, change, expected):
    answer = desk.post(CREATE, filled(publish="1", subtitle="迎える前に", **change))
    assert (answer.status_code, mistakes(answer)) == (422, expected)
    assert "<title>エラー：" in answer.text
    assert 'value="迎える前に"' in answer.text
    assert "入力内容に" in answer.text
    assert Event.objects.count() == 0


def test_a_date_more_keeps_everything_and_takes_the_place_over(desk):
    answer = desk.post(CREATE, filled(add_session="1", title="", deadline_day="12/4"))
    editor = answer.context["editor"]
    assert (answer.status_code, mistakes(answer)) == (200, {})
    assert [form["venue"].value() for form in editor.rows.forms] == ["見本市民会館", "見本市民会館"]
    assert [form["day"].value() for form in editor.rows.forms] == ["12/11", None]
    assert editor.form["deadline_day"].value() == "12/4"
    assert "講義" in editor.form["description"].value()


def test_a_date_that_nobody_saved_yet_is_taken_away(desk):
    data = filled(rows=3) | row(1, day="12/18") | row(2, day="12/25")
    answer = desk.post(CREATE, data | {"remove_session": "1"})
    assert [form["day"].value() for form in answer.context["editor"].rows.forms] == ["12/11", "12/25"]


def test_several_dates_are_saved_together(desk):
    desk.post(
        CREATE,
        filled(rows=2, publish="1")
        | row(1, day="R8.12.18", venue_capacity="", venue="", online_capacity="30席"),
    )
    sessions = list(Event.objects.get().sessions.all())
    assert [session.starts_at for session in sessions] == [STARTS_AT, STARTS_AT + timedelta(days=7)]
    assert [dict(session.capacity) for session in sessions] == [{"venue": 20}, {"online": 30}]


def edited(event, **fields):
    """Return what a browser sends when it opened the form of this event and changed these fields."""
    session = event.sessions.get()
    own = {"sessions-INITIAL_FORMS": "1", "sessions-0-session_id": str(session.pk), "deadline_day": "12/4"}
    own["admission"] = event.admission
    own["seen"] = EventEditor(event=Event.objects.get(pk=event.pk), now=NOW).mark
    return filled(**own) | fields


def test_the_form_of_an_event_shows_what_it_has(desk):
    event = make_event(venue=20, online=10)
    editor = desk.get(reverse("event_desk:edit", args=[event.pk])).context["editor"]
    (first,) = editor.rows.forms
    shown = [first[name].value() for name in ("day", "starts", "ends", "venue_capacity", "online_capacity")]
    assert shown == ["2026/12/11", "13:30", "16:30", 20, 10]
    assert [editor.form[name].value() for name in ("opens_day", "deadline_day", "deadline_time")] == [
        "2026/11/17",
        "2026/12/4",
        "13:30",
    ]


def test_a_new_time_is_told_to_whoever_applied(desk):
    event = make_event()
    apply(event.sessions.get(), 2)
    address = reverse("event_desk:edit", args=[event.pk])
    assert "申し込んだ方に知らせが行きます" in desk.get(address).text
    answer = desk.post(address, edited(event, **{"sessions-0-starts": "14:00"}))
    assert answer.status_code == 303
    assert event.sessions.get().starts_at == STARTS_AT + timedelta(minutes=30)
    assert OutgoingMail.objects.filter(subject="【変更】はじめての受け入れ").count() == 1


def test_seats_never_fall_below_those_taken(desk):
    event = make_event(venue=20)
    apply(event.sessions.get(), 5)
    address = reverse("event_desk:edit", args=[event.pk])
    answer = desk.post(address, edited(event, **{"sessions-0-venue_capacity": "4"}))
    assert mistakes(answer) == {"0-venue_capacity": ["すでに5人の席があります。5より少なくはできません。"]}
    assert desk.post(address, edited(event, **{"sessions-0-venue_capacity": "5"})).status_code == 303


def test_a_way_with_seats_taken_cannot_be_left_out(desk):
    event = make_event(venue=20)
    apply(event.sessions.get(), 5)
    change = {
        "sessions-0-venue": "",
        "sessions-0-venue_capacity": "",
        "sessions-0-online_capacity": "30",
    }
    answer = desk.post(reverse("event_desk:edit", args=[event.pk]), edited(event, **change))
    assert mistakes(answer) == {"0-venue_capacity": ["すでに5人の席があります。5より少なくはできません。"]}


def test_dates_of_other_events_stay_closed(desk):
    mine, other = make_event(), make_event(title="ほかの研修")
    data = edited(mine) | {"sessions-0-session_id": str(other.sessions.get().pk), "sessions-0-day": "12/20"}
    answer = desk.post(reverse("event_desk:edit", args=[mine.pk]), data)
    assert answer.context["editor"].rows.non_form_errors() == ["この開催日は、別の研修・行事のものです。"]
    assert other.sessions.get().starts_at == STARTS_AT


def test_a_draft_is_published_from_its_form_in_one_act(desk):
    event = make_event(publish=False)
    desk.post(reverse("event_desk:edit", args=[event.pk]), edited(event, publish="1", title="新しい名前"))
    event.refresh_from_db()
    assert (event.state, event.title) == (EventState.PUBLISHED, "新しい名前")


def test_publishing_a_cancelled_event_from_its_form_leaves_it_cancelled(desk, staff):
    event = make_event()
    cancel_event(event=event, reason="大雪のため", actor=staff, now=NOW)
    desk.post(reverse("event_desk:edit", args=[event.pk]), edited(event, publish="1"))
    event.refresh_from_db()
    assert event.state == EventState.CANCELLED


def upload(name="program.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_files_survive_a_mistake_elsewhere_and_are_attached_in_the_end(desk):
    answer = desk.post(CREATE, filled(title="", new_files=[upload("当日の 予定.pdf"), upload("資料.pdf")]))
    assert mistakes(answer) == {"title": ["名前を書いてください。"]}
    kept = [token for token, _ in answer.context["form"].fields["kept"].choices]
    assert [title for _, title in answer.context["form"].fields["kept"].choices] == ["当日の 予定", "資料"]
    desk.post(CREATE, filled(publish="1", kept=kept[:1]))
    attachment = Attachment.objects.get()
    assert (attachment.title, attachment.size, attachment.file.read()) == ("当日の 予定", len(PDF), PDF)
    assert "予定" not in attachment.file.name
    address = attachment.get_absolute_url()
    assert desk.get(address).headers["Content-Disposition"].startswith("attachment")


def test_a_forged_token_brings_no_file(desk):
    answer = desk.post(CREATE, filled(publish="1", kept=["../../secrets:1abc:xyz"]))
    assert (answer.status_code, Attachment.objects.count()) == (303, 0)


def test_at_most_five_files_and_old_ones_can_be_taken_off(desk, django_capture_on_commit_callbacks):
    desk.post(CREATE, filled(publish="1", new_files=[upload(f"{number}.pdf") for number in range(5)]))
    event = Event.objects.get()
    address = reverse("event_desk:edit", args=[event.pk])
    answer = desk.post(address, edited(event, new_files=[upload()]))
    assert mistakes(answer) == {"new_files": ["資料は5つまでです。いくつか外してください。"]}
    first = event.attachments.first()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, edited(event, new_files=[upload("新しい.pdf")], removed=[str(first.pk)]))
    assert [each.title for each in event.attachments.order_by("id")] == ["1", "2", "3", "4", "新しい"]
    assert not first.file.storage.exists(first.file.name)


def test_last_years_event_is_written_out_again_as_a_draft(desk):
    event = make_event(venue=20, online=10, sessions=2, description="<p>講義</p>", publish=True)
    answer = desk.post(reverse("event_desk:duplicate", args=[event.pk]))
    copy = Event.objects.exclude(pk=event.pk).get()
    assert answer.headers["Location"] == reverse("event_desk:edit", args=[copy.pk])
    assert (copy.state, copy.title, copy.description) == ("draft", event.title, "<p>講義</p>")
    assert copy.copied_from == event
    assert [each.starts_at - STARTS_AT for each in copy.sessions.all()] == [
        timedelta(days=364),
        timedelta(days=371),
    ]
    assert {timezone.localtime(each.starts_at).weekday() for each in copy.sessions.all()} == {
        STARTS_AT.weekday()
    }
    assert [each.online_url for each in copy.sessions.all()] == ["", ""]
    assert copy.deadline_at - event.deadline_at == timedelta(days=364)


def test_calling_off_is_the_screen_of_dates_filled_in(desk):
    event = make_event(sessions=2)
    apply(event.sessions.first(), 2)
    apply(event.sessions.first(), 1, email="", reply_way="phone", agency_name="汐見の家")
    shown = desk.get(reverse("event_desk:cancel", args=[event.pk]), follow=True)
    address = reverse("event_desk:dates", args=[event.pk])
    assert shown.request["PATH_INFO"] == address
    form = Form(shown)
    assert desk.post(address, form.sent(reason="")).status_code == 422
    asked = desk.post(address, form.sent(reason="大雪のため"))
    assert [len(asked.context[name]) for name in ("by_mail", "by_other_ways")] == [1, 1]
    assert "研修・行事の全体が中止になります" in asked.text
    desk.post(address, form.sent(reason="大雪のため", sure="1"))
    event.refresh_from_db()
    assert (event.state, event.cancel_reason) == (EventState.CANCELLED, "大雪のため")
    letter = OutgoingMail.objects.get(subject__startswith="【中止】")
    assert letter.text.splitlines()[:4] == asked.context["letter"].text.splitlines()[:4]
    back = desk.get(reverse("event_desk:cancel", args=[event.pk]))
    assert back.headers["Location"] == reverse("event_desk:event", args=[event.pk])


def test_a_cancelled_event_is_brought_back_after_a_look(desk, staff):
    event = make_event()
    apply(event.sessions.get(), 2)
    cancel_event(event=event, reason="大雪のため", actor=staff, now=NOW)
    address = reverse("event_desk:reinstate", args=[event.pk])
    assert len(desk.get(address).context["by_mail"]) == 1
    desk.post(address)
    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


def test_each_act_of_the_desk_is_written_down(desk, staff):
    desk.post(CREATE, filled(draft="1"))
    event = Event.objects.get()
    desk.post(reverse("event_desk:publish", args=[event.pk]))
    verbs = Entry.objects.filter(actor_id=staff.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["events.event_created", "events.event_published"]
    assert SeatEntry.objects.count() == 1


def test_what_a_colleague_wrote_meanwhile_is_shown_and_nothing_typed_is_lost(desk, staff):
    event = make_event(description="<p>前の講義</p>")
    address = reverse("event_desk:edit", args=[event.pk])
    opened, theirs = Form(desk.get(address)), Form(desk.get(address))
    written = theirs.sent(title="同僚の名前", description=RICH_TEXT, **{"sessions-0-venue": "別の会館"})
    assert desk.post(address, written).status_code == 303
    refused = desk.post(address, opened.sent(subtitle="わたしの副題", **{"sessions-0-venue_capacity": "25"}))
    assert refused.status_code == 422
    told = ("まだ保存していません", "同僚の名前", "別の会館")
    assert [word for word in told if word not in refused.text] == []
    event.refresh_from_db()
    assert (event.title, event.subtitle) == ("同僚の名前", "迎える前に知っておきたいこと")
    assert desk.post(address, Form(refused).sent()).status_code == 303
    event.refresh_from_db()
    session = event.sessions.get()
    assert (event.title, event.subtitle) == ("同僚の名前", "わたしの副題")
    assert event.description.startswith("<ol>")
    assert (session.venue, session.venue_capacity) == ("別の会館", 25)


def test_a_form_that_nobody_else_touched_is_saved_at_once(desk):
    event = make_event(description="<p>講義</p>", online=10)
    address = reverse("event_desk:edit", args=[event.pk])
    assert desk.post(address, Form(desk.get(address)).sent(title="新しい名前")).status_code == 303
    event.refresh_from_db()
    assert (event.title, event.description.replace(" ", "")[:2]) == ("新しい名前", "<p")


def test_two_writers_of_one_place_see_each_other(desk):
    event = make_event(description='<p>前の<a href="/news/">講義</a></p>')
    address = reverse("event_desk:edit", args=[event.pk])
    opened = Form(desk.get(address))
    desk.post(address, Form(desk.get(address)).sent(description=RICH_TEXT, title="同僚の名前"))
    refused = desk.post(address, opened.sent(title="わたしの名前"))
    differences = {each.label: (each.now, each.is_mine) for each in refused.context["meanwhile"].differences}
    assert differences == {"名前": ("同僚の名前", True), "くわしい内容": ("講義", False)}
    assert desk.post(address, Form(refused).sent()).status_code == 303
    event.refresh_from_db()
    assert event.title == "わたしの名前"


def test_a_date_that_a_colleague_added_stays(desk):
    event = make_event()
    address = reverse("event_desk:edit", args=[event.pk])
    opened = Form(desk.get(address))
    more = Form(desk.post(address, Form(desk.get(address)).sent(press=("add_session", "1"))))
    assert desk.post(address, more.sent(**{"sessions-1-day": "12/18"})).status_code == 303
    assert desk.post(address, opened.sent(title="新しい名前")).status_code == 303
    assert event.sessions.count() == 2
