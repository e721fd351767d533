"""Whoever watches answers on the screen: alone, one after another, once, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory.enums import MembershipRole
from events.questionnaires.models import Answer, Questionnaire
from foundation.japanese.dates import short_date
from tests.factories import surveys
from tests.factories.accounts import sign_in
from tests.factories.directory import join
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_campaign, make_card, make_course, name_people
from tests.factories.watching import WATCH, begin, come_in, show_card, watch_a_little
from training_media.enums import Watchers
from training_media.models import Course
from training_media.registries import Watched
from training_media.surveys.models import AnsweredByViewer
from training_media.surveys.offers import offer_of
from training_media.viewing.models import Viewer

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = f"{WATCH}questionnaire/"


@pytest.fixture
def card(staff):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


@pytest.fixture
def asked(card, staff):
    return surveys.ask(card.campaign.course, by=staff)


@pytest.fixture
def watched(client, card, asked):
    """Let 見本 花子 have watched, by her agency's card."""
    come_in(client, card)
    watch_a_little(client)
    return client


def sit_together(client, card, names):
    """Let the two of the roster and others sit before one screen, and watch; returns their ids by name."""
    show_card(client, card)
    first, second = (each.pk for each in card.agency.viewer_names.order_by("pk"))
    client.post(f"{WATCH}together/", {"names_of": [first, second], "others": "\n".join(names)})
    watch_a_little(client)
    return {each.name: each.pk for each in Viewer.objects.all()}


def stay(client, people):
    """Let these have been there until the end."""
    client.post(f"{WATCH}count/", {"stayed": list(people.values())})


def test_one_who_watched_answers_once_and_is_thanked(watched, asked):
    assert f'href="{PAGE}"' in watched.get(WATCH).text
    page = watched.get(PAGE)
    assert (page.status_code, "いま答える方" in page.text) == (200, False)
    assert "no-store" in page.headers["Cache-Control"]
    answer = watched.post(PAGE, surveys.sent(asked, text="よかった"), follow=True)
    assert answer.redirect_chain == [(WATCH, 303)]
    assert "ありがとうございました" in answer.text
    assert f'href="{PAGE}"' not in answer.text
    assert "答えをいただきました" in answer.text
    assert (AnsweredByViewer.objects.get().viewer.name, Answer.objects.count()) == ("見本 花子", 4)
    again = watched.post(PAGE, surveys.sent(asked), follow=True)
    assert "もう答えをいただいています" in again.text
    assert AnsweredByViewer.objects.count() == 1


def test_after_the_last_day_nothing_is_offered(watched, asked):
    Questionnaire.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "アンケート" not in watched.get(WATCH).text


def test_what_is_offered_is_of_the_day_that_it_is_asked_for(asked):
    (viewer,) = surveys.make_watchers(asked, 1)
    last = asked.questionnaire.closes_on
    offers = [
        offer_of(Watched(asked.course, (viewer.pk,), True, False, day))
        for day in (last, last + timedelta(days=1))
    ]
    assert [offer is not None for offer in offers] == [True, False]


def test_what_was_typed_stays_where_something_is_wrong(watched, asked):
    words = asked.questionnaire.questions.last().pk
    wrong = surveys.sent(asked, text="書いた文") | {f"q{asked.questionnaire.questions.first().pk}": "9"}
    page = watched.post(PAGE, wrong)
    assert (page.status_code, "書いた文" in page.text) == (422, True)
    empty = watched.post(PAGE, {f"q{words}": ""})
    assert (empty.status_code, "どれか一つは、答えてください" in empty.text) == (422, True)
    redrawn = watched.post(PAGE, surveys.sent(asked, text="書いた文") | {"set-furigana": "on"})
    assert (redrawn.status_code, "書いた文" in redrawn.text) == (200, True)
    assert redrawn.text.count('" checked') == len(("4", "2", "1", "3"))
    assert not AnsweredByViewer.objects.exists()


def test_the_last_day_that_is_told_is_the_one_on_which_one_still_gets_in(watched, card, asked):
    until = card.campaign.closes_on
    Questionnaire.objects.update(closes_on=until + timedelta(days=10))
    assert f"締切は{short_date(until)}です" in watched.get(PAGE).text
    Questionnaire.objects.update(closes_on=until - timedelta(days=10))
    assert f"締切は{short_date(until - timedelta(days=10))}です" in watched.get(PAGE).text


def test_before_watching_one_is_told_to_watch_first(client, card, asked):
    come_in(client, card)
    # A player that was opened and played nothing, as anybody may who says a name at a card.
    begin(client)
    for address in (WATCH, f"{WATCH}1/"):
        offered = client.get(address).text
        assert ("動画を見てから、3分ほどで" in offered, f'href="{PAGE}"' in offered) == (True, False)
    page = client.get(PAGE, follow=True)
    assert "動画を見てから答えられます" in page.text
    client.post(PAGE, surveys.sent(asked))
    assert not AnsweredByViewer.objects.exists()


