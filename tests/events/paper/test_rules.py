"""The room's rules, and the words of a mail that are said on paper."""

from datetime import timedelta

import pytest

from events import letters
from events.lectures import letters as lecture_letters
from events.paper import rules, wording
from foundation.centre.queries import current_centre
from tests.factories.events import NOW, apply, make_session
from tests.factories.lectures import ask, make_theme

LINK = "https://tsunagu.example.jp/applications/abc/"


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("076-266-1070", ("07626", "61070")),
        ("0120-11-0000", ("01201", "10000")),
        ("03-1234-5678", ("03123", "45678")),
        ("", ("", "")),
    ],
)
def test_a_number_is_read_in_two_halves(number, found):
    assert rules.halves(number) == found


@pytest.mark.parametrize(
    ("typed", "right"), [("1070", True), ("10-70", True), ("1071", False), ("070", False), ("", False)]
)
def test_the_second_look_compares_the_last_four_digits(typed, right):
    assert rules.is_dialled("076-266-1070", typed) is right


def test_without_a_number_nothing_was_dialled():
    assert not rules.is_dialled("", "")


@pytest.mark.parametrize(("day", "allowed"), [(24, True), (25, False), (23, False)])
def test_a_tick_is_taken_back_on_its_own_day_only(day, allowed):
    assert rules.may_undo(NOW, NOW.replace(day=day, hour=23, minute=59)).allowed is allowed


def test_what_was_never_sent_cannot_be_taken_back():
    assert not rules.may_undo(None, NOW).allowed


@pytest.mark.parametrize(
    ("seconds", "rests", "given_up"), [(44, False, False), (45, True, False), (600, True, True)]
)
def test_a_file_is_looked_at_once_it_rests_and_given_up_after_ten_minutes(seconds, rests, given_up):
    moment = NOW + timedelta(seconds=seconds)
    assert (rules.is_at_rest(NOW, moment), rules.is_given_up(NOW, moment)) == (rests, given_up)


@pytest.mark.parametrize("state", ["arrived", "linked", "not_ours", "unreadable"])
def test_only_a_paper_that_waits_can_be_settled(state):
    decision = rules.may_settle(state)
    assert (decision.allowed, bool(decision.reason)) == (False, True)
    assert rules.may_settle("read").allowed


def event_letters(application):
    about = {"link": LINK, "centre": current_centre()}
    asking = about | {"now": NOW}
    for state, seated in (("confirmed", 2), ("partly", 1), ("waiting", 0), ("held", 0), ("pending", 0)):
        application.state = state
        yield letters.application_received(
            application, people=2, seated=seated, unnamed=1, position=2, **asking
        )
    for until in (NOW, None):
        yield letters.seat_offered(application, people=2, expires_at=until, **about)
    yield letters.offer_accepted(application, people=2, **asking)
    yield letters.offer_lapsed(application, **about)
    for seated in (2, 0):
        yield letters.decided(application, seated=seated, waiting=1, **asking)
    application.state = "declined"
    yield letters.decided(application, seated=0, waiting=0, **asking)
    application.session.online_url = "https://meeting.example.jp/room-2"
    application.session.event.cancel_reason = "講師の都合"
    yield letters.seat_given(application, people=2, **asking)
    yield letters.application_cancelled(application, **about)
    yield letters.people_cancelled(application, people=1, **about)
    yield letters.event_changed(application, changes=["場所が変わりました"], **about)
    yield letters.event_cancelled(application, **about)
    yield letters.event_reinstated(application, **about)
    yield letters.reminder(application, people=2, days=1, **asking)
    yield letters.notice(
        application, subject="持ち物", text="地図\n\nくわしく\nhttps://map.example.jp/\n\n以上", **about
    )


def lecture_requests_letters(request):
    about = {"link": LINK, "centre": current_centre()}
    yield lecture_letters.received(request, days=5, **about)
    yield lecture_letters.proposed(request, dates="12月1日", words="", **about)
    yield lecture_letters.agreed(request, dates="12月1日", **about)
    yield lecture_letters.declined(request, **about)
    yield lecture_letters.cancelled(request, **about)


@pytest.mark.django_db
def test_no_letter_on_paper_speaks_of_mail_of_pages_or_of_its_reader_s_own_address():
    found = [
        *event_letters(apply(make_session(online=5), 2)),
        *lecture_requests_letters(ask(theme=make_theme())),
    ]
    assert len(found) == 25
    for letter in found:
        words = wording.on_paper(letter.text)
        assert words
        assert not [
            word for word in ("メール", "下のページ", LINK, "ご担当者様", "受付番号　") if word in words
        ], words


@pytest.mark.django_db
def test_an_address_that_staff_wrote_stays():
    notice = list(event_letters(apply(make_session(), 1)))[-1]
    words, _, why = wording.on_paper(notice.text).rpartition("\n\n")
    assert words == "地図\n\nくわしく\nhttps://map.example.jp/\n\n以上"
    assert why.startswith("このお知らせは、")
