import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foundation.calendar.entries import (
    CalendarState,
    changed,
    changed_fields,
    new_uid,
    revised,
)
from foundation.calendar.ics import cancel, feed_window, request
from tests.foundation.calendar_client import (
    CalendarClient,
    UnreadableCalendarError,
    read,
    unfolded,
)
from tests.foundation.calendar_entries import (
    NAIVE,
    NOW,
    READER,
    TOKYO,
    an_entry,
    as_held,
    cancelled,
    feed,
    requested,
)


def only_event(ics) -> icalendar.Event:
    return icalendar.Calendar.from_ical(ics).events[0]


# --- Entries and their versions


@pytest.mark.parametrize(
    "values",
    [
        {"starts": NAIVE},
        {"ends": NAIVE + timedelta(days=90)},
        {"created": NAIVE},
        {"last_modified": NAIVE},
        {"starts": date(2026, 6, 5)},
        {"ends": date(2026, 6, 5)},
        {"ends": datetime(2026, 6, 5, 13, 29, tzinfo=TOKYO)},
        {"starts": date(2026, 6, 5), "ends": date(2026, 6, 4)},
    ],
)
def test_an_entry_with_naive_mixed_or_reversed_times_is_refused(values):
    with pytest.raises(ValueError, match=r"time zone|half of each|before it starts"):
        an_entry(**values)


def test_a_uid_is_random_and_stands_at_the_domain():
    first, second = new_uid("tsunagu.example.jp"), new_uid("tsunagu.example.jp")
    assert first != second
    assert re.fullmatch(r"[0-9a-f-]{36}@tsunagu\.example\.jp", first)


def test_a_change_takes_the_next_sequence_and_keeps_the_uid():
    state = CalendarState(uid="a@b", sequence=4, last_modified=NOW, cancelled=True)
    later = NOW + timedelta(hours=1)
    assert changed(state, now=later) == CalendarState(
        uid="a@b", sequence=5, last_modified=later, cancelled=True
    )


@pytest.mark.parametrize(
    ("field_name", "value", "sequence"),
    [
        ("starts", datetime(2026, 6, 5, 13, 0, tzinfo=TOKYO), 8),
        ("ends", datetime(2026, 6, 5, 17, 0, tzinfo=TOKYO), 8),
        ("location", "別館", 8),
        ("url", "https://meet.example.jp/2", 8),
        ("cancelled", True, 8),
        ("summary", "受入れ研修会（第二回）", 8),
        ("description", "持ち物: 筆記用具", 7),
        ("organizer_name", "センター", 7),
        ("organizer_email", "office@tsunagu.example.jp", 7),
        ("categories", ("研修",), 7),
        ("alarm_minutes", 60, 7),
    ],
)
def test_only_what_puts_an_answer_in_doubt_raises_the_sequence(field_name, value, sequence):
    before = an_entry(sequence=7)
    after = replace(before, **{field_name: value})
    later = NOW + timedelta(hours=1)
    assert changed_fields(before, after) == {field_name}
    assert revised(before, after, now=later) == CalendarState(
        uid=before.uid, sequence=sequence, last_modified=later, cancelled=after.cancelled
    )


def test_an_edit_that_changes_nothing_keeps_the_version():
    before = an_entry(sequence=7)
    same_moment = replace(before, starts=before.starts.astimezone(UTC))
    assert revised(before, same_moment, now=NOW + timedelta(hours=1)) == CalendarState(
        uid=before.uid, sequence=7, last_modified=NOW, cancelled=False
    )


# --- The files