def test_those_who_sit_together_answer_one_after_another(client, card, asked):
    people = sit_together(client, card, ["見本 三"])
    assert "「終わりまでいた人」にしるしを" in client.get(PAGE, follow=True).text
    assert f'href="{PAGE}"' not in client.get(WATCH).text
    stay(client, people)
    assert f'href="{PAGE}"' in client.get(WATCH).text
    page = client.get(PAGE)
    assert [name for name in people if name in page.text] == list(people)
    assert client.post(PAGE, surveys.sent(asked, text="文")).status_code == 422
    for left, name in ((2, "見本 太郎"), (1, "見本 三")):
        page = client.post(PAGE, surveys.sent(asked, who=people[name]), follow=True)
        assert page.redirect_chain == [(PAGE, 303)]
        assert f"あと{left}人" in page.text
        assert f'name="who" value="{people[name]}"' not in page.text
    twice = client.post(PAGE, surveys.sent(asked, text="書いた文", who=people["見本 三"]))
    assert (twice.status_code, "書いた文" in twice.text) == (422, True)
    last = client.post(PAGE, surveys.sent(asked, who=people["見本 花子"]), follow=True)
    assert last.redirect_chain == [(WATCH, 303)]
    assert "ありがとうございました" in last.text
    assert set(AnsweredByViewer.objects.values_list("viewer", flat=True)) == set(people.values())


def test_nobody_answers_for_somebody_who_does_not_sit_there(client, card, asked):
    stay(client, sit_together(client, card, ["見本 三"]))
    (outside,) = surveys.make_watchers(asked, 1, agency=card.agency)
    assert client.post(PAGE, surveys.sent(asked, who=outside.pk)).status_code == 422
    assert not AnsweredByViewer.objects.exists()


def test_a_partner_who_signed_in_answers_as_themselves(card, asked, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    client = sign_in(Client(), partner)
    assert "動画を見てから" in client.get(PAGE, follow=True).text
    watch_a_little(client)
    client.post(PAGE, surveys.sent(asked))
    assert AnsweredByViewer.objects.get().viewer.person == partner.person


def test_others_find_nothing_there(client, card, asked, outsider, staff):
    found = [
        Client().get(PAGE).status_code,
        sign_in(Client(), outsider).get(PAGE).status_code,
        sign_in(Client(), staff).get(PAGE).status_code,
        Client().post(PAGE, surveys.sent(asked)).status_code,
    ]
    assert found == [404] * 4
    Course.objects.update(watchers=Watchers.EVERYBODY)
    assert Client().get(PAGE).status_code == 404
    assert not AnsweredByViewer.objects.exists()


def test_a_card_of_another_course_opens_no_questionnaire(client, asked, staff):
    other = make_course(slug="betsu")
    card = make_card(
        make_campaign(other, by=staff), agency=asked.course.campaigns.get().invitations.get().agency, by=staff
    )
    come_in(client, card)
    assert client.get(PAGE).status_code == 404
    assert client.get("/videos/betsu/watch/questionnaire/").status_code == 404


def test_a_draft_is_shown_to_nobody_and_a_closed_one_says_so(client, card, staff):
    draft = surveys.ask(card.campaign.course, by=staff, opened=False)
    come_in(client, card)
    watch_a_little(client)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get(WATCH).text
    Questionnaire.objects.update(
        state="closed", opened_at=timezone.now(), closed_at=timezone.now() + timedelta(minutes=1)
    )
    assert "受け付けは、終わりました" in client.get(PAGE, follow=True).text
    assert client.post(PAGE, surveys.sent(draft), follow=True).redirect_chain == [(WATCH, 303)]
    assert not AnsweredByViewer.objects.exists()
    assert PAGE not in client.get(WATCH).text


def test_ones_own_record_says_that_one_answered_and_not_what(client, asked, card, partner):
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    own = sign_in(Client(), partner)
    watch_a_little(own)
    own.post(PAGE, surveys.sent(asked, text="ひとりの文"))
    told = [own.get("/watch/record/").text]
    told += [own.post("/watch/record/file/", {"form": form}).getvalue().decode() for form in ("csv", "json")]
    assert [("何をいつ答えたかは" in told[0]), ("何をいつ答えたかは" in told[1])] == [True, True]
    assert '"answered": true' in told[2]
    assert [words for words in told if "ひとりの文" in words] == []
    # By card and name only this visit is told, and nobody knows whether a mark is of it.
    come_in(client, card)
    watch_a_little(client)
    client.post(PAGE, surveys.sent(asked))
    assert "何をいつ答えたかは" not in client.get("/watch/record/").text


def test_too_many_answers_by_one_card_wait(watched, asked, settings):
    settings.WATCHING_RATES = settings.WATCHING_RATES | {"answer": "1/h/key"}
    # One that is refused as well: it was pressed.
    assert watched.post(PAGE, {}).status_code == 422
    page = watched.post(PAGE, surveys.sent(asked, text="書いた文"))
    assert (page.status_code, "書いた文" in page.text) == (429, True)
    assert not AnsweredByViewer.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_five_people_as_for_three(
    client, card, asked, people, django_assert_num_queries
):
    stay(client, sit_together(client, card, [f"見本 {number}" for number in range(people)]))
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)
