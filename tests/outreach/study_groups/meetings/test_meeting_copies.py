"""Numbered copies: on the day that is written, lost with a reason, taken back until a meeting is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach.study_groups.meetings.models import Copy, Material, Meeting
from tests.factories.meetings import page_of, send

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def here(meeting, desk):
    """The page of a paper in three copies, of a meeting that was held the day before yesterday."""
    Meeting.objects.filter(pk=meeting.pk).update(held_on=TODAY - 2 * DAY)
    send(desk, page_of(meeting, "papers/add/"), title="計画", count="3")
    return page_of(meeting, f"papers/{Material.objects.get().pk}/")


def copy(number):
    return Copy.objects.get(number=number)


def hand(desk, here, number, **fields):
    return send(desk, f"{here}{number}/", person="", holder="県の担当課", **{"on": ""} | fields)


def test_the_day_is_the_meetings_unless_another_is_written(meeting, desk, here):
    day = TODAY - 2 * DAY
    assert f"{day.year}" in desk.get(f"{here}1/").text
    assert hand(desk, here, 1, on=day.isoformat()).status_code == 303
    assert send(desk, here, wish="back", numbers=["1"]).status_code == 303
    assert (copy(1).handed_on, copy(1).returned_on) == (day, day)
    assert send(desk, here, wish="shred", numbers=["1"], on=TODAY.isoformat()).status_code == 303
    assert copy(1).shredded_on == TODAY


@pytest.mark.parametrize("wish", ["back", "shred", "lost", "undo"])
def test_no_number_is_an_error_that_loses_nothing(desk, here, wish):
    page = send(desk, here, wish=wish, numbers=[], because="電車に置き忘れた")
    assert (page.status_code, "番号を選んでください" in page.text) == (422, True)
    assert "電車に置き忘れた" in page.text


def test_what_cannot_be_is_refused_with_the_ticks_kept(desk, here):
    page = send(desk, here, wish="back", numbers=["1", "2"])
    assert (page.status_code, page.text.count(" checked")) == (422, 2)
    assert "選んだ番号の中に" in page.text
    page = send(desk, here, wish="back", numbers=["9" * 5_000])
    assert page.status_code == 422


def test_a_word_for_whom_a_copy_went_that_looks_like_somebody_is_asked_about(meeting, desk, here):
    typed = {"person": "", "holder": "花子さん", "on": (TODAY - 2 * DAY).isoformat()}
    page = send(desk, f"{here}1/", **typed)
    assert (page.status_code, "読み直してください" in page.text) == (422, True)
    assert copy(1).handed_on is None
    assert send(desk, f"{here}1/", **typed, is_sure="on").status_code == 303


def test_a_lost_copy_says_why_and_lets_the_meeting_be_closed(meeting, desk, here):
    hand(desk, here, 1, on=(TODAY - 2 * DAY).isoformat())
    assert send(desk, here, wish="lost", numbers=["1"]).status_code == 422
    assert send(desk, here, wish="lost", numbers=["1"], because="電車に置き忘れた").status_code == 303
    assert "なくなりました" in desk.get(here).text
    assert list(Copy.objects.out()) == []
    assert list(desk.get(page_of(meeting, "papers/")).context["out"]) == []


def test_what_was_written_last_is_taken_back_until_the_meeting_is_closed(meeting, desk, here):
    hand(desk, here, 1, on=(TODAY - 2 * DAY).isoformat())
    for wish in ("back", "shred"):
        send(desk, here, wish=wish, numbers=["1"])
    for gone in ("shredded_on", "returned_on", "handed_on"):
        assert send(desk, here, wish="undo", numbers=["1"]).status_code == 303
        assert getattr(copy(1), gone) is None
    send(desk, here, wish="lost", numbers=["2"], because="見つからない")
    send(desk, here, wish="undo", numbers=["2"])
    assert (copy(2).lost_on, copy(2).lost_because) == (None, "")
    send(desk, here, wish="shred", numbers=["2"])
    Meeting.objects.filter(pk=meeting.pk).update(closed_on=TODAY)
    assert send(desk, here, wish="undo", numbers=["2"]).status_code == 422


def test_a_shredded_or_lost_number_is_never_handed_out(desk, here):
    send(desk, here, wish="shred", numbers=["1"])
    send(desk, here, wish="lost", numbers=["2"], because="見つからない")
    found = [hand(desk, here, number, on=TODAY.isoformat()).status_code for number in (1, 2, 3)]
    assert found == [422, 422, 303]
