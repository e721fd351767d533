"""The questionnaire of a course in a real browser: nothing that a screen reader misses."""

import pytest
from django.test import Client

from tests.factories import surveys
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import WATCH, come_in, watch_a_little
from tests.training_media.at_the_desk import as_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(staff, live_server):
    place_first_site()
    card = make_card(by=staff)
    name_people(card.agency, "見本 花子", by=staff)
    return surveys.ask(card.campaign.course, by=staff)


def test_the_screens_of_the_desk_can_be_read_by_everybody(asked, staff, page, live_server, axe):
    surveys.make_watchers(asked, 2, agency=asked.course.campaigns.get().invitations.get().agency)
    as_user(page, staff, live_server)
    home = f"/cms/videos/{asked.course_id}/questionnaire/"
    for name in ("", "new/", "deadline/", "typing/", "returned/"):
        page.goto(home + name)
        axe(page)
    surveys.close(asked, by=staff)
    page.goto(home)
    axe(page)
    page.get_by_role("button", name="結果を見る（紙は、もう足せません）").click()
    axe(page)
    draft = surveys.ask(asked.course, by=staff, opened=False)
    for name in ("", "edit/", f"{draft.questionnaire_id}/results/"):
        page.goto(home + name)
        axe(page)


def test_whoever_came_by_a_card_reads_the_questions_and_what_is_wrong(asked, page, live_server, axe):
    client = Client()
    come_in(client, asked.course.campaigns.get().invitations.select_related("agency").get())
    watch_a_little(client)
    cookies = [
        {"name": each.key, "value": each.value, "url": live_server.url} for each in client.cookies.values()
    ]
    page.context.add_cookies(cookies)
    page.goto(f"{WATCH}questionnaire/")
    axe(page)
    page.get_by_role("button", name="答えを送る").click()
    axe(page)