def test_a_feed_says_everything_a_calendar_needs():
    entry = an_entry(
        sequence=3,
        description="持ち物: 筆記用具",
        location="県民会館 3階",
        url="https://tsunagu.example.jp/events/研修/?a=1,2",
        categories=("研修", "公開"),
        last_modified=NOW + timedelta(hours=2),
        alarm_minutes=60,
    )
    assert feed(entry, now=NOW + timedelta(days=1)).decode().replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tsunagu//Calendar//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:研修カレンダー",
        "X-WR-CALNAME:研修カレンダー",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:JST",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:受入れ研修会",
        "DTSTART;TZID=Asia/Tokyo:20260605T133000",
        "DTEND;TZID=Asia/Tokyo:20260605T160000",
        "DTSTAMP:20260402T000000Z",
        "UID:seminar@tsunagu.example.jp",
        "SEQUENCE:3",
        "CATEGORIES:研修,公開",
        "CREATED:20260401T000000Z",
        "DESCRIPTION:持ち物: 筆記用具",
        "LAST-MODIFIED:20260401T020000Z",
        "LOCATION:県民会館 3階",
        "ORGANIZER;CN=地域生活定着支援センター:mailto:desk@tsunagu.example.jp",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://tsunagu.example.jp/events/%E7%A0%94%E4%BF%AE/?a=1,2",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:受入れ研修会",
        "TRIGGER:-PT1H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_request_carries_its_method_in_file_and_header_and_the_attendee_has_accepted():
    part = request(an_entry(), attendee_name="職員 C", attendee_email=READER, now=NOW)
    assert (part.method, part.file_name) == ("REQUEST", "invite.ics")
    assert part.content_type == "text/calendar; method=REQUEST; charset=UTF-8"
    calendar = icalendar.Calendar.from_ical(part.content)
    attendee = calendar.events[0]["attendee"]
    assert calendar["method"] == "REQUEST"
    assert attendee == "mailto:c@nozomi.example.jp"
    assert dict(attendee.params) == {
        "CN": "職員 C",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    assert calendar.events[0]["organizer"] == "mailto:desk@tsunagu.example.jp"


@pytest.mark.parametrize("event_goes_on", [True, False])
def test_a_cancel_defines_its_time_zone_and_has_neither_alarm_nor_busy_time(event_goes_on):
    entry = an_entry(cancelled=not event_goes_on, alarm_minutes=60, sequence=2)
    part = cancel(entry, attendee_name="職員 C", attendee_email=READER, now=NOW)
    assert (part.method, part.file_name) == ("CANCEL", "cancel.ics")
    assert part.content_type == "text/calendar; method=CANCEL; charset=UTF-8"
    calendar = icalendar.Calendar.from_ical(part.content)
    event = calendar.events[0]
    assert calendar["method"] == "CANCEL"
    assert [zone["tzid"] for zone in calendar.timezones] == ["Asia/Tokyo"]
    assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 2)
    assert event.subcomponents == []
    assert event["attendee"] == "mailto:c@nozomi.example.jp"


def test_a_message_without_an_organizers_address_is_refused():
    nameless = an_entry(organizer_email=None)
    with pytest.raises(ValueError, match="organizer"):
        requested(nameless)
    with pytest.raises(ValueError, match="organizer"):
        cancelled(nameless)


def test_a_cancelled_entry_is_never_requested():
    with pytest.raises(ValueError, match="cancelled"):
        requested(an_entry(cancelled=True))


def test_a_naive_now_is_refused_everywhere():
    state = CalendarState(uid="a@b", last_modified=NOW)
    calls = [
        lambda: feed(an_entry(), now=NAIVE),
        lambda: requested(an_entry(), now=NAIVE),
        lambda: cancelled(an_entry(), now=NAIVE),
        lambda: feed_window([an_entry()], now=NAIVE),
        lambda: changed(state, now=NAIVE),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="time zone"):
            call()


def test_a_feed_without_an_organizers_address_has_no_organizer():
    assert "organizer" not in only_event(feed(an_entry(organizer_email=None)))


def test_an_all_day_entry_is_written_as_days_with_an_exclusive_end():
    days = an_entry(starts=date(2026, 6, 5), ends=date(2026, 6, 7))
    lines = feed(days).decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20260605", "DTEND;VALUE=DATE:20260608", "TRANSP:TRANSPARENT"} <= set(lines)
    client = CalendarClient()
    client.receive(feed(days))
    assert client.state() == {days.uid: as_held(days)}


def test_a_deadline_has_no_end_and_takes_no_time():
    deadline = an_entry(ends=datetime(2026, 6, 5, 13, 30, tzinfo=TOKYO))
    event = only_event(feed(deadline))
    assert ("dtend" in event, event["transp"]) == (False, "TRANSPARENT")
    client = CalendarClient()
    client.receive(feed(deadline))
    assert client.state() == {deadline.uid: as_held(deadline)}


def test_a_time_in_another_zone_is_shown_in_tokyo_time():
    entry = an_entry(starts=datetime(2026, 6, 5, 4, 30, tzinfo=UTC))
    assert b"DTSTART;TZID=Asia/Tokyo:20260605T133000" in feed(entry)


def test_a_feed_is_the_same_whatever_the_order_and_holds_the_later_of_two_versions():
    old, new = an_entry(sequence=1, summary="旧"), an_entry(sequence=2, summary="新")
    other = an_entry(uid="another@tsunagu.example.jp")
    assert feed(old, new, other) == feed(other, new, old, new)
    assert [event["summary"] for event in icalendar.Calendar.from_ical(feed(new, old)).events] == ["新"]


def test_an_empty_feed_is_a_calendar():
    client = CalendarClient()
    client.receive(feed())
    assert client.state() == {}


# --- What a feed keeps


def test_a_cancelled_entry_stays_in_the_feed_for_ninety_days_and_is_marked():
    gone = an_entry(cancelled=True, last_modified=NOW, alarm_minutes=60)
    last_day = NOW + timedelta(days=90)
    assert feed_window([gone], now=last_day) == [gone]
    assert feed_window([gone], now=last_day + timedelta(seconds=1)) == []
    event = only_event(feed(gone))
    assert (event["status"], event["transp"], event.subcomponents) == ("CANCELLED", "TRANSPARENT", [])


