"""What an event asks of some alone: hidden by a script while nobody is asked, shown and ignored without."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.events.questions.asked import LUNCH, NOT, ORDERS, ask_about_food
from tests.factories.accounts import make_user
from tests.factories.events import make_event

FOOD = "食べられないもの"


def test_a_question_for_some_alone_comes_and_goes_with_the_choice(
    transactional_db, live_server, page, page_without_scripts, axe
):
    now = timezone.now()
    event = make_event(now=now, starts_at=now + timedelta(days=20))
    ask_about_food(event, make_user(name="相談員A", email="staff-a@example.jp"))
    page.goto(f"{event.get_absolute_url()}apply/")
    expect(page.get_by_label(FOOD)).to_be_hidden()
    page.get_by_label(ORDERS, exact=True).check()
    expect(page.get_by_label(FOOD)).to_be_visible()
    axe(page)
    page.get_by_label(NOT, exact=True).check()
    expect(page.get_by_label(FOOD)).to_be_hidden()
    page_without_scripts.goto(f"{event.get_absolute_url()}apply/")
    expect(page_without_scripts.get_by_label(FOOD)).to_be_visible()
    expect(page_without_scripts.get_by_text(f"「{LUNCH}」に「{ORDERS}」と答えた方だけ")).to_be_visible()