def test_a_past_entry_stays_in_the_feed_for_a_year_after_its_end():
    timed = an_entry()
    days = an_entry(uid="days@tsunagu.example.jp", starts=date(2026, 6, 4), ends=date(2026, 6, 4))
    midnight = datetime(2026, 6, 5, tzinfo=TOKYO) + timedelta(days=365)
    assert feed_window([timed, days], now=midnight) == [timed, days]
    assert feed_window([timed, days], now=midnight + timedelta(seconds=1)) == [timed]
    assert feed_window([timed, days], now=timed.ends + timedelta(days=365)) == [timed]
    assert feed_window([timed, days], now=timed.ends + timedelta(days=365, seconds=1)) == []


def test_the_window_of_a_feed_can_be_set():
    gone, past = an_entry(cancelled=True), an_entry(uid="past@tsunagu.example.jp")
    later = past.ends + timedelta(days=2)
    assert feed_window([gone, past], now=later, cancelled_days=1, past_days=1) == []
    assert feed_window([gone, past], now=later, cancelled_days=100, past_days=2) == [gone, past]


# --- Text


def visible(text: str) -> str:
    return "".join(c for c in text if c != " " and unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"})


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=200))
@example(text="改行\r\nと\n改頁\x0cと\u2028行区切り\x85")
@example(text='半角 ; , : \\ " ^ と \\N と \\n と C:\\New と \\\\server\\共有')
@example(text="制御文字\x00\x07\x1b\x7f\x9f と欠けた文字\ud83d")
@example(text="👨‍👩‍👧‍👦🏳️‍🌈髙﨑濵𠮷" * 20)
@example(text="BEGIN:VEVENT\r\nUID:forged\r\nEND:VEVENT")
def test_any_text_comes_back_whole_in_short_lines(text):
    entry = an_entry(summary=text, description=text, location=text, organizer_name=text)
    for file in (feed(entry), requested(entry), cancelled(entry)):
        (event,) = read(file).inside("VEVENT")
        parsed = only_event(file)
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            assert visible(event.text(name)) == visible(text)
            assert str(parsed.get(name, "")) == event.text(name)
        assert "\n" not in event.text("SUMMARY") + event.text("LOCATION")
        assert event.one("UID").value == entry.uid


def test_lines_and_tabs_of_a_description_and_joined_emoji_are_kept():
    description = "一行目\r\n\t二行目 👨‍👩‍👧‍👦\r三行目"
    assert (
        only_event(feed(an_entry(description=description)))["description"]
        == "一行目\n\t二行目 👨‍👩‍👧‍👦\n三行目"
    )


def test_an_address_a_link_or_a_category_with_a_line_break_adds_no_line():
    entry = an_entry(
        url="https://a.example.jp/\r\nATTENDEE:mailto:x@y.jp",
        categories=("研修\r\nUID:forged", "公開\x07"),
        organizer_email="desk@tsunagu.example.jp\r\n",
    )
    part = request(entry, attendee_name="職員\r\nC", attendee_email=f"{READER}\r\n", now=NOW)
    event = only_event(part.content)
    assert (event["url"], event["uid"]) == ("https://a.example.jp/%20ATTENDEE:mailto:x@y.jp", entry.uid)
    assert event["categories"].cats == ["研修 UID:forged", "公開"]
    assert event["organizer"] == "mailto:desk@tsunagu.example.jp"
    assert (event["attendee"], event["attendee"].params["CN"]) == (f"mailto:{READER}", "職員 C")


# --- The client refuses what programs out there refuse


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", ""),
        (r"ATTENDEE.*?(?=\r\n[A-Z])\r\n", ""),
        (r"ORGANIZER.*?(?=\r\n[A-Z])\r\n", ""),
        (r"mailto:c@nozomi", "mailto:d@nozomi"),
        (r"SEQUENCE:0\r\n", ""),
        (r"SUMMARY:", "SUMMARY:a;b,"),
        (r"SUMMARY:", "SUMMARY:" + "あ" * 30),
        (r"STATUS:CONFIRMED", "STATUS:CANCELLED"),
        (r"END:VEVENT\r\n", ""),
        (r"\r\n", "\n"),
    ],
)
def test_the_model_client_refuses_a_file_that_real_programs_refuse(pattern, replacement):
    good = requested(an_entry())
    CalendarClient(READER).receive(good)
    broken = re.sub(pattern, lambda _: replacement, good, flags=re.DOTALL)
    assert broken != good
    with pytest.raises(UnreadableCalendarError):
        CalendarClient(READER).receive(broken)


def test_the_model_client_refuses_a_fold_inside_a_character():
    with pytest.raises(UnreadableCalendarError):
        unfolded("SUMMARY:あ".encode()[:-1] + b"\r\n " + "あ".encode()[-1:] + b"\r\n")
